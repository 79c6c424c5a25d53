"""company.yml: the shipped one is right, and each mistake is named in one line."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.site.company import check_fits, find_section, load_company
from memory.knowledge.pages import load_pages
from qualification.errors import Misconfigured
from tests.gateway.site.samples import PAGES, bakery, content


def _refusal(file: Path) -> str:
    with pytest.raises(Misconfigured) as caught:
        load_company(file)
    return str(caught.value)


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours by the formula of WCAG."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_shipped_company_fits_the_shipped_pages() -> None:
    check_fits(load_company(Path("data/company.yml")), load_pages(Path("data/knowledge")))


def test_the_drawn_conversation_and_card_say_what_the_product_would() -> None:
    home, pages = load_company(Path("data/company.yml")).home, load_pages(Path("data/knowledge"))
    sections = {f"{page.title}: {section.title}": section for page in pages for section in page.sections}
    quoted = [line for line in home.chat if line.source]
    assert quoted
    assert all(line.text in sections[str(line.source)].quote for line in quoted)
    for _, value, said in home.card.facts:
        if said:
            line = home.chat[int(said.removeprefix("message ")) - 1]
            assert line.by == "visitor"
            assert value.casefold() in line.text
    [asked] = re.findall("“(.+)”", home.card.first_words)
    assert asked in home.chat[3].text


def test_no_plan_promises_outreach_before_it_is_built() -> None:
    features = [feature for plan in load_company(Path("data/company.yml")).pricing.plans for feature in plan.features]
    channels = re.compile("outreach|sequence|LinkedIn|SMS|WhatsApp")
    outreach = [feature for feature in features if channels.search(feature)]
    assert len(outreach) == 3
    assert all(feature.startswith("Planned, not built yet: ") for feature in outreach)


def test_the_shipped_accents_can_be_read_on_every_ground_they_stand_on() -> None:
    colours = load_company(Path("data/company.yml")).colours
    assert all(_contrast(colours.accent_light, ground) >= 4.5 for ground in ("#ffffff", "#faf9f6", "#f1efe9"))
    assert all(_contrast(colours.accent_dark, ground) >= 4.5 for ground in ("#131512", "#1b1e1a", "#0d0f0c"))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": ""}, "name"),
        ({"colours__accent_light": "green"}, "colours.accent_light"),
        ({"colours__accent_light": "#fff; } body { display: none"}, "colours.accent_light"),
        ({"mark": 'M0 0"/><script>'}, "mark"),
        ({"home__points": [{"title": "x", "text": "y", "help": "bread"}]}, "home.points.0.help"),
        ({"assistant__suggestions": ["a|b"]}, "assistant.suggestions.0"),
        ({"assistant__suggestions": list("abcde")}, "assistant.suggestions"),
        ({"footer__columns": [{"title": "x", "links": [{"label": "y", "url": "javascript:alert(1)"}]}]}, "url"),
        ({"motto": "x"}, "motto"),
    ],
)
def test_a_mistake_is_refused_with_the_file_and_its_place(tmp_path: Path, changes: dict[str, Any], place: str) -> None:
    file = tmp_path / "company.yml"
    file.write_text(yaml.safe_dump(content(**changes)), encoding="utf-8")
    refusal = _refusal(file)
    assert refusal.startswith(f"{file}: mend ")
    assert place in refusal
    assert "\n" not in refusal


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "company.yml"
    file.write_text("name: Brot\nhome: [\n")
    assert _refusal(file).startswith(f"{file}, line 3: not valid YAML")


def test_a_missing_file_says_what_to_restore(tmp_path: Path) -> None:
    assert "company.yml is missing: restore it" in _refusal(tmp_path / "company.yml")


def test_a_page_in_an_unknown_category_is_refused() -> None:
    company = bakery(help__categories=[{"id": "other", "title": "Other", "text": "x"}])
    with pytest.raises(Misconfigured, match=r"'bread' has the category 'bakery', which company\.yml does not list"):
        check_fits(company, PAGES)


@pytest.mark.parametrize("reference", ["bread#oats", "oats#rye"])
def test_a_text_that_points_to_no_section_is_refused(reference: str) -> None:
    with pytest.raises(Misconfigured, match=f"company.yml points to '{reference}'"):
        check_fits(bakery(pricing__answers=[reference]), PAGES)


def test_a_section_is_found_by_its_page_and_anchor() -> None:
    page, section = find_section(PAGES, "cake#sponge")
    assert (page.title, section.title) == ("Cake", "Sponge")
