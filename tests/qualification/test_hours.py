"""Hours and holidays (H6): open or not at a moment, and when they begin next, whatever the week and the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualification.errors import Misconfigured
from qualification.waiting.hours import HoursNumbers, Weekday, easter, standing

BERLIN = ZoneInfo("Europe/Berlin")
WORKDAYS = tuple(Weekday)[:5]
OFFICE = HoursNumbers(
    "Europe/Berlin",
    dict.fromkeys(WORKDAYS, ("9:00-18:00",)),
    {"New Year's Day": "01-01", "Christmas Day": "12-25", "Easter Monday": "easter+1", "Outing": date(2026, 7, 3)},
)


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[arg-type,misc]  # year, month and day are always among them


def opens(numbers: HoursNumbers, now: datetime) -> datetime | None:
    found = standing(numbers, BERLIN, now)
    return found.opens_at.astimezone(BERLIN) if found.opens_at else None


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (berlin(2026, 11, 23, 8, 59), False),
        (berlin(2026, 11, 23, 9, 0), True),
        (berlin(2026, 11, 23, 17, 59), True),
        (berlin(2026, 11, 23, 18, 0), False),
        (berlin(2026, 11, 22, 12, 0), False),
        (berlin(2026, 12, 25, 12, 0), False),
        (berlin(2026, 7, 3, 12, 0), False),
        (berlin(2027, 7, 2, 12, 0), True),
        # The same hour of the clock in summer and in winter.
        (datetime(2026, 7, 6, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), False),
    ],
)
def test_h6_a_moment_lies_within_the_hours_or_not(now: datetime, is_open: bool) -> None:  # noqa: FBT001 - a parameter
    assert standing(OFFICE, BERLIN, now).is_open is is_open


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (berlin(2026, 11, 20, 18, 0), berlin(2026, 11, 23, 9, 0)),
        (berlin(2026, 11, 23, 0, 0), berlin(2026, 11, 23, 9, 0)),
        # Thursday evening before Christmas: the holiday, then the weekend.
        (berlin(2026, 12, 24, 20, 0), berlin(2026, 12, 28, 9, 0)),
        # Good Friday is worked here; Saturday to Easter Monday is not.
        (berlin(2027, 3, 27, 10, 0), berlin(2027, 3, 30, 9, 0)),
        # The clock is put forward in the night between, and back.
        (berlin(2026, 3, 27, 18, 30), berlin(2026, 3, 30, 9, 0)),
        (berlin(2026, 10, 23, 18, 30), berlin(2026, 10, 26, 9, 0)),
    ],
)
def test_h6_the_next_opening_leaves_out_nights_weekends_and_holidays(now: datetime, expected: datetime) -> None:
    assert opens(OFFICE, now) == expected


def test_h6_holidays_in_a_row_are_all_passed_over() -> None:
    closed = {f"Break {day}": date(2026, 12, day) for day in range(7, 12)}
    numbers = HoursNumbers("Europe/Berlin", OFFICE.week, closed)
    assert opens(numbers, berlin(2026, 12, 4, 19, 0)) == berlin(2026, 12, 14, 9, 0)
    assert standing(numbers, BERLIN, berlin(2026, 12, 8, 12, 0)).holiday == "Break 8"


def test_h6_a_break_is_outside_of_the_hours() -> None:
    numbers = HoursNumbers("Europe/Berlin", {Weekday.MONDAY: ("13:00-17:00", "9:00-12:00")}, {})
    assert opens(numbers, berlin(2026, 11, 23, 12, 0)) == berlin(2026, 11, 23, 13, 0)
    assert opens(numbers, berlin(2026, 11, 23, 8, 0)) == berlin(2026, 11, 23, 9, 0)


def test_h6_a_stretch_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    numbers = HoursNumbers("Europe/Berlin", {Weekday.FRIDAY: ("22:00-6:00",)}, {"Off": date(2026, 11, 28)})
    assert standing(numbers, BERLIN, berlin(2026, 11, 28, 5, 59)).is_open
    assert not standing(numbers, BERLIN, berlin(2026, 11, 28, 6, 0)).is_open
    off = HoursNumbers("Europe/Berlin", numbers.week, {"Off": date(2026, 11, 27)})
    assert not standing(off, BERLIN, berlin(2026, 11, 28, 1, 0)).is_open


def test_h6_days_without_an_end_are_open_over_midnight() -> None:
    numbers = HoursNumbers("Europe/Berlin", dict.fromkeys(Weekday, ("0:00-24:00",)), {"Off": "12-25"})
    assert standing(numbers, BERLIN, berlin(2026, 11, 23, 0, 0)).is_open
    assert opens(numbers, berlin(2026, 12, 25, 0, 0)) == berlin(2026, 12, 26, 0, 0)


def test_h6_a_stretch_in_the_hour_that_is_left_out_never_begins() -> None:
    numbers = HoursNumbers("Europe/Berlin", {Weekday.SUNDAY: ("2:30-3:00",)}, {})
    assert opens(numbers, berlin(2026, 3, 28, 12, 0)) == berlin(2026, 4, 5, 2, 30)


@pytest.mark.parametrize("week", [{}, {Weekday.MONDAY: ()}])
def test_h6_without_hours_somebody_is_always_expected(week: dict[Weekday, tuple[str, ...]]) -> None:
    numbers = HoursNumbers("Europe/Berlin", week, {"Christmas Day": "12-25"})
    assert standing(numbers, BERLIN, berlin(2026, 12, 25, 3, 0)).is_open


def test_h6_whoever_never_opens_is_not_told_as_being_back() -> None:
    numbers = HoursNumbers(
        "Europe/Berlin", {Weekday.MONDAY: ("9:00-10:00",)}, {f"x{n}": f"easter+{n}" for n in range(70)}
    )
    every_day = {str(day): date(2026, 1, 1) + timedelta(days=day) for day in range(800)}
    never = HoursNumbers("Europe/Berlin", numbers.week, every_day)
    assert standing(never, BERLIN, berlin(2026, 2, 3, 12, 0)).opens_at is None
    assert standing(numbers, BERLIN, berlin(2026, 4, 20, 9, 30)).holiday == "x15"


@pytest.mark.parametrize("written", ["9-18", "9:00-9:00", "24:00-1:00", "9:00-24:01", "9:60-10:00", "9:00 - 18:00"])
def test_h6_a_stretch_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(Misconfigured, match="hours: "):
        HoursNumbers("Europe/Berlin", {Weekday.MONDAY: (written,)}, {})


@pytest.mark.parametrize("rule", ["25 December", "13-01", "02-30", "easter+", "Easter", "2026-07-03"])
def test_h6_a_holiday_that_is_no_day_is_refused_by_its_name(rule: str) -> None:
    with pytest.raises(Misconfigured, match="Feast"):
        HoursNumbers("Europe/Berlin", {}, {"Feast": rule})


@pytest.mark.parametrize(("year", "month", "day"), [(1961, 4, 2), (2000, 4, 23), (2019, 4, 21), (2026, 4, 5)])
def test_easter_falls_where_the_church_puts_it(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


CLOCKS = st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30, 45])).map(lambda clock: f"{clock[0]}:{clock[1]:02}")
STRETCHES = st.tuples(CLOCKS, CLOCKS).filter(lambda ends: ends[0] != ends[1]).map("-".join) | st.just("0:00-24:00")
DAYS = st.dates(date(2025, 12, 1), date(2028, 2, 1))
RULES = DAYS | st.sampled_from(["12-25", "02-29", "easter", "easter-2", "easter+39"])
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"])
HOURS = st.builds(
    HoursNumbers,
    ZONES,
    st.dictionaries(st.sampled_from(Weekday), st.lists(STRETCHES, max_size=3).map(tuple), max_size=7),
    st.dictionaries(st.text(min_size=1, max_size=3), RULES, max_size=5),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
SHARES = st.floats(0, 0.999)


@given(HOURS, MOMENTS)
def test_h6_the_next_opening_lies_ahead_and_is_open(numbers: HoursNumbers, now: datetime) -> None:
    zone = ZoneInfo(numbers.zone)
    found = standing(numbers, zone, now)
    assert found.opens_at is None or not found.is_open
    if found.opens_at is not None:
        assert found.opens_at > now
        assert standing(numbers, zone, found.opens_at).is_open


@given(HOURS, MOMENTS, SHARES)
def test_h6_nothing_is_open_before_the_next_opening(numbers: HoursNumbers, now: datetime, share: float) -> None:
    zone = ZoneInfo(numbers.zone)
    found = standing(numbers, zone, now)
    assume(not found.is_open)
    end = found.opens_at or now + timedelta(days=300)
    between = standing(numbers, zone, now + (end - now) * share)
    assert not between.is_open
    assert found.opens_at is None or between.opens_at == found.opens_at


@given(HOURS, MOMENTS)
def test_h6_the_same_instant_is_told_the_same_in_every_zone(numbers: HoursNumbers, now: datetime) -> None:
    zone = ZoneInfo(numbers.zone)
    assert standing(numbers, zone, now) == standing(numbers, zone, now.astimezone(ZoneInfo("Asia/Tokyo")))
