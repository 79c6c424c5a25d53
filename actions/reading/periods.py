"""Stretches of the calendar that people name: weeks, months, quarters, seasons, feasts, and the parts of them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dateutil.easter import easter

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# First month and number of months, as the weather and the northern half of the world count them.
_SEASONS = {"spring": (3, 3), "summer": (6, 3), "autumn": (9, 3), "fall": (9, 3), "winter": (12, 3)}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_YEAR = r"(?:\s+(?:of\s+)?(?P<{0}>20\d\d|this year|next year))?"
_NAMED = re.compile(
    r"\b(?:"
    r"(?P<after_next>week|month|quarter|year)\s+after\s+next"
    r"|(?P<which>this|next|current|coming)\s+(?:\w+\s+)?(?P<unit>week|month|quarter|year|q)\b"
    r"|(?:end of |the )(?P<bare>week|month|quarter|year)\b(?!\s+after)"
    rf"|q(?P<quarter>[1-4])\b{_YEAR.format('quarter_year')}"
    rf"|(?P<nth>{'|'.join(_ORDINALS)})\s+quarter\b{_YEAR.format('nth_year')}"
    rf"|h(?P<half>[12])\b{_YEAR.format('half_year')}"
    rf"|(?P<next_month>next\s+)?(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\b{_YEAR.format('month_year')}"
    rf"|(?P<next_season>next\s+)?(?P<season>{'|'.join(_SEASONS)})\b{_YEAR.format('season_year')}"
    r"|cw(?P<calendar_week>0?[1-9]|[1-4]\d|5[0-3])\b"
    r"|(?P<feast>christmas|xmas|easter|new year'?s?(?: day| eve)?)\b"
    r"|(?P<year>20[2-9]\d)\b"
    r")",
)
_EARLY = r"early|beginning|start|first (?:week|days|half|third)"
_MIDDLE = r"mid|middle"
_LATE = r"late|end|second half|last (?:week|days|third)"
_PART = re.compile(rf"\b(?:(?P<early>{_EARLY})|(?P<middle>{_MIDDLE})|(?P<late>{_LATE}))\s*(?:-|of|in)?\s*(?:the\s+)?$")
_JOINED = re.compile(r"^\s*(?:or|and|to|-|–|until|till|through)\s*$")
_MONTHS_A_YEAR, _MONTHS_A_QUARTER, _MONTHS_A_HALF, _DAYS_A_WEEK = 12, 3, 6, 7
_EARLY_DAYS, _MIDDLE_DAYS = 10, 20
# Of a week Monday and Tuesday are early, Wednesday and Thursday the middle.
_EARLY_WEEKDAYS, _MIDDLE_WEEKDAYS = 2, 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `start` to `end`, both included. `part` tells that a part of something longer was named."""

    start: date
    end: date
    part: bool = False

    def from_today(self, today: date) -> "Stretch":
        """Without the days that are over."""
        return Stretch(max(self.start, today), max(self.end, today), self.part)


