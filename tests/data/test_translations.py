"""What is said in one language is said in all: the same texts with the same values and choices, the same pages and
sections, the same words of website and widget. A missing translation fails here, and the start names it too."""

import json
import re
from pathlib import Path

import pytest
import yaml

from actions.replies import load_replies
from actions.rulebook_file import load_rulebook
from gateway.site.company import load_company
from gateway.site.words import load_site_words
from memory.knowledge.pages import load_all_pages
from qualification.errors import Misconfigured

DATA = Path("data")
NAMES = {"company": "Foyer", "assistant": "Foyer assistant"}
REPLIES = load_replies(DATA / "replies", NAMES)
OTHERS = sorted(set(REPLIES.locales) - {"en"})
PAGES = load_all_pages(DATA / "knowledge")
WIDGET = Path("widget/src/texts")


def _texts(locale: str) -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (DATA / "replies" / f"{locale}.yml").read_text(encoding="utf-8")
    )
    return content


def _placeholders(texts: list[str]) -> set[str]:
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)} - {"company", "assistant"}


def test_d14_english_and_three_more_languages_are_spoken_one_of_them_from_right_to_left() -> None:
    assert set(REPLIES.locales) == {"en", "de", "es", "ar"}


@pytest.mark.parametrize("locale", OTHERS)
def test_every_text_has_its_values_and_as_many_choices_as_in_english(locale: str) -> None:
    english, translated = _texts("en"), _texts(locale)
    assert translated.keys() == english.keys()
    for key, entry in english.items():
        assert _placeholders(translated[key]["text"]) == _placeholders(entry["text"]), key
        assert len(translated[key].get("choices", [])) == len(entry.get("choices", [])), key


@pytest.mark.parametrize("locale", OTHERS)
def test_d4_the_way_to_a_person_is_the_same_words_wherever_it_is_offered(locale: str) -> None:
    texts = _texts(locale)
    (person,) = texts["person_choice"]["text"]
    for key in ("no_answer", "unclear", "engine_down", "language_foreign"):
        assert person in texts[key]["choices"], key


@pytest.mark.parametrize("locale", OTHERS)
def test_a_choice_leads_back_to_its_english_wherever_it_is_offered(locale: str) -> None:
    english = _texts("en")
    for key, entry in _texts(locale).items():
        for place, choice in enumerate(entry.get("choices", [])):
            assert REPLIES.in_english(entry["choices"], choice) == english[key]["choices"][place], key


@pytest.mark.parametrize("locale", REPLIES.locales)
def test_what_follows_a_skipped_question_does_not_console_in_the_same_words(locale: str) -> None:
    texts = _texts(locale)
    skipped = {re.split("[.,،]", text)[0] for text in texts["skipped"]["text"]}
    following = ("stopped", "nurture", "qualified_thanks", "disqualified", "idle_nudge")
    assert skipped & {re.split("[.,،]", text)[0] for key in following for text in texts[key]["text"]} == set()


@pytest.mark.parametrize("locale", sorted(set(PAGES) - {"en"}))
def test_every_page_is_translated_section_for_section(locale: str) -> None:
    english = {page.slug: len(page.sections) for page in PAGES["en"]}
    assert {page.slug: len(page.sections) for page in PAGES[locale]} == english


def test_the_website_has_its_words_in_every_language_with_pages() -> None:
    words = load_site_words(DATA / "site", load_company(DATA / "company.yml"), PAGES)
    assert words.keys() == PAGES.keys()


@pytest.mark.parametrize("locale", OTHERS)
def test_the_widget_has_the_same_texts(locale: str) -> None:
    english, translated = (json.loads((WIDGET / f"{code}.json").read_text(encoding="utf-8")) for code in ("en", locale))
    assert translated.keys() == english.keys()
    for key, text in english.items():
        assert _placeholders([translated[key]]) == _placeholders([text]), key


def test_a_wish_or_a_greeting_is_for_a_language_that_is_spoken_and_means_one_only() -> None:
    languages = load_rulebook(DATA / "rulebook").languages
    assert languages.wishes.keys() | languages.greetings.keys() <= set(REPLIES.locales)
    wishes = [phrase for one in languages.wishes.values() for phrase in (*one.whole, *one.within)]
    greetings = [phrase for one in languages.greetings.values() for phrase in one]
    assert len(set(wishes)) == len(wishes)
    assert len(set(greetings)) == len(greetings)
    assert [phrase for phrase in (*wishes, *greetings) if phrase != phrase.casefold()] == []


def test_a_page_that_is_not_translated_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    for name in ("pricing", "privacy"):
        text = (DATA / "knowledge" / f"{name}.md").read_text(encoding="utf-8")
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "de" / "pricing.md").write_text(
        (DATA / "knowledge" / "pricing.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(Misconfigured, match=r"de: translate what is missing: privacy\.$"):
        load_all_pages(tmp_path)


def test_a_page_with_fewer_sections_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    text = (DATA / "knowledge" / "pricing.md").read_text(encoding="utf-8")
    (tmp_path / "pricing.md").write_text(f"{text}\n## One more\n\nA paragraph.\n", encoding="utf-8")
    (tmp_path / "de" / "pricing.md").write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"'pricing' has .* sections, the English page"):
        load_all_pages(tmp_path)
