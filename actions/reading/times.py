"""Time frames: "next quarter", "before January", "in 2-3 weeks", "asap", as dates around `today`."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches

from actions.reading.days import NoSuchDay, read_clock, read_day
from actions.reading.numbers import Range, read_range
from actions.reading.periods import Stretch, months_ahead, named_stretch
from qualification.facts import Timeframe
from qualification.language.reading import ENGLISH, ReadingNumbers, ReadingWords

_UNIT = re.compile(r"\b(day|week|month|quarter|year|fortnight)s?\b")
_DAYS, _MONTHS = {"day": 1, "week": 7, "fortnight": 14}, {"month": 1, "quarter": 3, "year": 12}
_LONGEST_YEAR, _LONGEST_MONTH = 366, 31
_ONE = re.compile(r"\b(?:a|an|one|the|within|per)\s*$")
_OR_TWO = re.compile(r"^\s+or\s+(?:two|so)\b")
_AND_A_HALF = re.compile(r"^\s+and\s+a\s+half\b")
_BEFORE = re.compile(r"\b(?:before|by|until|till|no later than|latest|not? after)\b")
_NOT_BEFORE = re.compile(r"\b(?:not|nothing|n't|never|earliest)\b[^.;]{0,12}?\b(?:before|until|till)\b|\bearliest\b")
_AFTER = re.compile(
    # Not "the day after tomorrow", "the week after next", "a month from now".
    r"(?<!day )(?<!week )(?<!month )(?<!quarter )(?<!year )\b(?:after|from|starting|since|onwards?)\b"
    r"(?!\s+(?:now|today|next\b))"
)
_WITHIN = re.compile(
    r"\bwithin\b|\bin the (?:next|coming)\b|\bnext \d|\b(?:next|coming) (?:few|couple|two|three|six)\b"
)
_NOW = re.compile(
    r"\b(?:asap|a\.s\.a\.p|right away|immediate(?:ly)?|as (?:soon|fast|quick(?:ly)?) as\b|now|today|yesterday"
    r"|urgent(?:ly)?|straight ?away|at once|very soon)\b"
)
_SOON = re.compile(r"\b(?:soon|quickly|shortly)\b")
_NEVER = re.compile(
    r"\bno (?:rush|hurry|plans?|timeline|date|time pressure|fixed date|deadline|idea)\b"
    r"|\b(?:just|only|still|window) (?:looking|browsing|curious|researching|exploring|comparing|shopping|early days)\b"
    r"|\bnot (?:sure|urgent|now|right now|today|yet|any ?time soon)\b"
    r"|\b(?:someday|some day|some ?time|eventually|whenever|later|exploring|long term)\b"
)
_CLOSE_ENOUGH, _SHORTEST_SLIP = 0.85, 5
_WORD = re.compile(r"[a-z]+")


def _plain(said: str, english: ReadingWords) -> str:
    """Lower case, single blanks, and the words of time as they are spelt."""

    def spelt(match: re.Match[str]) -> str:
        word = match.group()
        if word in english.short_times or len(word) < _SHORTEST_SLIP or word in english.spelt_times:
            return english.short_times.get(word, word)
        close = get_close_matches(word, english.spelt_times, 1, _CLOSE_ENOUGH)
        return close[0] if close and close[0][0] == word[0] else word

    return _WORD.sub(spelt, " ".join(said.lower().split()))


def read_timeframe(said: str, today: date, numbers: ReadingNumbers) -> Timeframe | None:
    """When it should happen, in dates of the visitor's zone; None when no time can be read."""
    words, phrase = _plain(said, numbers.languages[ENGLISH]), " ".join(said.split())
    try:
        day = read_day(words, today)
    except NoSuchDay:
        return None
    if day is not None:
        start, end = _bounded(words, Stretch(day, day), today)
        return _possible(Timeframe(start, end, phrase, read_clock(words)), today, numbers)
    stretch = _counted(words, today, numbers) or named_stretch(words, today)
    if stretch is not None:
        start, end = _bounded(words, stretch.from_today(today), today)
        return _possible(Timeframe(start, end, phrase), today, numbers)
    return _loose(words, phrase, today, numbers)


def _possible(found: Timeframe, today: date, numbers: ReadingNumbers) -> Timeframe | None:
    last = max(day for day in (found.start, found.end, today) if day is not None)
    over = found.end is not None and found.end < today
    return None if over or last > months_ahead(today, 12 * numbers.furthest_years) else found


def _loose(words: str, phrase: str, today: date, numbers: ReadingNumbers) -> Timeframe | None:
    """What has no place in the calendar: at once, soon, some day."""
    if _NEVER.search(words):
        return Timeframe(None, None, phrase)
    if _NOW.search(words):
        return Timeframe(today, today + timedelta(days=numbers.at_once_days), phrase)
    if _SOON.search(words):
        return Timeframe(today, today + timedelta(days=numbers.soon_days), phrase)
    return None


def _bounded(words: str, stretch: Stretch, today: date) -> tuple[date | None, date | None]:
    """The stretch with what "before", "within" or "after" leave open."""
    if _NOT_BEFORE.search(words):
        return stretch.start, None
    if before := _BEFORE.search(words):
        # "before January" ends with December; "by January" and "before the end of January" include it.
        excluded = before.group() == "before" and not stretch.part
        return None, stretch.start - timedelta(days=1) if excluded else stretch.end
    if _WITHIN.search(words):
        return today, stretch.end
    if after := _AFTER.search(words):
        return (stretch.end + timedelta(days=1) if after.group() == "after" else stretch.start), None
    return stretch.start, stretch.end


def _counted(words: str, today: date, numbers: ReadingNumbers) -> Stretch | None:
    """ "in 3 months", "2-3 weeks", "a month or two", "half a year"."""
    unit = _UNIT.search(words)
    if unit is None:
        return None
    count = _count(words[: unit.start()], words[unit.end() :], numbers.vague)
    longest = numbers.furthest_years * _LONGEST_YEAR
    if count is None or (count.high or count.low) * _DAYS.get(unit[1], _LONGEST_MONTH) > longest:
        return None
    low, high = (_ahead(today, unit[1], number) for number in (count.low, count.high or count.low))
    return Stretch(low, high)


def _count(before: str, after: str, vague: Mapping[str, tuple[int, int]]) -> Range | None:
    count = read_range(before, vague)
    if count is None and _ONE.search(before) and not before.endswith(("end of the ", "the ")):
        count = Range(Decimal(1), Decimal(2 if _OR_TWO.match(after) and "two" in after else 1))
    if count is not None and _AND_A_HALF.match(after):
        half = Decimal("0.5")
        return Range(count.low + half, count.low + half)
    return count


def _ahead(today: date, unit: str, count: Decimal) -> date:
    if unit in _DAYS:
        return today + timedelta(days=int(count * _DAYS[unit]))
    return months_ahead(today, int(count * _MONTHS[unit]))