def months_ahead(day: date, count: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + count, _MONTHS_A_YEAR)
    first_of_next = date(year + (month + 1) // _MONTHS_A_YEAR, (month + 1) % _MONTHS_A_YEAR + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))


def _months(year: int, month: int, count: int) -> Stretch:
    start = date(year, month, 1)
    return Stretch(start, months_ahead(start, count) - timedelta(days=1))


def named_stretch(words: str, today: date) -> Stretch | None:
    """What `words` (in lower case) name: "end of next week", "q1 or q2", "between march and may"; None for nothing."""
    found = list(_NAMED.finditer(words))
    if not found:
        return None
    first = _with_part(words, found[0], today)
    for before, after in pairwise(found):
        if not _JOINED.match(words[before.end() : after.start()]):
            break
        last = _with_part(words, after, today)
        if last.end < first.start:
            last = Stretch(months_ahead(last.start, _MONTHS_A_YEAR), months_ahead(last.end, _MONTHS_A_YEAR))
        first = Stretch(first.start, last.end)
    return first


def _with_part(words: str, match: re.Match[str], today: date) -> Stretch:
    whole = _whole(match, today)
    before = words[: match.start()] + ("end of " if match["bare"] and match.group().startswith("end") else "")
    part = _PART.search(before)
    if part is None:
        return whole
    if part["early"]:
        return _third(whole, 0)
    return _third(whole, 1 if part["middle"] else 2)


def _third(whole: Stretch, which: int) -> Stretch:
    """The early, middle or late third; of a month ten days, of a year four months."""
    days = (whole.end - whole.start).days + 1
    if days <= _DAYS_A_WEEK:
        borders = [0, _EARLY_WEEKDAYS, _MIDDLE_WEEKDAYS, days]
    elif whole.start.month == whole.end.month and whole.start.year == whole.end.year:
        borders = [0, _EARLY_DAYS, _MIDDLE_DAYS, days]
    else:
        months = round(days / (365 / _MONTHS_A_YEAR) / 3)
        starts = [months_ahead(whole.start, months * number) for number in range(3)]
        borders = [*((start - whole.start).days for start in starts), days]
    start = whole.start + timedelta(days=borders[which])
    return Stretch(start, whole.start + timedelta(days=borders[which + 1] - 1), part=True)


def _whole(match: re.Match[str], today: date) -> Stretch:
    if match["after_next"]:
        return _unit(match["after_next"], today, 2)
    if match["unit"]:
        return _unit(match["unit"], today, 1 if match["which"] in {"next", "coming"} else 0)
    if match["bare"]:
        return _unit(match["bare"], today, 0)
    if match["year"]:
        return _months(int(match["year"]), 1, _MONTHS_A_YEAR)
    if match["feast"]:
        return _coming_feast(match["feast"], today)
    return _of_the_year(match, today)


def _calendar_week(number: int, today: date) -> Stretch:
    """The next week of that number, as the calendar of ISO 8601 counts them; the last one where a year is too short."""
    weeks = []
    for year in (today.year - 1, today.year, today.year + 1):
        # The 28th of December always lies in the last week of its year.
        monday = date.fromisocalendar(year, min(number, date(year, 12, 28).isocalendar().week), 1)
        weeks.append(Stretch(monday, monday + timedelta(days=_DAYS_A_WEEK - 1)))
    return next(week for week in weeks if week.end >= today)


def _unit(unit: str, today: date, ahead: int) -> Stretch:
    """This week, next month, the quarter after next."""
    if unit == "week":
        monday = today + timedelta(days=_DAYS_A_WEEK * ahead - today.weekday())
        return Stretch(monday, monday + timedelta(days=_DAYS_A_WEEK - 1))
    if unit == "year":
        return _months(today.year + ahead, 1, _MONTHS_A_YEAR)
    length = 1 if unit == "month" else _MONTHS_A_QUARTER
    first = date(today.year, (today.month - 1) // length * length + 1, 1)
    start = months_ahead(first, ahead * length)
    return _months(start.year, start.month, length)


def _of_the_year(match: re.Match[str], today: date) -> Stretch:
    """A week by its number, a quarter, half, month or season by its name: of the year that is named, or the next one
    not yet over."""
    if match["calendar_week"]:
        return _calendar_week(int(match["calendar_week"]), today)
    if match["half"]:
        month, length, year = int(match["half"]) * 6 - 5, _MONTHS_A_HALF, match["half_year"]
    elif match["month"]:
        month, length, year = _MONTHS.index(match["month"]) + 1, 1, match["month_year"]
    elif match["season"]:
        (month, length), year = _SEASONS[match["season"]], match["season_year"]
    else:
        number = int(match["quarter"]) if match["quarter"] else _ORDINALS[match["nth"]]
        month, length, year = number * 3 - 2, _MONTHS_A_QUARTER, match["quarter_year"] or match["nth_year"]
    if year:
        named = {"this year": today.year, "next year": today.year + 1}
        return _months(named.get(year) or int(year), month, length)
    coming = next(
        stretch
        for stretch in (_months(today.year + ahead, month, length) for ahead in (-1, 0, 1))
        if stretch.end >= today
    )
    running = coming.start <= today
    following = running and bool(match["next_month"] or match["next_season"])
    return _months(coming.start.year + following, month, length)


def _coming_feast(name: str, today: date) -> Stretch:
    return next(feast for feast in (_feast(name, today.year), _feast(name, today.year + 1)) if feast.end >= today)


def _feast(name: str, year: int) -> Stretch:
    """Christmas from its eve, Easter from Good Friday to Monday."""
    if name.startswith("new"):
        return Stretch(date(year, 1, 1), date(year, 1, 1))
    if name == "easter":
        sunday = easter(year)
        return Stretch(sunday - timedelta(days=2), sunday + timedelta(days=1))
    return Stretch(date(year, 12, 24), date(year, 12, 26))
