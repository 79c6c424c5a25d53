"""Stage three of a turn (D1): what the words state as facts, read in the light of what was asked and is known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.reading.facts import Reading, read_facts, read_plain_answer
from memory.contract import Turn
from qualification.conversation import Message
from qualification.facts import Fact, FactKey, known_text
from qualification.state import ConversationState
from qualification.understanding import Understanding


def read_turn(
    turn: Turn,
    said: Sequence[Message],
    state: ConversationState,
    understanding: Understanding | None,
    now: datetime,
) -> Reading:
    """Facts of the turn's words; without the engine, what can be read plainly. Each points to its message in `said`."""
    reading = _read(turn, state, understanding, now)
    return replace(reading, learned=tuple(_pointing(fact, said) for fact in reading.learned))


def _pointing(fact: Fact, said: Sequence[Message]) -> Fact:
    """The fact with the newest message that holds its words; a burst has several."""
    numbers = [message.number for message in said if fact.said in message.text]
    return replace(fact, message_number=numbers[-1]) if numbers else fact


def _read(turn: Turn, state: ConversationState, understanding: Understanding | None, now: datetime) -> Reading:
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
