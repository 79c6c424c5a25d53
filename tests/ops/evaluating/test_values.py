"""Facts as scenarios write them are compared by value, never by wording."""

from datetime import date
from decimal import Decimal

import pytest

from ops.evaluating.values import agrees, wanted_value, written_value
from qualification.facts import FactKey, FactValue, Headcount, Money, Period, Text, Timeframe
from tests.ops.evaluating.samples import TODAY

SOON = Timeframe(None, date(2026, 5, 1), "by May")
LATE = Timeframe(None, date(2027, 5, 1), "next year")
OPEN = Timeframe(date(2026, 5, 1), None, "from May on")


@pytest.mark.parametrize(
    ("key", "written", "value", "same"),
    [
        (FactKey.TEAM_SIZE, "40", Headcount(40, 40), True),
        (FactKey.TEAM_SIZE, "40", Headcount(41, 41), False),
        (FactKey.TEAM_SIZE, "40..60", Headcount(40, 60), True),
        (FactKey.TEAM_SIZE, "40..60", Headcount(40, None), False),
        (FactKey.TEAM_SIZE, "200..", Headcount(200, None), True),
        (FactKey.BUDGET, "300 USD month", Money(Decimal(300), Decimal(300), "USD", Period.MONTH), True),
        (FactKey.BUDGET, "300 USD month", Money(Decimal(300), Decimal(300), "USD", Period.YEAR), False),
        (FactKey.BUDGET, "300", Money(Decimal(300), Decimal(300), "", None), True),
        (FactKey.BUDGET, "300..500 EUR", Money(Decimal(300), Decimal(500), "EUR", None), True),
        (FactKey.TIMELINE, "within 92 days", SOON, True),
        (FactKey.TIMELINE, "within 92 days", LATE, False),
        (FactKey.TIMELINE, "within 92 days", OPEN, False),
        (FactKey.COMPANY, "kestrel  bikes", Text("Kestrel Bikes"), True),
        (FactKey.COMPANY, "Kestrel", Text("Kestrel Bikes"), False),
        (FactKey.ROLE, "any", Text("whatever"), True),
        (FactKey.TEAM_SIZE, "40", Text("40"), False),
    ],
)
def test_a_written_fact_agrees_with_the_value_that_it_means(
    key: FactKey, written: str, value: FactValue, *, same: bool
) -> None:
    assert agrees(wanted_value(key, written), value, TODAY) is same


@pytest.mark.parametrize(
    ("key", "written", "words"),
    [
        (FactKey.TEAM_SIZE, "about 40", "40..60"),
        (FactKey.BUDGET, "$300", "USD"),
        (FactKey.TIMELINE, "soon", "within 92 days"),
    ],
)
def test_an_unreadable_fact_is_refused_with_the_forms_there_are(key: FactKey, written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wanted_value(key, written)


@pytest.mark.parametrize("written", ["40", "40..60", "200.."])
def test_a_value_is_shown_as_a_scenario_would_write_it(written: str) -> None:
    wanted = wanted_value(FactKey.TEAM_SIZE, written)
    assert isinstance(wanted, Headcount)
    assert written_value(wanted) == written
    assert written_value(SOON) == "..2026-05-01"
    assert written_value(Money(Decimal(300), Decimal(300), "USD", Period.MONTH)) == "300 USD month"
