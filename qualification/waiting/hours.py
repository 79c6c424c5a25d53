"""The hours of the company's own people (H6): whether a moment lies within them, and when they begin next.

A rep who is at the desk counts as there at any hour; these hours only say what is told when nobody is (D9).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from qualification.errors import Misconfigured

_STRETCH = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_EVERY_YEAR = re.compile(r"(\d{2})-(\d{2})")
_AROUND_EASTER = re.compile(r"easter(?:([+-])(\d{1,2}))?")
_DAY = timedelta(days=1)
_MINUTES_PER_DAY = 24 * 60
# A leap year, so that 29 February can be a holiday.
_ANY_YEAR = 2024
# Whoever is closed for longer than a year is not told as being back.
_LOOK_AHEAD_DAYS = 366


class Weekday(StrEnum):
    """In the order of `date.weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_WEEK = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class HoursNumbers:
    """The week as it is read on the clock of `zone`, and the days on which nobody works. An empty week is always open.

    A stretch is `9:00-18:00`, `22:00-6:00` goes on past midnight; two on a day have a break between them. A holiday is
    a date, a day of every year (`12-25`), or a day around Easter (`easter`, `easter+1`, `easter-2`).
    """

    zone: str
    week: Mapping[Weekday, tuple[str, ...]]
    holidays: Mapping[str, date | str]

    def __post_init__(self) -> None:
        for stretches in self.week.values():
            for written in stretches:
                _minutes(written)
        for name, rule in self.holidays.items():
            _falls_on(name, rule, _ANY_YEAR)

    @property
    def always(self) -> bool:
        return not any(self.week.values())

    def holiday(self, day: date) -> str | None:
        """The name of the holiday that this day is."""
        return next((name for name, rule in self.holidays.items() if _falls_on(name, rule, day.year) == day), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a moment lies to the hours. `opens_at` is when they begin next; None while open, and with no beginning in
    sight. `holiday` names the holiday that keeps everybody away."""

    is_open: bool
    opens_at: datetime | None = None
    holiday: str | None = None


def standing(numbers: HoursNumbers, zone: tzinfo, now: datetime) -> Standing:
    """Whether `now` lies within the hours, on the clock of `zone`, and when they begin next."""
    if numbers.always:
        return Standing(is_open=True)
    today = now.astimezone(zone).date()
    # What began yesterday may go on past midnight.
    around = (*_stretches(numbers, zone, today - _DAY), *_stretches(numbers, zone, today))
    if any(begins <= now < ends for begins, ends in around):
        return Standing(is_open=True)
    return Standing(is_open=False, opens_at=_next_opening(numbers, zone, today, now), holiday=numbers.holiday(today))


def _next_opening(numbers: HoursNumbers, zone: tzinfo, today: date, now: datetime) -> datetime | None:
    for ahead in range(_LOOK_AHEAD_DAYS):
        begins = [begin for begin, _ in _stretches(numbers, zone, today + ahead * _DAY) if begin > now]
        if begins:
            return min(begins)
    return None


def _stretches(numbers: HoursNumbers, zone: tzinfo, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The hours of one day as instants. Where the clock is put forward, a stretch may lie in the hour that is left out
    and be over before it begins."""
    if numbers.holiday(day):
        return
    for written in numbers.week.get(_WEEK[day.weekday()], ()):
        begins, ends = (_instant(day, minutes, zone) for minutes in _minutes(written))
        if begins < ends:
            yield begins, ends


def _instant(day: date, minutes: int, zone: tzinfo) -> datetime:
    """In UTC: two moments of one zone would be compared by what their clocks show."""
    days, minutes = divmod(minutes, _MINUTES_PER_DAY)
    return datetime.combine(day + days * _DAY, time(*divmod(minutes, 60)), tzinfo=zone).astimezone(UTC)


def _minutes(written: str) -> tuple[int, int]:
    """Begin and end of a stretch, in minutes from midnight; an end past midnight counts on."""
    found = _STRETCH.fullmatch(written)
    if found is None or int(found[2]) > 59 or int(found[4]) > 59:  # noqa: PLR2004 - minutes of an hour
        raise Misconfigured(f"hours: {written!r} is no stretch of a day; write it as 9:00-18:00")
    begins, ends = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if begins >= _MINUTES_PER_DAY or ends > _MINUTES_PER_DAY or begins == ends:
        raise Misconfigured(f"hours: {written!r} lies outside of a day or is empty; a whole day is 0:00-24:00")
    return begins, ends if ends > begins else ends + _MINUTES_PER_DAY


def _falls_on(name: str, rule: date | str, year: int) -> date | None:
    """The day of this holiday in that year; None when it has none there."""
    if isinstance(rule, date):
        return rule
    yearly, movable = _EVERY_YEAR.fullmatch(rule), _AROUND_EASTER.fullmatch(rule)
    if movable is not None:
        days = int(movable[2] or 0)
        return easter(year) + timedelta(days=-days if movable[1] == "-" else days)
    if yearly is None or not _exists(_ANY_YEAR, int(yearly[1]), int(yearly[2])):
        raise Misconfigured(f"hours: {name} is {rule!r}; write 2026-07-03 without quotes, 12-25 or easter+1")
    month, day = int(yearly[1]), int(yearly[2])
    return date(year, month, day) if _exists(year, month, day) else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    century, in_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
