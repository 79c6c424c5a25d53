"""What follows the answer: pressure towards a person, a value to be asked back, the open question, the next one (D6),
or the end of asking. Decides whether a question is due; which one is told by `planning`."""

from dataclasses import replace

from qualification.conversation import Channel, HandoffStatus
from qualification.deciding.blend import Pressure, after_refusal, is_decisive, pressure
from qualification.deciding.bringing_in import bring_in
from qualification.deciding.draft import Draft, ask_fact, drop_question, may_ask, may_resume, offer_person, resume
from qualification.deciding.noting import CONTACT_PENDING
from qualification.deciding.planning import Stakes, next_question
from qualification.deciding.recognising.returning import recognised
from qualification.deciding.recognising.signed import signature_offered
from qualification.deciding.turn import Turn
from qualification.deciding.verdict import CONTACTS, Route, prospect_of
from qualification.decision import Cause, Contribution, Line, Outcome
from qualification.rulebook import PresentMode
from qualification.scoring.reach import Scoring
from qualification.scoring.score import Behaviour
from qualification.state import DialogueState, Misread, Pending


def advance(turn: Turn, draft: Draft, parts: tuple[Contribution, ...]) -> Draft:
    """The draft with what follows it; final drafts are left alone."""
    if draft.final:
        return draft
    pressed = _under_pressure(turn, draft, parts)
    if pressed is not None:
        return pressed
    return draft if draft.asks is not None else _followed(turn, draft)


def _followed(turn: Turn, draft: Draft) -> Draft:
    misread = _asked_back(turn, draft)
    if misread is not None:
        return misread
    asked = signature_offered(turn, draft) or recognised(turn, draft)
    if asked is not None:
        return asked
    if draft.dialogue.requested is not None:
        if not _worn_out(turn, draft):
            return _resumed(turn, draft)
        draft = replace(draft, dialogue=drop_question(draft.dialogue))
    if draft.advances and _may_qualify(turn, draft.dialogue):
        return _next(turn, draft)
    return _invited(draft)


def _under_pressure(turn: Turn, draft: Draft, parts: tuple[Contribution, ...]) -> Draft | None:
    """D3: the blend wants a person."""
    if turn.person_is_coming:
        return None
    demanded = pressure(parts, turn.rulebook.blend)
    match after_refusal(demanded) if turn.dialogue.refused_person else demanded:
        case Pressure.ESCALATE:
            escalated = replace(draft, outcome=Outcome.ESCALATE, source="blend")
            return bring_in(turn, escalated.because("The signals together bring in a person.", "D3"), Cause.POLICY)
        case Pressure.OFFER if draft.dialogue.pending not in CONTACT_PENDING | {Pending.HANDOFF_OFFER}:
            offered = replace(draft, source="blend").because(
                "The signals together call for an offer of a person.", "D3"
            )
            return offer_person(offered)
        case _:
            return None


def _asked_back(turn: Turn, draft: Draft) -> Draft | None:
    """A value that could not be read is asked back, never guessed; while a problem is open only an address is (D10)."""
    wanted = [misread for misread in turn.signals.misread if _may_ask_back(turn, draft.dialogue, misread)]
    if not wanted:
        return None
    key = wanted[0].key
    asked = ask_fact(draft, key, draft.dialogue.pending, f"invalid.{key}")
    return asked.because(f"A value for {key} could not be read, so it is asked back.", "D7")


def _may_ask_back(turn: Turn, dialogue: DialogueState, misread: Misread) -> bool:
    return may_ask(turn, dialogue, misread.key) and (not dialogue.problem_open or misread.key in CONTACTS)


def _resumed(turn: Turn, draft: Draft) -> Draft:
    """D7: back to the open question after a side question."""
    dialogue = draft.dialogue
    blocked = dialogue.pending not in CONTACT_PENDING and (dialogue.stopped or turn.person_is_coming)
    if blocked or not may_resume(turn, dialogue):
        return draft
    back = replace(draft, content=(*draft.content, Line("repeat_question")))
    return resume(back).because("The open question is resumed.", "D7")


def _worn_out(turn: Turn, draft: Draft) -> bool:
    """The question was repeated as often as it may be, and the visitor tells other things: it is let go, so that asking
    goes on, or ends. An address that somebody waits for stays wanted."""
    wanted = draft.dialogue.pending in CONTACT_PENDING
    return draft.advances and bool(turn.news) and not wanted and not may_resume(turn, draft.dialogue)


def _invited(draft: Draft) -> Draft:
    """D5: whoever tells something before having asked anything is asked for nothing, but invited to ask."""
    if draft.content or draft.dialogue.question_answered or not draft.advances:
        return draft
    return replace(draft, asks=Line("greet"), outcome=Outcome.ANSWER)


def _may_qualify(turn: Turn, dialogue: DialogueState) -> bool:
    """D5, D10: asking is allowed only after an answer, with no problem open, and where it is not out of place."""
    if dialogue.stopped or dialogue.problem_open or not dialogue.question_answered:
        return False
    # A correction or more interest may open again what was settled; not for those who declined a rep or had one.
    if dialogue.concluded and (dialogue.refused_person or turn.state.handoff is not HandoffStatus.NONE):
        return False
    if turn.person_is_coming or turn.is_support:
        return False
    return turn.state.channel is Channel.WEBSITE or dialogue.sales_interest


def _next(turn: Turn, draft: Draft) -> Draft:
    """D6: the question that can change most, or the end of asking."""
    known = {key: fact.value for key, fact in turn.facts.items()}
    askable = [key for key in turn.rulebook.questions.order if may_ask(turn, draft.dialogue, key)]
    scoring = Scoring(behaviour(turn, draft.dialogue), turn.rulebook.score, turn.now.date())
    key = next_question(known, askable, Stakes(turn.rulebook, scoring))
    if key is None:
        return _conclude(turn, draft)
    return ask_fact(draft, key).because(f"The answer to {key} can change verdict, route or score band most.", "D6")


def behaviour(turn: Turn, dialogue: DialogueState) -> Behaviour:
    """What the score reads besides facts."""
    return Behaviour(
        channel=turn.state.channel,
        decisive_page=is_decisive(turn.state.page, turn.rulebook.blend.pages),
        own_questions=dialogue.own_questions,
        abusive=dialogue.abuse_count > 0,
    )


def _conclude(turn: Turn, draft: Draft) -> Draft:
    """No answer can change anything any more: a rep for the qualified, kind words for the others. Said once."""
    draft = draft.because("No answer could change verdict, route or score band.", "D6")
    if draft.dialogue.concluded or not draft.dialogue.sales_interest:
        return draft
    found = prospect_of(turn.facts, turn.rulebook)
    if found.route is Route.REP and (found.contactable or turn.signals.reps_available):
        return _present(turn, replace(draft, dialogue=replace(draft.dialogue, concluded=True)))
    if draft.hit is not None:
        return draft
    nurtured = replace(draft, content=(*draft.content, Line("nurture")), outcome=Outcome.NURTURE)
    return replace(nurtured, dialogue=replace(draft.dialogue, concluded=True))


def _present(turn: Turn, draft: Draft) -> Draft:
    """S2 alone brings nobody in: the visitor showed interest, and says yes unless the rulebook wants it direct."""
    draft = draft.because("Qualified, interested and reachable.", "S2")
    if draft.dialogue.asked:
        draft = replace(draft, content=(*draft.content, Line("qualified_thanks")))
    if turn.rulebook.handoff.present is PresentMode.DIRECT:
        return bring_in(turn, replace(draft, outcome=Outcome.PRESENT_BRIEF), Cause.QUALIFIED)
    return offer_person(draft)
