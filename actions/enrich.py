"""Stage three of a turn (D1): what the words state as facts, read in the light of what was asked and is known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.reading.facts import Reading, Situation, read_facts, read_plain_answer, read_value
from actions.reading.places import zone_of
from memory.contract import Turn
from qualification.conversation import Message
from qualification.facts import Fact, FactKey, FactSource, known_text
from qualification.rulebook import Rulebook
from qualification.signatures.blocks import read_signature, split_signature
from qualification.state import ConversationState
from qualification.understanding import STATEMENTS, Understanding

SIGNED = 0.9
"""How sure a line of a signature is, once the visitor has agreed to it."""


def read_turn(
    turn: Turn,
    said: Sequence[Message],
    state: ConversationState,
    understanding: Understanding | None,
    rulebook: Rulebook,
    now: datetime,
) -> Reading:
    """Facts of the turn's words; without the engine, what can be read plainly. Each points to its message in `said`."""
    situation = situation_of(turn, state, rulebook, now)
    # The spans of entities are places in the text that was understood; the stored one has invisible signs more.
    written, signature = split_signature(turn.text if understanding is None else understanding.text)
    if understanding is None:
        reading = read_plain_answer(written, situation)
    else:
        reading = read_understood(written, _above(written, understanding), situation, rulebook)
    reading = replace(reading, signed=_signed(signature, situation))
    return replace(
        reading,
        learned=tuple(_pointing(fact, said) for fact in reading.learned),
        signed=tuple(_pointing(fact, said) for fact in reading.signed),
    )


def read_understood(text: str, understanding: Understanding, situation: Situation, rulebook: Rulebook) -> Reading:
    """Facts of words that the engine has understood."""
    doubtful = understanding.confidence < rulebook.confidences.in_scope
    stating = understanding.intent in STATEMENTS or doubtful
    return read_facts(text, understanding.entities, situation, stating=stating)


def situation_of(turn: Turn, state: ConversationState, rulebook: Rulebook, now: datetime) -> Situation:
    """What the turn is read in. The visitor's clock is told by the number or country given, else ours."""
    facts = state.facts.values()
    phone, country = known_text(facts, FactKey.PHONE), known_text(facts, FactKey.COUNTRY)
    return Situation(
        now=now,
        zone=zone_of(phone, country) or ZoneInfo(rulebook.reading.zone),
        message_number=turn.numbers[-1],
        numbers=rulebook.reading,
        requested=state.dialogue.requested,
        country=country,
        locale=state.locale,
    )


def _above(written: str, understanding: Understanding) -> Understanding:
    """What was understood of the words above a signature, which the text begins with."""
    return replace(understanding, entities=tuple(one for one in understanding.entities if one.end <= len(written)))


def _signed(signature: str, situation: Situation) -> tuple[Fact, ...]:
    """The facts of a signature, typed; a line that cannot be read is none."""
    read = [(key, said, read_value(key, said, situation)) for key, said in read_signature(signature)]
    number, now = situation.message_number, situation.now
    return tuple(
        Fact(key, value, said, FactSource.MESSAGE, SIGNED, now, number)
        for key, said, value in read
        if value is not None
    )


def _pointing(fact: Fact, said: Sequence[Message]) -> Fact:
    """The fact with the newest message that holds its words; a burst has several."""
    numbers = [message.number for message in said if fact.said in message.text]
    return replace(fact, message_number=numbers[-1]) if numbers else fact
