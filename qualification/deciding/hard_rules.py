"""The zones where a rule wins over every score (D3): a rep speaks (D8), danger, a person was asked for (D4), abuse,
law, privacy. No weight and no model may overrule what is decided here."""

from collections.abc import Callable
from dataclasses import replace

from qualification.deciding.bringing_in import bring_in
from qualification.deciding.draft import Draft, ask_fact, drop_question, may_ask
from qualification.deciding.noting import lapsed
from qualification.deciding.turn import Turn
from qualification.decision import Cause, Line, Outcome
from qualification.facts import FactKey
from qualification.state import Pending
from qualification.understanding import Intent, understood_plainly

Rule = Callable[[Turn], Draft | None]


def hard_rule(turn: Turn) -> Draft | None:
    """The first hard rule in whose zone the turn lies."""
    for rule in RULES:
        draft = rule(turn)
        if draft is not None:
            return replace(draft, source="hard_rule", final=True)
    return None


def _rep_speaks(turn: Turn) -> Draft | None:
    if not turn.rep_speaks:
        return None
    return Draft("A rep speaks here, so the assistant is silent.", ("D8",), turn.dialogue, outcome=Outcome.ANSWER)


def _danger(turn: Turn) -> Draft | None:
    numbers = turn.rulebook.confidences
    heard = turn.raw_intent_is(Intent.SELF_HARM, numbers.safety)
    if not (heard or turn.says_somewhere(Intent.SELF_HARM, numbers.hard_rule)):
        return None
    return Draft(
        "The visitor may be in danger: fixed words, and a person is alerted.",
        ("D3",),
        replace(drop_question(turn.dialogue), misunderstandings=0),
        content=(Line("self_harm"),),
        outcome=Outcome.ESCALATE,
        acknowledges=False,
        # A waiting handoff is raised to this cause, so that nobody overlooks it.
        bring_in=Cause.SAFETY,
    )


def _asked_for_person(turn: Turn) -> Draft | None:
    # Also as a second reading: "I'm Sam from Acme, put a person on" tells a fact and asks for a person.
    numbers = turn.rulebook.confidences
    by_words = turn.may_mean(Intent.ASK_HUMAN, numbers.asked_for_person)
    by_words = by_words or turn.says_somewhere(Intent.ASK_HUMAN, numbers.hard_rule) or _asks_plainly(turn)
    if not (turn.signals.person_requested or by_words):
        return None
    how = "pressed the button for a person" if turn.signals.person_requested else "asked for a person"
    draft = Draft(f"The visitor {how}.", ("D4",), turn.dialogue, outcome=Outcome.ESCALATE)
    if turn.signals.person_requested:
        draft = replace(draft, confidence=1.0)
    return bring_in(turn, draft, Cause.ASKED_FOR_PERSON)


def _asks_plainly(turn: Turn) -> bool:
    """One of the phrases that leave no doubt, in the languages of which the model has seen little."""
    numbers = turn.rulebook.handoff
    return (
        understood_plainly(turn.text, numbers.certain_requests, numbers.plain_refusals, numbers.plain_unwanted)
        is not None
    )


def _abuse(turn: Turn) -> Draft | None:
    if not turn.raw_intent_is(Intent.ABUSE, turn.rulebook.confidences.hard_rule):
        return None
    count = turn.dialogue.abuse_count + 1
    dialogue = replace(lapsed(turn.dialogue), abuse_count=count)
    limit = turn.rulebook.abuse.escalate_from
    draft = Draft(
        f"Abusive words, turn {count} of this kind (a person is brought in at {limit}).",
        ("D3",),
        dialogue,
        content=(Line("abuse"),),
        outcome=Outcome.ANSWER,
        acknowledges=False,
    )
    if count < limit or turn.person_is_coming:
        return draft
    return bring_in(turn, replace(draft, outcome=Outcome.ESCALATE), Cause.ABUSE)


def _law(turn: Turn) -> Draft | None:
    if not _is_demand(turn, Intent.LEGAL_REQUEST):
        return None
    return _demand(turn, "legal_request", Cause.LEGAL, "A legal promise is demanded; only a person may give one.")


def _privacy(turn: Turn) -> Draft | None:
    if _is_demand(turn, Intent.DELETE_MY_DATA):
        return _demand(turn, "delete_my_data", Cause.PRIVACY, "The visitor demands erasure of own data.", ask=True)
    if _is_demand(turn, Intent.UNSUBSCRIBE):
        return _demand(turn, "unsubscribe", Cause.PRIVACY, "The visitor wants no more messages.", ask=True)
    return None


def _demand(turn: Turn, key: str, cause: Cause, reason: str, *, ask: bool = False) -> Draft:
    draft = Draft(reason, ("D3",), turn.dialogue, content=(Line(key),), outcome=Outcome.ESCALATE)
    draft = bring_in(turn, draft, cause)
    # Without an address nobody could tell whose data or which subscription is meant, rep available or not.
    if ask and draft.dialogue.pending is None and may_ask(turn, draft.dialogue, FactKey.EMAIL):
        return ask_fact(draft, FactKey.EMAIL, Pending.HANDOFF_CONTACT)
    return draft


def _is_demand(turn: Turn, intent: Intent) -> bool:
    threshold = turn.rulebook.confidences.hard_rule
    # A story is easily taken for a demand as a whole; a sentence of it that asks for a person is the surer reading.
    as_a_whole = turn.raw_intent_is(intent, threshold) and not turn.says_somewhere(Intent.ASK_HUMAN, threshold)
    return as_a_whole or turn.says_somewhere(intent, threshold)


# Law and privacy bring in a person too, and say what for; hence before the plain wish for one.
RULES: tuple[Rule, ...] = (_rep_speaks, _danger, _law, _privacy, _asked_for_person, _abuse)
