"""Reads the judged phrases (data/golden/facts.yml) and says whether a reading gives exactly what was judged.

A phrase is right as a whole or not at all: a fact too many is as wrong as one that is missing. Nothing is fitted here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from actions.reading.facts import Reading
from qualification.errors import Misconfigured
from qualification.facts import FactKey, FactValue, Headcount, JobTitle, Money, Text, Timeframe

_ZERO_CENTS = re.compile(r"\.0+$")


@dataclass(frozen=True, slots=True)
class JudgedPhrase:
    """What was typed, in which situation, and what it must give: per fact the values that count as right."""

    kind: str
    text: str
    asked: FactKey | None
    country: str | None
    now: datetime
    zone: ZoneInfo
    facts: Mapping[FactKey, tuple[str, ...]]
    misread: frozenset[FactKey]

    def is_given_by(self, reading: Reading) -> bool:
        """Whether the reading holds these facts and no other, and asks back the right ones."""
        given = {fact.key: written(fact.value) for fact in reading.learned}
        if given.keys() != self.facts.keys() or {lost.key for lost in reading.misread} != self.misread:
            return False
        return all(given[key] in right for key, right in self.facts.items())


class _Row(BaseModel):
    """One phrase as it stands in the file."""

    model_config = ConfigDict(extra="forbid")
    text: str
    asked: FactKey | None = None
    country: str | None = None
    now: datetime | None = None
    zone: str | None = None
    facts: dict[FactKey, str | list[str]] = {}
    misread: list[FactKey] = []


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: int
    now: datetime
    zone: str
    kinds: dict[str, list[_Row]]


def read_phrases(path: Path) -> list[JudgedPhrase]:
    """Every judged phrase, in the order of the file."""
    try:
        document = _Document.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise Misconfigured(f"{path} is no list of judged phrases: {error.errors()[0]}") from error
    return [_phrase(kind, row, document) for kind, rows in document.kinds.items() for row in rows]


def _phrase(kind: str, row: _Row, document: _Document) -> JudgedPhrase:
    return JudgedPhrase(
        kind=kind,
        text=row.text,
        asked=row.asked,
        country=row.country,
        now=row.now or document.now,
        zone=ZoneInfo(row.zone or document.zone),
        facts={key: (right,) if isinstance(right, str) else tuple(right) for key, right in row.facts.items()},
        misread=frozenset(row.misread),
    )


def written(value: FactValue) -> str:
    """A value in the form in which the file writes it down."""
    match value:
        case JobTitle(text, seniority):
            return f"{text} ({seniority})" if seniority else text
        case Text(text):
            return text
        case Headcount(low, high):
            return _span(str(low), None if high is None else str(high))
        case Money():
            return _written_money(value)
        case Timeframe():
            return _written_time(value)
        case _:
            assert_never(value)


def _span(low: str, high: str | None) -> str:
    return low if low == high else f"{low}..{high or ''}"


def _written_money(money: Money) -> str:
    low, high = (None if amount is None else _ZERO_CENTS.sub("", f"{amount:f}") for amount in (money.low, money.high))
    amount = f"..{high}" if money.low == 0 and money.high else _span(low or "", high)
    return " ".join(part for part in (amount, money.currency, money.period or "") if part)


def _written_time(time: Timeframe) -> str:
    if time.start is None and time.end is None:
        return "open"
    days = _span(*(day.isoformat() if day else "" for day in (time.start, time.end)))
    return f"{days} {time.at:%H:%M}" if time.at else days


@dataclass(frozen=True, slots=True)
class Share:
    """How many phrases of a kind there are, and how many of them were read right."""

    phrases: int
    right: int

    @property
    def percent(self) -> float:
        return 100 * self.right / self.phrases


def shares(judged: Iterable[tuple[JudgedPhrase, bool]]) -> dict[str, Share]:
    """Per kind, and under "all" for all together."""
    phrases: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for phrase, is_right in judged:
        phrases.update((phrase.kind, "all"))
        right.update({phrase.kind: is_right, "all": is_right})
    return {kind: Share(count, right[kind]) for kind, count in phrases.items()}
