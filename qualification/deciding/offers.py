"""Answers to what the last reply left open: a person offered, help checked, an address asked for. A bare "yes" or "no"
means nothing without it (D7)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from qualification.deciding.answering import also_answer, recorded_demo, show_email, unsolved
from qualification.deciding.bringing_in import bring_in
from qualification.deciding.draft import Draft, decline, drop_question, offer_person
from qualification.deciding.helping.problems import over, sounds_over, still_failing
from qualification.deciding.helping.tickets import settle
from qualification.deciding.recognising.returning import offer_answered
from qualification.deciding.recognising.signed import signature_answered
from qualification.deciding.turn import Turn
from qualification.deciding.verdict import CONTACTS, Route, prospect_of
from qualification.decision import Cause, Line, Outcome
from qualification.facts import FactKey
from qualification.state import DialogueState, Pending
from qualification.understanding import Intent

NO = frozenset({Intent.DENY, Intent.SKIP})
Answer = Callable[[Turn, DialogueState], Draft | None]


def answer_to_pending(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The reply if the turn answers what was left open; None if it is about something else."""
    return _contact_given(turn, dialogue) or _still_failing(turn, dialogue) or _to_pending(turn, dialogue)


def _to_pending(turn: Turn, dialogue: DialogueState) -> Draft | None:
    answer = ANSWERS.get(turn.dialogue.pending) if turn.dialogue.pending else None
    return answer(turn, dialogue) if answer else None


def solved(turn: Turn, dialogue: DialogueState) -> Draft:
    """D10: the problem is over, and only now interest shown meanwhile leads to an offer."""
    interest = dialogue.sales_interest or dialogue.buying_signal
    dialogue = replace(over(drop_question(dialogue)), misunderstandings=0, sales_interest=interest)
    draft = Draft(
        "The visitor says that the problem is solved.", ("D10",), dialogue, outcome=Outcome.ANSWER, final=True
    )
    draft = settle(turn, draft)
    if _may_offer_upgrade(turn, dialogue):
        draft = replace(draft, content=draft.content or (Line("thanks"),))
        draft = replace(draft, dialogue=replace(dialogue, upgrade_offered=True))
        offered = offer_person(draft, "upgrade_offer")
        return offered.because("Interest was shown while it was open, so a person is offered, once.", "D10")
    asks = Line("anything_else" if draft.ticket else "problem_solved")
    return replace(draft, asks=asks, dialogue=replace(dialogue, pending=Pending.ANYTHING_ELSE))


def _may_offer_upgrade(turn: Turn, dialogue: DialogueState) -> bool:
    """Once, and only to those who showed interest and neither refused a person nor wait for one."""
    asked_already = dialogue.upgrade_offered or dialogue.refused_person or turn.person_is_coming
    return dialogue.buying_signal and not asked_already


def _contact_given(turn: Turn, dialogue: DialogueState) -> Draft | None:
    if FactKey.EMAIL not in turn.stated:
        return None
    email = turn.facts[FactKey.EMAIL]
    if turn.dialogue.pending is Pending.DEMO_CONTACT and not turn.person_is_coming:
        return recorded_demo(turn, dialogue, email)
    if not turn.person_is_coming:
        return None
    dialogue = replace(drop_question(dialogue), misunderstandings=0)
    draft = Draft("An address for the waiting handoff.", ("D9",), dialogue, outcome=Outcome.ANSWER, final=True)
    return also_answer(turn, show_email(draft, "handoff_contact_taken", email))


def _offer_answered(turn: Turn, dialogue: DialogueState) -> Draft | None:
    if _accepts(turn):
        cause = _cause_of_offer(turn, dialogue)
        outcome = Outcome.PRESENT_BRIEF if cause is Cause.QUALIFIED else Outcome.ESCALATE
        dialogue = replace(dialogue, concluded=True)
        draft = Draft("The visitor accepted the offer of a person.", ("D4",), dialogue, outcome=outcome)
        return bring_in(turn, draft, cause)
    return _offer_refused(turn, dialogue) if turn.intent in NO else None


