"""Time frames: "next quarter", "before January", "in 3 months", "asap", as dates around `today`."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import dateparser

from actions.reading.numbers import read_range
from qualification.facts import Timeframe

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b(?:\s+(20\d\d))?", re.IGNORECASE)
_QUARTER = re.compile(r"\bq([1-4])\b(?:\s*(?:of\s+)?(20\d\d))?", re.IGNORECASE)
_WITHIN = re.compile(r"\b(day|week|month|quarter|year)s?\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|by|until|till|no later than)\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|from|starting|not before|since|earliest)\b", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:asap|a\.s\.a\.p|right away|immediate(?:ly)?|as soon as possible|now|today"
    r"|yesterday|urgent(?:ly)?|straight ?away)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:just (?:looking|browsing|curious)|no (?:rush|hurry|plans?|timeline|date)|not sure|someday|some ?time"
    r"|eventually|no idea|whenever|later|only looking|exploring|window shopping)\b",
    re.IGNORECASE,
)
_FURTHEST = 600
_LONGEST_DATE = 40
_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def _quarter_of(today: date, ahead: int) -> tuple[date, date]:
    index = today.year * 4 + (today.month - 1) // 3 + ahead
    year, quarter = divmod(index, 4)
    return date(year, quarter * 3 + 1, 1), _month_end(year, quarter * 3 + 3)


def _relative(words: str, today: date) -> tuple[date, date] | None:
    """ "this/next/end of" spans."""
    spans: dict[str, Callable[[], tuple[date, date]]] = {
        "this week": lambda: (today, today + timedelta(days=6 - today.weekday())),
        "next week": lambda: (
            today + timedelta(days=7 - today.weekday()),
            today + timedelta(days=13 - today.weekday()),
        ),
        "this month": lambda: (today, _month_end(today.year, today.month)),
        "next month": lambda: (
            _month_end(today.year, today.month) + timedelta(days=1),
            _month_end(today.year + today.month // 12, today.month % 12 + 1),
        ),
        "this quarter": lambda: (today, _quarter_of(today, 0)[1]),
        "next quarter": lambda: _quarter_of(today, 1),
        "this year": lambda: (today, date(today.year, 12, 31)),
        "next year": lambda: (date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)),
        "end of the year": lambda: (today, date(today.year, 12, 31)),
        "end of year": lambda: (today, date(today.year, 12, 31)),
        "year end": lambda: (today, date(today.year, 12, 31)),
        "end of the month": lambda: (today, _month_end(today.year, today.month)),
        "tomorrow": lambda: (today + timedelta(days=1), today + timedelta(days=1)),
    }
    return next((span() for phrase, span in spans.items() if phrase in words), None)


def _named(words: str, today: date) -> tuple[date, date] | None:
    """A month or a quarter by name, the next one to come."""
    if quarter := _QUARTER.search(words):
        number = int(quarter.group(1))
        year = int(quarter.group(2) or today.year + (number < (today.month - 1) // 3 + 1))
        return date(year, number * 3 - 2, 1), _month_end(year, number * 3)
    if month := _MONTH.search(words):
        number = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month.group(1).lower()))
        year = int(month.group(2) or today.year + (number < today.month))
        return date(year, number, 1), _month_end(year, number)
    return None


def _counted(words: str, today: date) -> tuple[date, date] | None:
    """ "in 3 months", "2-3 weeks", "a month"."""
    unit = _WITHIN.search(words)
    if unit is None:
        return None
    count = read_range(words)
    low, high = (int(count.low), int(count.high or count.low)) if count else (1, 1)
    if high > _FURTHEST:
        return None
    days = _DAYS[unit.group(1).lower()]
    return today + timedelta(days=low * days), today + timedelta(days=high * days)


def read_timeframe(said: str, today: date) -> Timeframe | None:
    """When it should happen, in dates of the visitor's zone; None when no time can be read."""
    words = " ".join(said.lower().split())
    phrase = " ".join(said.split())
    if _NEVER.search(words) and not _MONTH.search(words):
        return Timeframe(None, None, phrase)
    if _NOW.search(words):
        return Timeframe(today, today + timedelta(days=14), phrase)
    span = _relative(words, today) or _named(words, today) or _counted(words, today) or _dated(words, today)
    return _bounded(words, span, phrase, today) if span else None


def _bounded(words: str, span: tuple[date, date], phrase: str, today: date) -> Timeframe:
    """The span with what "before", "within" or "after" leave open."""
    start, end = span
    if _BEFORE.search(words):
        # "before January" ends with December; "by January" includes it.
        named = _named(words, today) if "before" in words else None
        return Timeframe(None, named[0] - timedelta(days=1) if named else end, phrase)
    if re.search(r"\bwithin\b|\bnext \d|\bin the next\b", words):
        return Timeframe(today, end, phrase)
    if _AFTER.search(words):
        return Timeframe(start, None, phrase)
    return Timeframe(start, end, phrase)


def _dated(words: str, today: date) -> tuple[date, date] | None:
    """Anything else that a date parser knows: "15/03", "3 Dec 2026", "on Friday"."""
    if not re.search(r"\d|day\b", words) or len(words) > _LONGEST_DATE:
        return None
    base = datetime.combine(today, time(12))
    found = dateparser.parse(
        words,
        languages=["en"],
        settings={"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base, "STRICT_PARSING": False},
    )
    return (found.date(), found.date()) if found else None
