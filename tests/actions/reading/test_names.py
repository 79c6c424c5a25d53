"""Names, companies and job titles."""

import pytest

from actions.reading.names import find_own_site, read_company, read_person
from qualification.facts import Seniority
from tests.actions.reading.situations import ENGLISH_WORDS


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("dana", "Dana"),
        ("SARAH CONNELL", "Sarah Connell"),
        ("jean-luc", "Jean-Luc"),
        ("sinead o'connor", "Sinead O'Connor"),
        ("mr. okafor", "Okafor"),
        ("Dr Anil Patel", "Anil Patel"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("JK", "JK"),
    ],
)
def test_a_person_is_named_with_capitals_and_without_title(said: str, name: str) -> None:
    assert read_person(said) == name


@pytest.mark.parametrize(
    ("said", "company"),
    [
        ("acme", "Acme"),
        ("IBM", "IBM"),
        ("https://www.orion-tax.com/about", "orion-tax.com"),
        ("HelloHive.co", "hellohive.co"),
        ("http://shop.acme.co.uk/", "acme.co.uk"),
        ("acme.myshopify.com", "acme.myshopify.com"),
        ("Dr. Oetker", "Dr. Oetker"),
    ],
)
def test_of_a_link_the_domain_of_the_company_is_kept(said: str, company: str) -> None:
    assert read_company(said) == company


def test_only_a_visitors_own_site_names_the_company() -> None:
    assert find_own_site("our website is nordkraft.no") == (15, 27)
    assert find_own_site("i saw it on nordkraft.no") is None


@pytest.mark.parametrize(
    ("title", "seniority"),
    [
        ("founder & CEO", Seniority.OWNER),
        ("cto", Seniority.EXECUTIVE),
        ("vice president sales", Seniority.DIRECTOR),
        ("head of support", Seniority.DIRECTOR),
        ("sales manger", Seniority.MANAGER),
        ("account manager", Seniority.STAFF),
        ("assistant to the ceo", Seniority.STAFF),
        ("product owner", Seniority.STAFF),
        ("marketing intern", Seniority.TRAINEE),
        ("marketing", None),
    ],
)
def test_a_title_says_how_far_up_somebody_stands_or_nothing(title: str, seniority: Seniority | None) -> None:
    assert ENGLISH_WORDS.seniority(title) is seniority