def _accepts(turn: Turn) -> bool:
    """A yes, or an address given as the answer."""
    return turn.intent is Intent.AFFIRM or (turn.intent is Intent.INFORM and not CONTACTS.isdisjoint(turn.stated))


def _cause_of_offer(turn: Turn, dialogue: DialogueState) -> Cause:
    """What the accepted offer was about, read from the state rather than remembered beside it."""
    if dialogue.problem_open:
        return Cause.UNSOLVED_PROBLEM
    ready = dialogue.sales_interest and prospect_of(turn.facts, turn.rulebook).route is Route.REP
    return Cause.QUALIFIED if ready else Cause.ASKED_FOR_PERSON


def _offer_refused(turn: Turn, dialogue: DialogueState) -> Draft:
    """A refused person is not offered again until there is a new reason: the count of misunderstandings starts anew."""
    dialogue = replace(drop_question(dialogue), misunderstandings=0, refused_person=True)
    draft = Draft("The visitor does not want a person now.", ("D7",), dialogue, outcome=Outcome.ANSWER, final=True)
    if dialogue.problem_open:
        return replace(draft, asks=Line("support_open"), outcome=Outcome.ASK).because("Help goes on.", "D10")
    if turn.dialogue.concluded:
        return replace(draft, content=(Line("nurture"),), outcome=Outcome.NURTURE)
    return replace(draft, asks=Line("greet"))


def _still_failing(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """ "Tried that, still nothing" is a failed answer, however it was understood."""
    if not still_failing(turn):
        return None
    return unsolved(turn, Draft("The visitor says that this did not help.", ("D10",), dialogue))


def _help_checked(turn: Turn, dialogue: DialogueState) -> Draft | None:
    if turn.intent is Intent.AFFIRM or (turn.intent is Intent.PROBLEM_SOLVED and sounds_over(turn)):
        return solved(turn, dialogue)
    if turn.intent in {Intent.DENY, Intent.PROBLEM_SOLVED}:
        return unsolved(turn, Draft("The visitor says that this did not help.", ("D10",), dialogue))
    return None


def _contact_refused(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The address stays with the visitor; a demo can still be arranged by a person in this conversation."""
    if turn.intent not in NO:
        return None
    wanted_demo = turn.dialogue.pending is Pending.DEMO_CONTACT
    dialogue = replace(decline(dialogue, FactKey.EMAIL), misunderstandings=0)
    draft = Draft("The visitor keeps the address.", ("D7",), dialogue, content=(Line("skipped"),), final=True)
    if wanted_demo and not turn.person_is_coming:
        return offer_person(draft)
    return replace(draft, outcome=Outcome.ANSWER)


def _anything_else(turn: Turn, dialogue: DialogueState) -> Draft | None:
    if turn.intent is Intent.DENY:
        draft = Draft("Nothing else is wanted.", ("D7",), dialogue, content=(Line("goodbye"),), final=True)
        return replace(draft, outcome=Outcome.CLOSE)
    if turn.intent is Intent.AFFIRM:
        draft = Draft(
            "Something else is wanted; the visitor may ask.", ("D7",), dialogue, asks=Line("greet"), final=True
        )
        return replace(draft, outcome=Outcome.ANSWER)
    return None


ANSWERS: Mapping[Pending, Answer] = {
    Pending.HANDOFF_OFFER: _offer_answered,
    Pending.PROBLEM_CHECK: _help_checked,
    Pending.HANDOFF_CONTACT: _contact_refused,
    Pending.DEMO_CONTACT: _contact_refused,
    Pending.ANYTHING_ELSE: _anything_else,
    Pending.VERIFY_OFFER: offer_answered,
    Pending.SIGNATURE: signature_answered,
}
