"""Facts as a scenario writes them ("40..60", "400 USD month", "within 92 days"), compared by their typed values, never
by the words that a visitor reads."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import assert_never

from qualification.facts import FactKey, FactValue, Headcount, Money, Period, Text, Timeframe

ANY = "any"
_RANGE_PARTS = re.compile(r"(\d+(?:\.\d+)?)(?:(\.\.)(\d+(?:\.\d+)?)?)?")
_MONEY = re.compile(r"(?P<range>[\d.]+)(?: (?P<currency>[A-Z]{3}))?(?: (?P<period>once|month|year))?")
_WITHIN = re.compile(r"within (\d{1,4}) days")
FORMS = {
    FactKey.TEAM_SIZE: "40, 40..60, 200.. or any",
    FactKey.BUDGET: "400, 300..500 EUR month, 5000 USD year or any",
    FactKey.TIMELINE: "within 92 days or any",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Some value is known, whichever."""


@dataclass(frozen=True, slots=True)
class Within:
    """A time frame that ends at most so many days from today."""

    days: int


Wanted = Text | Headcount | Money | Within | Known


def wanted_value(key: FactKey, written: str) -> Wanted:
    """What a scenario expects of a fact. Raises ValueError that says which forms there are."""
    if written == ANY:
        return Known()
    match key:
        case FactKey.TEAM_SIZE:
            low, high = _range(key, written)
            return Headcount(int(low), None if high is None else int(high))
        case FactKey.BUDGET:
            return _money(key, written)
        case FactKey.TIMELINE:
            within = _WITHIN.fullmatch(written)
            if within is None:
                raise _unreadable(key, written)
            return Within(int(within[1]))
        case _:
            return Text(written)


def agrees(wanted: Wanted, value: FactValue, today: date) -> bool:
    """Whether a learned value is the one that is wanted; of texts, capitals and blanks do not count."""
    match wanted:
        case Known():
            return True
        case Within(days):
            return isinstance(value, Timeframe) and value.end is not None and value.end <= today + timedelta(days)
        case Text(text):
            return isinstance(value, Text) and _plain(value.text) == _plain(text)
        case Headcount() | Money():
            return value == wanted
        case _:
            assert_never(wanted)


def written_value(value: FactValue) -> str:
    """A value as a scenario would write it, for the report."""
    match value:
        case Text(text):
            return text
        case Headcount(low, high):
            return _written_range(Decimal(low), None if high is None else Decimal(high))
        case Money(low, high, currency, period):
            return " ".join(part for part in (_written_range(low, high), currency, period) if part)
        case Timeframe(start, end, _):
            return f"{start or ''}..{end or ''}"
        case _:
            assert_never(value)


def _money(key: FactKey, written: str) -> Money:
    found = _MONEY.fullmatch(written)
    if found is None:
        raise _unreadable(key, written)
    low, high = _range(key, found["range"])
    return Money(low, high, found["currency"] or "", Period(found["period"]) if found["period"] else None)


def _range(key: FactKey, written: str) -> tuple[Decimal, Decimal | None]:
    found = _RANGE_PARTS.fullmatch(written)
    if found is None:
        raise _unreadable(key, written)
    low = Decimal(found[1])
    if found[2] is None:
        return low, low
    return low, Decimal(found[3]) if found[3] else None


def _written_range(low: Decimal, high: Decimal | None) -> str:
    if high is None:
        return f"{low}.."
    return f"{low}" if low == high else f"{low}..{high}"


def _unreadable(key: FactKey, written: str) -> ValueError:
    return ValueError(f"{key} is {written!r}; write it as {FORMS[key]}")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
