"""The shipped pages: enough of them, well formed, and true to each other and to company.yml."""

import re
from pathlib import Path

import pytest
import yaml

from memory.knowledge.contract import Page
from memory.knowledge.pages import load_all_pages, load_pages
from memory.knowledge.quotes import LONGEST_QUOTE
from ops.knowledge.judged import JudgedQuestion, load_judged

FOLDER = Path("data/knowledge")
PAGES = {page.slug: page for page in load_pages(FOLDER)}
COMPANY = yaml.safe_load(Path("data/company.yml").read_text(encoding="utf-8"))
EVERY = sorted(PAGES)
SPOKEN = load_all_pages(FOLDER)
# Quoted under another question than its own heading ("Is Growth free?"), such a beginning says yes or no to that one.
BARE_ANSWER = re.compile(
    r"(?:yes|no|not yet|neither|hardly|of course|ja|nein|noch nicht|weder noch|kaum|natürlich"
    r"|sí|todavía no|aún no|ninguna de las dos|apenas|claro)\s*[.,;:!–—]",
    re.IGNORECASE,
)


def _source(slug: str) -> str:
    return (FOLDER / f"{slug}.md").read_text(encoding="utf-8")


def _body(slug: str) -> str:
    return _source(slug).split("\n---\n", 1)[1]


def _section(page: Page, key: str) -> str:
    return next(section.quote for section in page.sections if section.id == key)


def test_there_are_enough_topics_to_answer_from() -> None:
    assert len(PAGES) >= 24


@pytest.mark.parametrize("slug", EVERY)
def test_a_page_is_found_under_the_name_of_its_file(slug: str) -> None:
    assert (FOLDER / f"{slug}.md").is_file()


@pytest.mark.parametrize("slug", EVERY)
def test_a_page_is_worth_reading_and_not_too_long(slug: str) -> None:
    assert 240 <= len(_body(slug).split()) <= 600


@pytest.mark.parametrize("slug", EVERY)
def test_the_first_paragraph_of_a_section_is_an_answer_by_itself(slug: str) -> None:
    for section in PAGES[slug].sections:
        paragraph = section.markdown.split("\n\n", 1)[0]
        assert len(paragraph) <= LONGEST_QUOTE, section.id
        assert len(section.quote) >= 80, section.id


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_no_section_begins_with_a_bare_yes_or_no(locale: str) -> None:
    sections = [(page.slug, section) for page in SPOKEN[locale] for section in page.sections]
    assert [f"{slug}#{section.id}" for slug, section in sections if BARE_ANSWER.match(section.quote)] == []


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_a_translated_beginning_of_a_section_is_quoted_whole_too(locale: str) -> None:
    sections = [section for page in SPOKEN[locale] for section in page.sections]
    long = [section.id for section in sections if len(section.markdown.split("\n\n", 1)[0]) > LONGEST_QUOTE]
    assert long == []


@pytest.mark.parametrize("slug", EVERY)
def test_a_page_names_at_least_five_ways_of_asking_for_it(slug: str) -> None:
    questions = [question for section in PAGES[slug].sections for question in section.questions]
    assert len(questions) >= 5
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_no_way_of_asking_leads_to_two_places(locale: str) -> None:
    questions = _ways_of_asking(locale)
    assert sorted({question for question in questions if questions.count(question) > 1}) == []


@pytest.mark.parametrize("slug", EVERY)
def test_links_between_pages_lead_somewhere(slug: str) -> None:
    for target, _, section in re.findall(r"\]\(/help/([a-z0-9-]+)(#([\w-]+))?\)", _body(slug)):
        assert target in PAGES
        assert not section or section in {found.id for found in PAGES[target].sections}


@pytest.mark.parametrize("slug", EVERY)
def test_a_page_speaks_calmly(slug: str) -> None:
    prose = re.sub(r"`[^`]*`", "", _body(slug))
    assert "!" not in prose
    assert not re.search(r"\b(revolutionary|seamless|cutting-edge|unleash|supercharge)", prose, re.IGNORECASE)


def test_the_plans_cost_the_same_wherever_they_are_named() -> None:
    prices = {plan["name"]: plan["price"] for plan in COMPANY["pricing"]["plans"]}
    quote = _section(PAGES["pricing"], "what-foyer-costs")
    assert all(f"{name} " in quote and price in quote for name, price in prices.items())
    assert all(price in PAGES["pricing"].summary for price in prices.values())


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_whether_it_is_free_is_answered_with_the_price_of_every_plan(locale: str) -> None:
    english = [section.id for section in PAGES["pricing"].sections]
    pricing = next(page for page in SPOKEN[locale] if page.slug == "pricing")
    first, _, _ = pricing.sections[english.index("is-there-a-free-version")].quote.partition(". ")
    for plan in COMPANY["pricing"]["plans"]:
        amount = plan["price"].removeprefix("$")
        assert re.search(rf"{plan['name']}\D+{amount}\b", first), plan["name"]


def test_paying_for_a_year_costs_ten_months() -> None:
    quote = _section(PAGES["pricing"], "paying-yearly")
    for plan in COMPANY["pricing"]["plans"]:
        yearly = int(plan["price"].removeprefix("$")) * 10
        assert f"${yearly:,} for {plan['name']}" in quote


def test_e14_the_plans_allow_the_channels_of_the_rule() -> None:
    quote = _section(PAGES["outreach"], "what-each-plan-allows")
    starter, growth, scale = re.split(r"Growth|Scale", quote)
    assert "e-mail" in starter
    assert "1 sequence" in starter
    assert "LinkedIn" in growth
    assert "SMS" in scale
    assert "WhatsApp" in scale


def test_there_is_one_address_to_write_to() -> None:
    addresses = {found for slug in EVERY for found in re.findall(r"[\w.]+@[\w.]+\w", _body(slug))}
    assert addresses == {COMPANY["contact_email"]}


def test_every_page_stands_in_a_category_of_the_help_index() -> None:
    categories = {category["id"] for category in COMPANY["help"]["categories"]}
    assert {page.category for page in PAGES.values()} <= categories


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_the_judged_questions_point_to_sections_that_exist(locale: str) -> None:
    sections = {f"{page.slug}#{section.id}" for page in SPOKEN[locale] for section in page.sections}
    named = {name for question in _judged(locale) for name in question.sections}
    assert named - sections == set()


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_every_page_is_judged(locale: str) -> None:
    asked = {name.split("#")[0] for question in _judged(locale) for name in question.sections}
    assert asked == set(PAGES)


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_there_are_enough_judged_questions_and_enough_that_have_no_answer(locale: str) -> None:
    _, exam = load_judged(_golden(locale))
    assert len(exam) >= 120
    assert sum(not question.sections for question in _judged(locale)) >= 40


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_no_judged_question_is_given_away_by_a_page(locale: str) -> None:
    given = set(_ways_of_asking(locale))
    assert sorted(question.text for question in _judged(locale) if question.text.casefold() in given) == []


@pytest.mark.parametrize("locale", sorted(SPOKEN))
def test_no_question_is_judged_twice(locale: str) -> None:
    asked = [question.text.casefold() for question in _judged(locale)]
    assert sorted({text for text in asked if asked.count(text) > 1}) == []


def _golden(locale: str) -> Path:
    return Path("data/golden") / ("knowledge.yml" if locale == "en" else f"knowledge.{locale}.yml")


def _judged(locale: str) -> list[JudgedQuestion]:
    practice, exam = load_judged(_golden(locale))
    return [*practice, *exam]


def _ways_of_asking(locale: str) -> list[str]:
    return [question for page in SPOKEN[locale] for section in page.sections for question in section.questions]
