"""Numbers as people type them, as team sizes and as budgets."""

from decimal import Decimal

import pytest

from actions.reading.money import read_money
from actions.reading.numbers import Range, read_range
from actions.reading.people import read_headcount
from qualification.facts import Headcount, Money, Period
from tests.actions.reading.situations import NUMBERS


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
        ("a few of us, maybe 5", 5, 5),
        ("two dozen", 24, 24),
        ("twenty five", 25, 25),
        ("two hundred and fifty", 250, 250),
        ("between 30 and 40", 30, 40),
        ("1,200", 1200, 1200),
        ("me and 3 others", 4, 4),
        ("me and my husband", 2, 2),
        ("under 20", 1, 19),
        ("no more than 20", 1, 20),
        ("10k", 10_000, 10_000),
        ("12 in sales and 6 in support", 18, 18),
        ("tweny", 20, 20),
        ("30, no, 35", 35, 35),
    ],
)
def test_team_sizes_are_read_as_ranges(said: str, low: int, high: int | None) -> None:
    assert read_headcount(said, NUMBERS) == Headcount(low, high)


@pytest.mark.parametrize("said", ["many", "", "not sure", "99999999999", "minus five", "-5", "under 1"])
def test_a_team_size_that_states_no_number_is_not_guessed(said: str) -> None:
    assert read_headcount(said, NUMBERS) is None


@pytest.mark.parametrize(
    ("said", "low", "high", "currency", "period"),
    [
        ("$500 a month", 500, 500, "USD", Period.MONTH),
        ("between 2 and 5k per year", 2000, 5000, "", Period.YEAR),
        ("$500-1k", 500, 1000, "USD", None),
        ("€1.200 monthly", 1200, 1200, "EUR", Period.MONTH),
        ("Under $100 a month", 0, 100, "USD", Period.MONTH),
        ("can't pay more than £40", 0, 40, "GBP", None),
        ("350 tops", 0, 350, "", None),
        ("More than $500 a month", 500, None, "USD", Period.MONTH),
        ("£2,000/yr", 2000, 2000, "GBP", Period.YEAR),
        ("10 grand", 10_000, 10_000, "", None),
        ("couple grand", 2000, 3000, "", None),
        ("fifteen hundred", 1500, 1500, "", None),
        ("half a million", 500_000, 500_000, "", None),
        ("two and a half thousand", 2500, 2500, "", None),
        ("3000 a quarter", 12_000, 12_000, "", Period.YEAR),
        ("has to be free", 0, 0, "", None),
        ("500", 500, 500, "", None),
    ],
)
def test_budgets_keep_amount_currency_and_period(
    said: str, low: int, high: int | None, currency: str, period: Period | None
) -> None:
    assert read_money(said, NUMBERS) == Money(Decimal(low), None if high is None else Decimal(high), currency, period)


@pytest.mark.parametrize("said", ["$2,5OO", "not sure yet", "no budget yet", "the 15th", "10am"])
def test_what_is_no_amount_is_not_taken_for_one(said: str) -> None:
    assert read_money(said, NUMBERS) is None


def test_what_vague_words_count_as_stands_in_the_rulebook() -> None:
    assert read_range("a few of us", {"few": (10, 20)}) == Range(Decimal(10), Decimal(20))
    assert read_range("a few of us", {}) is None
