"""When the team is back, for a visitor who meets an empty desk outside our hours; in the visitor's zone if a telephone
number or a country has told it. Says nothing itself: `Voice.moment` has the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.reading.places import zone_of
from qualification.facts import Fact, FactKey, known_text
from qualification.waiting.hours import HoursNumbers, Standing, standing


@dataclass(frozen=True, slots=True)
class Back:
    """The next opening and the moment it is told at, both on the clock of whoever is told."""

    at: datetime
    told_at: datetime


def hours_at(numbers: HoursNumbers, now: datetime) -> Standing:
    """How this moment lies to the hours of the rulebook."""
    return standing(numbers, ZoneInfo(numbers.zone), now)


def back_at(numbers: HoursNumbers, facts: Sequence[Fact], now: datetime) -> Back | None:
    """None within the hours, and when it is not known when they begin again."""
    opens_at = hours_at(numbers, now).opens_at
    if opens_at is None:
        return None
    zone = zone_of(known_text(facts, FactKey.PHONE), known_text(facts, FactKey.COUNTRY)) or ZoneInfo(numbers.zone)
    return Back(opens_at.astimezone(zone), now.astimezone(zone))
