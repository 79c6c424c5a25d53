"""Answers to what the last reply left open: a person offered, help checked, an address asked for. A bare "yes" or "no"
means nothing without it (D7)."""

from dataclasses import replace

from qualification.deciding.answering import also_answer, recorded_demo, show_email, unsolved
from qualification.deciding.bringing_in import bring_in
from qualification.deciding.draft import Draft, decline, drop_question, offer_person
from qualification.deciding.turn import Turn
from qualification.deciding.verdict import CONTACTS, Route, prospect_of
from qualification.decision import Cause, Line, Outcome
from qualification.facts import FactKey
from qualification.state import DialogueState, Pending
from qualification.understanding import Intent

NO = frozenset({Intent.DENY, Intent.SKIP})


def answer_to_pending(turn: Turn, dialogue: DialogueState) -> Draft | None:
    """The reply if the turn answers what was left open; None if it is about something else."""
    contact = _contact_given(turn, dialogue)
    if contact is not None:
        return contact
    match turn.dialogue.pending:
        case Pending.HANDOFF_OFFER:
            return _offer_answered(turn, dialogue)
        case Pending.PROBLEM_CHECK:
            return _help_checked(turn, dialogue)
        case Pending.HANDOFF_CONTACT | Pending.DEMO_CONTACT:
            return _contact_refused(turn, dialogue) if turn.intent in NO else None
        case Pending.ANYTHING_ELSE:
            return _anything_else(turn, dialogue)
        case None:
            return None


def solved(turn: Turn, dialogue: DialogueState) -> Draft:
    """D10: the problem is over, and only now interest shown meanwhile leads to an offer."""
    interested = dialogue.buying_signal and not turn.person_is_coming
    dialogue = replace(
        drop_question(dialogue),
        problem_open=False,
        help_attempts=0,
        misunderstandings=0,
        buying_signal=False,
        sales_interest=dialogue.sales_interest or dialogue.buying_signal,
    )
    draft = Draft(
        "The visitor says that the problem is solved.", ("D10",), dialogue, outcome=Outcome.ANSWER, final=True
    )
    if interested:
        draft = replace(draft, content=(Line("thanks"),))
        return offer_person(draft).because("Interest was shown while it was open, so a person is offered.", "D10")
    return replace(draft, asks=Line("problem_solved"), dialogue=replace(dialogue, pending=Pending.ANYTHING_ELSE))


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


def _help_checked(turn: Turn, dialogue: DialogueState) -> Draft | None:
    if turn.intent in {Intent.AFFIRM, Intent.PROBLEM_SOLVED}:
        return solved(turn, dialogue)
    if turn.intent is Intent.DENY:
        return unsolved(turn, Draft("The visitor says that this did not help.", ("D10",), dialogue))
    return None


def _contact_refused(turn: Turn, dialogue: DialogueState) -> Draft:
    """The address stays with the visitor; a demo can still be arranged by a person in this conversation."""
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
