"""What is known about a visitor: typed values, each with its source. A newer fact supersedes, it never overwrites."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum


class FactKey(StrEnum):
    """The closed set of facts the dialogue may learn."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    ROLE = "role"
    TEAM_SIZE = "team_size"
    BUDGET = "budget"
    TIMELINE = "timeline"
    USE_CASE = "use_case"
    CURRENT_TOOL = "current_tool"
    COUNTRY = "country"


class Period(StrEnum):
    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


class Seniority(StrEnum):
    """How far up somebody stands; a title that does not say it has none."""

    OWNER = "owner"
    EXECUTIVE = "executive"
    DIRECTOR = "director"
    MANAGER = "manager"
    STAFF = "staff"
    TRAINEE = "trainee"


class FactSource(StrEnum):
    """Where a fact comes from; a visitor's own words rest on a message number. Earlier: from an earlier conversation
    of the same, verified, person (M3)."""

    MESSAGE = "message"
    PAGE = "page"
    CRM = "crm"
    REP = "rep"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Text:
    """A value kept in the visitor's own words, tidied."""

    text: str


@dataclass(frozen=True, slots=True)
class JobTitle(Text):
    """A role in the visitor's own words, and how far up it stands where the words say it."""

    seniority: Seniority | None = None


@dataclass(frozen=True, slots=True)
class Headcount:
    """People, as a range; `low == high` when exact. `high` is None when open ("200+")."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount range in one currency (ISO 4217, "" when the visitor named none)."""

    low: Decimal
    high: Decimal | None
    currency: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class Timeframe:
    """When it should happen. Dates are inclusive and in the visitor's zone; None means open on that side.

    `at` is the time of day that was named ("tomorrow 10am"), None when none was.
    """

    start: date | None
    end: date | None
    phrase: str
    at: time | None = None


FactValue = Text | JobTitle | Headcount | Money | Timeframe


@dataclass(frozen=True, slots=True)
class Fact:
    """Something stated or looked up. `said` is the surface form; `confidence` is 0..1."""

    key: FactKey
    value: FactValue
    said: str
    source: FactSource
    confidence: float
    at: datetime
    message_number: int | None = None


def known_text(facts: Iterable[Fact], key: FactKey) -> str | None:
    """The text that holds for a fact kept in words (a name, an address); None when it is not known."""
    fact = current(facts).get(key)
    return fact.value.text if fact is not None and isinstance(fact.value, Text) else None


def current(facts: Iterable[Fact]) -> Mapping[FactKey, Fact]:
    """The facts that hold now: per key the last one given (`facts` is in the order in which they were learned)."""
    return {fact.key: fact for fact in facts}
