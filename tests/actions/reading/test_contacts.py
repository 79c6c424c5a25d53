"""Ways to reach someone, and what a country tells about them."""

from zoneinfo import ZoneInfo

import pytest

from actions.reading.emails import find_emails, read_email
from actions.reading.phones import read_phone
from actions.reading.places import find_country, read_country, zone_of
from tests.actions.reading.situations import NUMBERS


@pytest.mark.parametrize(
    "said",
    [
        "dana@acme.com",
        "DANA@Acme.COM.",
        "it's dana@acme.com, thanks",
        "dana at acme dot com",
        "dana (at) acme.com",
        "dana [at] acme [dot] com",
        "dana @ acme.com",
    ],
)
def test_an_address_is_read_in_its_normal_form(said: str) -> None:
    assert read_email(said, NUMBERS) == "dana@acme.com"


@pytest.mark.parametrize(
    "said",
    ["dana@acme,com", "dana at acme", "@acme.com", "dana@", "dana@acme", "dana@acme..com", "=?utf-8?q?dana?=@acme.com"],
)
def test_an_address_that_cannot_exist_is_not_accepted(said: str) -> None:
    assert read_email(said, NUMBERS) is None


@pytest.mark.parametrize("said", ["dana@gmial.com", "dana@gmail.con"])
def test_an_address_that_is_surely_a_slip_is_not_accepted(said: str) -> None:
    assert read_email(said, NUMBERS) is None


def test_a_place_is_no_address_unless_an_address_was_asked_for() -> None:
    assert find_emails("Dana at acme.com", expected=False) == []
    assert find_emails("Dana at acme.com", expected=True) == [(0, 16)]


@pytest.mark.parametrize(
    ("said", "country", "number"),
    [
        ("+44 20 7946 0018", None, "+442079460018"),
        ("030 901820", "Germany", "+4930901820"),
        ("030 901820", "Deutschland", "+4930901820"),
        ("0049 30 901829", None, "+4930901829"),
        ("+49 (0)89 636 48018", None, "+498963648018"),
        ("0151 23456781", None, "015123456781"),
    ],
)
def test_phones_are_kept_in_international_form(said: str, country: str | None, number: str) -> None:
    assert read_phone(said, country) == number


@pytest.mark.parametrize("said", ["+49 12", "12345", "+1 212 555 01424242 99", "no"])
def test_a_number_that_reaches_nobody_is_not_accepted(said: str) -> None:
    assert read_phone(said) is None


@pytest.mark.parametrize(
    ("said", "country"),
    [
        ("UK", "United Kingdom"),
        ("the states", "United States"),
        ("Österreich", "Austria"),
        ("españa", "Spain"),
        ("Swizerland", "Switzerland"),
        ("we're in south korea", "South Korea"),
        ("europe", None),
        ("", None),
    ],
)
def test_a_country_is_kept_by_its_usual_name(said: str, country: str | None) -> None:
    assert read_country(said) == country


def test_a_country_is_found_where_somebody_says_where_they_are() -> None:
    text = "we are based in New Zealand, you know"
    assert find_country(text) == (16, 27)
    assert find_country("we are interested in chat") is None


def test_the_visitors_clock_follows_the_number_first_and_the_country_then() -> None:
    assert zone_of("+442079460018", "Germany") == ZoneInfo("Europe/London")
    assert zone_of("0151 2345", "Germany") == ZoneInfo("Europe/Berlin")
    assert zone_of(None, None) is None
