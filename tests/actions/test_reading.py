"""Typed values out of what people type: numbers, money, times, addresses."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.reading.contact import read_email, read_phone
from actions.reading.facts import read_facts, read_plain_answer, read_value
from actions.reading.money import read_money
from actions.reading.people import read_headcount
from actions.reading.times import read_timeframe
from qualification.facts import FactKey, Headcount, Money, Period, Text, Timeframe
from qualification.understanding import Entity

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("40", 40, 40),
        ("about 40 people", 40, 40),
        ("just me", 1, 1),
        ("12-15", 12, 15),
        ("200+", 200, None),
        ("More than 200", 200, None),
        ("a couple of dozen", 20, 30),
        ("a few of us", 3, 7),
        ("twenty five", 25, 25),
        ("between 30 and 40", 30, 40),
        ("1,200", 1200, 1200),
        ("me and 3 others", 4, 4),
        ("10k", 10_000, 10_000),
    ],
)
def test_team_sizes_are_read_as_ranges(said: str, low: int, high: int | None) -> None:
    assert read_headcount(said) == Headcount(low, high)


@pytest.mark.parametrize("said", ["many", "", "not sure", "99999999999"])
def test_a_team_size_that_states_no_number_is_not_guessed(said: str) -> None:
    assert read_headcount(said) is None


@pytest.mark.parametrize(
    ("said", "low", "high", "currency", "period"),
    [
        ("$500 a month", 500, 500, "USD", Period.MONTH),
        ("between 2 and 5k per year", 2000, 5000, "", Period.YEAR),
        ("€1.200 monthly", 1200, 1200, "EUR", Period.MONTH),
        ("Under $100 a month", 0, 100, "USD", Period.MONTH),
        ("More than $500 a month", 500, None, "USD", Period.MONTH),
        ("£2,000/yr", 2000, 2000, "GBP", Period.YEAR),
        ("10 grand", 10_000, 10_000, "", None),
        ("500", 500, 500, "", None),
    ],
)
def test_budgets_keep_amount_currency_and_period(
    said: str, low: int, high: int | None, currency: str, period: Period | None
) -> None:
    assert read_money(said) == Money(Decimal(low), None if high is None else Decimal(high), currency, period)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("next quarter", date(2027, 1, 1), date(2027, 3, 31)),
        ("before January", None, date(2026, 12, 31)),
        ("asap", TODAY, date(2026, 12, 5)),
        ("Within 3 months", TODAY, date(2027, 2, 19)),
        ("Q1 2027", date(2027, 1, 1), date(2027, 3, 31)),
        ("This month", TODAY, date(2026, 11, 30)),
        ("end of the year", TODAY, date(2026, 12, 31)),
        ("March", date(2027, 3, 1), date(2027, 3, 31)),
        ("Just looking", None, None),
    ],
)
def test_time_frames_become_dates_around_today(said: str, start: date | None, end: date | None) -> None:
    assert read_timeframe(said, TODAY) == Timeframe(start, end, said)


@pytest.mark.parametrize("said", ["dana@acme.com", "DANA@Acme.COM.", "it's dana@acme.com, thanks"])
def test_an_address_is_read_in_its_normal_form(said: str) -> None:
    assert read_email(said) == "dana@acme.com"


@pytest.mark.parametrize("said", ["dana@acme,com", "dana at acme", "@acme.com", "dana@"])
def test_an_address_that_cannot_exist_is_not_accepted(said: str) -> None:
    assert read_email(said) is None


def test_phones_are_kept_in_international_form() -> None:
    assert read_phone("+44 20 7946 0018") == "+442079460018"
    assert read_phone("030 901820", "Germany") == "+4930901820"


def test_rasa_4380_an_address_taken_for_a_name_is_still_an_address() -> None:
    text = "dana@acme.com"
    reading = read_facts(
        text,
        [Entity(FactKey.NAME, text, 0, len(text), 0.9)],
        requested=FactKey.EMAIL,
        now=NOW,
        message_number=3,
    )
    assert [(fact.key, fact.value) for fact in reading.learned] == [(FactKey.EMAIL, Text("dana@acme.com"))]


def test_a_mistyped_address_is_asked_back_not_guessed() -> None:
    reading = read_facts("dana@acme,com", [], requested=FactKey.EMAIL, now=NOW, message_number=3)
    assert reading.learned == ()
    assert [misread.key for misread in reading.misread] == [FactKey.EMAIL]


def test_facts_point_to_the_message_they_were_said_in() -> None:
    reading = read_facts(
        "40 people", [Entity(FactKey.TEAM_SIZE, "40", 0, 2, 0.8)], requested=None, now=NOW, message_number=7
    )
    assert reading.learned[0].message_number == 7
    assert reading.learned[0].said == "40"


def test_without_the_engine_a_short_text_answers_the_open_question() -> None:
    reading = read_plain_answer("about 40", requested=FactKey.TEAM_SIZE, now=NOW, message_number=2)
    assert reading.learned[0].value == Headcount(40, 40)


@settings(deadline=None)  # the first date loads the parser
@given(key=st.sampled_from(FactKey), said=st.text(max_size=200))
def test_reading_never_fails_whatever_is_typed(key: FactKey, said: str) -> None:
    read_value(key, said, today=TODAY, country=None)


@pytest.mark.parametrize("filler", ["9", "a", "1,", "@", "- ", "a@"])
def test_long_unbroken_text_is_read_in_bounded_time(filler: str) -> None:
    before = datetime.now(UTC)
    for key in FactKey:
        read_value(key, filler * 20_000, today=TODAY, country=None)
    assert (datetime.now(UTC) - before).total_seconds() < 5
