"""Days, stretches of the calendar and loose words for when, around a Saturday in November."""

from datetime import date, time

import pytest

from actions.reading.times import read_timeframe
from qualification.facts import Timeframe
from tests.actions.reading.situations import NUMBERS, TODAY


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("next quarter", date(2027, 1, 1), date(2027, 3, 31)),
        ("before January", None, date(2026, 12, 31)),
        ("not before january", date(2027, 1, 1), None),
        ("by january", None, date(2027, 1, 31)),
        ("before the end of january", None, date(2027, 1, 31)),
        ("after january", date(2027, 2, 1), None),
        ("from january on", date(2027, 1, 1), None),
        ("asap", TODAY, date(2026, 12, 5)),
        ("soon", TODAY, date(2026, 12, 21)),
        ("Within 3 months", TODAY, date(2027, 2, 21)),
        ("in 2-3 weeks", date(2026, 12, 5), date(2026, 12, 12)),
        ("half a year", date(2027, 5, 21), date(2027, 5, 21)),
        ("a year and a half", date(2028, 5, 21), date(2028, 5, 21)),
        ("Q1 2027", date(2027, 1, 1), date(2027, 3, 31)),
        ("Q4", TODAY, date(2026, 12, 31)),
        ("q1 or q2", date(2027, 1, 1), date(2027, 6, 30)),
        ("november or january", TODAY, date(2027, 1, 31)),
        ("second half of q1", date(2027, 3, 1), date(2027, 3, 31)),
        ("This month", TODAY, date(2026, 11, 30)),
        ("end of the year", TODAY, date(2026, 12, 31)),
        ("end of march", date(2027, 3, 21), date(2027, 3, 31)),
        ("mid may", date(2027, 5, 11), date(2027, 5, 20)),
        ("early 2027", date(2027, 1, 1), date(2027, 4, 30)),
        ("end of next week", date(2026, 11, 27), date(2026, 11, 29)),
        ("the week after next", date(2026, 11, 30), date(2026, 12, 6)),
        ("next summer", date(2027, 6, 1), date(2027, 8, 31)),
        ("next fall", date(2027, 9, 1), date(2027, 11, 30)),
        ("after christmas", date(2026, 12, 27), None),
        ("before easter", None, date(2027, 3, 25)),
        ("by the 15th", None, date(2026, 12, 15)),
        ("the 31st", date(2026, 12, 31), date(2026, 12, 31)),
        ("next tuesday", date(2026, 11, 24), date(2026, 11, 24)),
        ("day after tomorrow", date(2026, 11, 23), date(2026, 11, 23)),
        ("Febuary", date(2027, 2, 1), date(2027, 2, 28)),
        ("15.03.", date(2027, 3, 15), date(2027, 3, 15)),
        ("2/14/2027", date(2027, 2, 14), date(2027, 2, 14)),
        ("Just looking", None, None),
        ("not now", None, None),
    ],
)
def test_time_frames_become_dates_around_today(said: str, start: date | None, end: date | None) -> None:
    assert read_timeframe(said, TODAY, NUMBERS) == Timeframe(start, end, said)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("tomorrow 10am", time(10)),
        ("tomorrow at 3:30 pm", time(15, 30)),
        ("tomorrow 12am", time(0)),
        ("tomorrow noon", time(12)),
        ("tomorrow 14:00", time(14)),
        ("tomorrow", None),
        ("tomorrow 25pm", None),
    ],
)
def test_the_time_of_a_day_is_kept(said: str, at: time | None) -> None:
    tomorrow = date(2026, 11, 22)
    assert read_timeframe(said, TODAY, NUMBERS) == Timeframe(tomorrow, tomorrow, said, at)


@pytest.mark.parametrize(
    "said",
    ["31 february", "3/4/2027", "32.01.2027", "when pigs fly", "2 feb 2019", "in 900 years", "in 999999999999 years"],
)
def test_a_day_that_does_not_exist_or_may_be_one_of_two_is_asked_back(said: str) -> None:
    assert read_timeframe(said, TODAY, NUMBERS) is None
