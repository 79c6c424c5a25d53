"""Stage three of a turn (D1): what the words state as facts, read in the light of what was asked and is known."""

from datetime import datetime

from actions.reading.facts import Reading, read_facts, read_plain_answer
from memory.contract import Turn
from qualification.facts import FactKey, known_text
from qualification.state import ConversationState
from qualification.understanding import Understanding


def read_turn(turn: Turn, state: ConversationState, understanding: Understanding | None, now: datetime) -> Reading:
    """Facts of the turn's words; without the engine, what can be read plainly."""
    requested = state.dialogue.requested
    country = known_text(state.facts.values(), FactKey.COUNTRY)
    if understanding is None:
        return read_plain_answer(
            turn.text, requested=requested, now=now, message_number=turn.numbers[-1], country=country
        )
    return read_facts(
        turn.text,
        understanding.entities,
        requested=requested,
        now=now,
        message_number=turn.numbers[-1],
        country=country,
    )
