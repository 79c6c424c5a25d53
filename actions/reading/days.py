"""Single days and times of day: "tomorrow 10am", "next tuesday", "the 15th", "2/14/2027", "3 Dec"."""

import re
from datetime import date, datetime, time, timedelta

import dateparser

from actions.reading.periods import months_ahead

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    rf"\b(?:{_DAY}\s*(?:of\s+)?{_MONTH}|{_MONTH}\s*{_DAY})(?![\d-])(?!\w)(?:,?\s+20\d\d)?"
    r"|\b20\d\d-\d{1,2}-\d{1,2}\b|\b\d{1,2}\.(?:0?[1-9]|1[0-2])(?:\.(?:20\d\d|\d\d)?)?(?![\d.])|\b\d{1,2}[/-]\d{1,2}[/-](?:20)?\d\d\b"
)
_POINTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(\d{2,4})?")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{2,4})")
_OF_MONTH = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b")
_NEAR = (("day after tomorrow", 2), ("tomorrow", 1))
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?P<next>next\s+)?(?P<day>{'|'.join(_WEEKDAYS)})\b")
_CLOCK = re.compile(
    r"\b(?:(?P<noon>noon|midday)|(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>am|pm|a\.m\.|p\.m\.)(?!\w)"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d))"
)
_NOON, _MONTHS_A_YEAR, _DAYS_A_WEEK, _CENTURY = 12, 12, 7, 2000


class NoSuchDay(Exception):
    """A day was written that does not exist ("31 february"), or that may be one of two ("3/4/2027")."""


def read_clock(words: str) -> time | None:
    """The time of day in `words` (in lower case); None when none is named."""
    match = _CLOCK.search(words)
    if match is None:
        return None
    if match["noon"]:
        return time(_NOON)
    if match["hour24"]:
        return time(int(match["hour24"]), int(match["minute24"]))
    hour = int(match["hour"])
    if not 1 <= hour <= _NOON:
        return None
    return time(hour % _NOON + (_NOON if match["half"][0] == "p" else 0), int(match["minute"] or 0))


def read_day(words: str, today: date) -> date | None:
    """The one day that `words` name, the next to come; None when they name none. Raises NoSuchDay."""
    if written := _WRITTEN.search(words):
        return _written(written.group(), today)
    for phrase, ahead in _NEAR:
        if phrase in words:
            return today + timedelta(days=ahead)
    if weekday := _WEEKDAY.search(words):
        ahead = (_WEEKDAYS.index(weekday["day"]) - today.weekday() - 1) % _DAYS_A_WEEK + 1
        same_week = ahead + today.weekday() < _DAYS_A_WEEK
        return today + timedelta(days=ahead + (_DAYS_A_WEEK if weekday["next"] and same_week else 0))
    if number := _OF_MONTH.search(words):
        return _coming(int(number[1]), today)
    return None


def _coming(number: int, today: date) -> date:
    """The next month's day of that number, this month's if it is not over."""
    first = today.replace(day=1)
    for ahead in range(3):
        day = months_ahead(first, ahead)
        if number >= 1 and (found := day + timedelta(days=number - 1)).month == day.month and found >= today:
            return found
    raise NoSuchDay(str(number))


def _written(said: str, today: date) -> date:
    if pointed := _POINTED.fullmatch(said):
        return _made(int(pointed[1]), int(pointed[2]), pointed[3], today)
    if slashed := _SLASHED.fullmatch(said):
        first, second = int(slashed[1]), int(slashed[2])
        if max(first, second) <= _MONTHS_A_YEAR and first != second:
            raise NoSuchDay(said)
        return _made(max(first, second), min(first, second), slashed[3], today)
    found = dateparser.parse(
        said,
        languages=["en"],
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    if found is None:
        raise NoSuchDay(said)
    return found.date()


def _made(day: int, month: int, year: str | None, today: date) -> date:
    """A day from its numbers; without a year the next one to come."""
    named = int(year) + (_CENTURY if len(year) == len("27") else 0) if year else today.year
    try:
        made = date(named, month, day)
        return made if year or made >= today else date(named + 1, month, day)
    except ValueError as error:
        raise NoSuchDay(f"{day}.{month}.{year}") from error
