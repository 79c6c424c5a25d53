"""From entities to typed facts. What cannot be read becomes a Misread and is asked back; nothing is guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from actions.reading.contact import EMAIL, looks_like_email, read_email, read_phone
from actions.reading.money import read_money
from actions.reading.people import read_headcount
from actions.reading.times import read_timeframe
from qualification.facts import Fact, FactKey, FactSource, FactValue, Text
from qualification.state import Misread
from qualification.understanding import Entity

MAX_WORDS = 12
PLAIN_TO_READ = frozenset({FactKey.EMAIL, FactKey.PHONE, FactKey.TEAM_SIZE, FactKey.BUDGET, FactKey.TIMELINE})
MAX_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """What a turn's words state."""

    learned: tuple[Fact, ...]
    misread: tuple[Misread, ...]


def _tidy(said: str) -> str | None:
    text = " ".join(said.split()).strip(" .,;:!?\"'()[]")
    return text if 1 <= len(text) <= MAX_CHARACTERS else None


def _proper(said: str) -> str | None:
    """Names typed in lower case get their capitals; anything else keeps the visitor's spelling."""
    text = _tidy(said)
    if text is None or any(character.isupper() for character in text) or not text[0].isalpha():
        return text
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def read_value(key: FactKey, said: str, *, today: date, country: str | None) -> FactValue | None:
    """One value; None when `said` does not state one of that kind."""
    text: str | None
    match key:
        case FactKey.TEAM_SIZE:
            return read_headcount(said)
        case FactKey.BUDGET:
            return read_money(said)
        case FactKey.TIMELINE:
            return read_timeframe(said, today)
        case FactKey.EMAIL:
            text = read_email(said)
        case FactKey.PHONE:
            text = read_phone(said, country)
        case FactKey.NAME | FactKey.COMPANY | FactKey.COUNTRY | FactKey.CURRENT_TOOL:
            text = _proper(said)
        case FactKey.ROLE | FactKey.USE_CASE:
            text = _tidy(said)
        case _:
            assert_never(key)
    return Text(text) if text else None


def read_facts(
    text: str,
    entities: Sequence[Entity],
    *,
    requested: FactKey | None,
    now: datetime,
    message_number: int,
    country: str | None = None,
) -> Reading:
    """Every fact that the turn states, one per key (the last mention wins: "40, no, 50").

    An e-mail address in the words is found even where the model saw none, because losing it loses the lead.
    """
    learned: dict[FactKey, Fact] = {}
    misread: dict[FactKey, Misread] = {}
    for entity in _with_addresses(text, entities):
        value = read_value(entity.key, entity.text, today=now.date(), country=country)
        if value is not None:
            learned[entity.key] = Fact(
                entity.key, value, entity.text, FactSource.MESSAGE, entity.confidence, now, message_number
            )
        elif entity.key == requested or entity.key is FactKey.EMAIL:
            misread[entity.key] = Misread(entity.key, entity.text)
    if requested is FactKey.EMAIL and looks_like_email(text) and FactKey.EMAIL not in learned:
        misread[FactKey.EMAIL] = Misread(FactKey.EMAIL, text[:MAX_CHARACTERS])
    return Reading(tuple(learned.values()), tuple(lost for key, lost in misread.items() if key not in learned))


def _with_addresses(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities, with addresses found in the words; an address is an e-mail whatever the model took it for."""
    addresses = [
        Entity(FactKey.EMAIL, match.group().rstrip(".!?,"), match.start(), match.end(), 1.0)
        for match in EMAIL.finditer(text)
    ]
    kept = [
        entity
        for entity in entities
        if not any(entity.start < address.end and entity.end > address.start for address in addresses)
    ]
    return kept + addresses


def read_plain_answer(
    text: str, *, requested: FactKey | None, now: datetime, message_number: int, country: str | None = None
) -> Reading:
    """What can be read without the engine: an address anywhere, or a short answer that has a form of its own.

    Free words (a company, a role) are not taken: without the engine nobody knows whether they answer the question.
    """
    entities: list[Entity] = []
    if requested in PLAIN_TO_READ and len(text.split()) <= MAX_WORDS and "?" not in text:
        entities = [Entity(requested, text, 0, len(text), 0.5)]
    return read_facts(text, entities, requested=requested, now=now, message_number=message_number, country=country)
