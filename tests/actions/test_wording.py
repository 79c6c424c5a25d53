"""Facts in their understood form: what the visitor reads back, and what reps read."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from actions.languages.figures import amount, country, number
from actions.replies import load_replies
from actions.wording import Voice
from qualification.facts import Fact, FactKey, FactSource, FactValue, Headcount, Money, Period, Text, Timeframe
from tests.qualification.generated import VALUES

VOICE = Voice(load_replies(Path("data/replies"), {"company": "Acme", "assistant": "Acme assistant"}), "en", seed="1")
DAY, LATER = date(2026, 12, 31), date(2027, 3, 1)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Text("Acme"), "Acme"),
        (Headcount(40, 40), "40"),
        (Headcount(40, 60), "40 to 60"),
        (Headcount(40, None), "40 or more"),
        (Money(Decimal(500), Decimal(500), "USD", Period.MONTH), "$500 a month"),
        (Money(Decimal(0), Decimal(500), "CHF", Period.YEAR), "up to 500 CHF a year"),
        (Money(Decimal("99.50"), None, "EUR", Period.ONCE), "€99.50 or more"),
        (Timeframe(DAY, DAY, "new year's eve"), "31 December 2026"),
        (Timeframe(DAY, DAY, "new year's eve 8pm", time(20)), "31 December 2026, 20:00"),
        (Timeframe(None, DAY, "this year"), "by 31 December 2026"),
        (Timeframe(DAY, None, "after this year"), "from 31 December 2026"),
        (Timeframe(DAY, LATER, "in winter"), "31 December 2026 to 1 March 2027"),
        (Timeframe(None, None, "soon"), "soon"),
    ],
)
def test_a_value_is_put_into_words_in_its_understood_form(value: FactValue, words: str) -> None:
    assert VOICE.describe(value) == words


@given(VALUES)
def test_there_are_words_for_every_value(value: FactValue) -> None:
    assert isinstance(VOICE.describe(value), str)


def _in(locale: str) -> Voice:
    return replace(VOICE, locale=locale)


@pytest.mark.parametrize(
    ("locale", "value", "written"),
    [
        ("en", Decimal(1500), "€1,500"),
        ("de", Decimal(1500), "1.500 €"),
        ("de", Decimal("99.5"), "99,50 €"),
        ("es", Decimal(15000), "15.000 €"),
    ],
)
def test_d14_money_is_written_as_the_language_writes_it(locale: str, value: Decimal, written: str) -> None:
    assert amount(value, "EUR", locale) == written


def test_d14_a_number_without_a_currency_is_still_written_as_the_language_writes_it() -> None:
    assert amount(Decimal(1500), "", "de") == "1.500"
    assert number(40, "de") == "40"
    assert number(12_000, "de") == "12.000"


def test_d14_a_country_is_named_in_the_conversations_language() -> None:
    fact = Fact(FactKey.COUNTRY, Text("Germany"), "germany", FactSource.MESSAGE, 0.9, datetime(2026, 1, 1, tzinfo=UTC))
    assert [_in(locale).describe_fact(fact) for locale in ("en", "de", "es")] == ["Germany", "Deutschland", "Alemania"]
    assert country("Atlantis", "de") == "Atlantis"
