"""The script for turns that the engine did not understand because it is down: answer from pages, keep what patterns
still read, repeat the open question, or hand off. Never silence."""

from dataclasses import replace

from qualification.deciding.answering import quote
from qualification.deciding.bringing_in import bring_in, standing_line
from qualification.deciding.draft import Draft, ask_fact, may_ask
from qualification.deciding.offers import answer_to_pending
from qualification.deciding.turn import Turn
from qualification.decision import Cause, Line, Outcome
from qualification.state import DialogueState

DOWN = "The engine did not answer."


def scripted(turn: Turn, dialogue: DialogueState) -> Draft:
    """The best reply without understanding."""
    draft = answer_to_pending(turn, dialogue) or _without_understanding(turn, dialogue)
    # Nothing was understood, so the decision claims no confidence but that of the page it quotes.
    sure = turn.hit.score if turn.hit is not None and draft.hit is not None else 0.0
    return replace(draft, reason=f"{DOWN} {draft.reason}", source="scripted_fallback", confidence=sure)


def _without_understanding(turn: Turn, dialogue: DialogueState) -> Draft:
    if turn.hit is not None:
        return quote(turn, dialogue, turn.hit)
    if turn.news:
        return Draft("Patterns read a fact.", ("D7",), dialogue, advances=True)
    if turn.person_is_coming:
        waits = Draft("A person is on the way.", ("D9",), dialogue, content=(standing_line(turn),), final=True)
        return replace(waits, outcome=Outcome.ANSWER)
    if dialogue.requested is not None and may_ask(turn, dialogue, dialogue.requested):
        draft = Draft("The open question is asked again.", ("D7",), dialogue)
        return ask_fact(draft, dialogue.requested, dialogue.pending)
    return _hand_off(turn, dialogue)


def _hand_off(turn: Turn, dialogue: DialogueState) -> Draft:
    draft = Draft("A person takes over.", ("D9",), dialogue, content=(Line("engine_down"),), outcome=Outcome.ESCALATE)
    return bring_in(turn, draft, Cause.ENGINE_DOWN)
