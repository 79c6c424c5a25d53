"""The help pages in several languages: each says which one it is in, leads to its translations and stays in its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI
from starlette.testclient import TestClient

from gateway.site.rendering import Site
from gateway.site.router import site_router
from gateway.site.words import load_site_words
from memory.knowledge.contract import Page
from qualification.errors import Misconfigured
from tests.gateway.site.samples import PAGES, bakery

WORDS = Path("data/site/en.yml")


def _translated(locale: str) -> Sequence[Page]:
    return [replace(page, locale=locale, title=f"{page.title} ({locale})") for page in PAGES]


def _write_words(folder: Path, locale: str) -> None:
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    if locale != "en":
        help_texts = bakery().help.model_dump(mode="json") | {"headline": f"Help ({locale})"}
        words |= {"skip": f"Skip ({locale})", "help": help_texts, "footer": f"Footer ({locale})"}
        words |= {"columns": [f"More ({locale})"], "in_english": f"in English ({locale})"}
    (folder / f"{locale}.yml").write_text(yaml.safe_dump(words), encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("site")
    pages = {"en": PAGES, "de": _translated("de"), "ar": _translated("ar")}
    for locale in pages:
        _write_words(folder, locale)
    app = FastAPI()
    app.include_router(site_router(Site(bakery(), pages, load_site_words(folder, bakery(), pages))))
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "language", "direction"),
    [
        ("/help/bread", "en", "ltr"),
        ("/de/help/bread", "de", "ltr"),
        ("/ar/help/bread", "ar", "rtl"),
        ("/", "en", "ltr"),
    ],
)
def test_d14_a_page_says_its_language_and_direction(path: str, language: str, direction: str, site: TestClient) -> None:
    assert f'<html lang="{language}" dir="{direction}">' in site.get(path).text


@pytest.mark.parametrize("path", ["/help/bread", "/de/help/bread", "/ar/help/bread"])
def test_d14_a_page_leads_to_itself_in_every_language(path: str, site: TestClient) -> None:
    text = site.get(path).text
    for language, address in (("en", "/help/bread"), ("de", "/de/help/bread"), ("ar", "/ar/help/bread")):
        assert f'<link rel="alternate" hreflang="{language}" href="{address}">' in text
        assert f'<a href="{address}" hreflang="{language}" lang="{language}"' in text
        assert site.get(address).status_code == 200
    assert '<link rel="alternate" hreflang="x-default" href="/help/bread">' in text


def test_a_translated_page_stays_in_its_language(site: TestClient) -> None:
    text = site.get("/de/help/bread").text
    assert 'class="around-next" href="/de/help/cake"' in text
    assert "Help (de)" in text
    assert "Skip (de)" in text
    assert "Footer (de)" in text
    # The starter questions in company.yml are English.
    assert "data-suggestions" not in text
    assert 'data-locale="de"' in text
    assert "/de/help/cake" in site.get("/de/help").text


def test_a_translated_page_keeps_all_links_and_marks_those_that_lead_to_an_english_page(site: TestClient) -> None:
    text = site.get("/de/help/bread").text
    mark = '<small class="tongue-mark">(in English (de))</small>'
    assert f'<a href="/pricing" hreflang="en">Pricing {mark}</a>' in text
    assert f'<a href="/jobs" hreflang="en"><span lang="en">Jobs</span> {mark}</a>' in text
    assert "<h2>More (de)</h2>" in text
    assert '<a href="/de/help/bread">Our bread (de)</a>' in text
    assert '<a href="https://bakers.example">Guild</a>' in text


def test_d14_an_english_page_leaves_the_language_of_the_chat_to_the_browser(site: TestClient) -> None:
    for path in ("/", "/pricing", "/help", "/help/bread"):
        text = site.get(path).text
        assert "data-locale" not in text
        assert "tongue-mark" not in text
        assert '<a href="/help/bread">Bread</a>' in text


@pytest.mark.parametrize("path", ["/fr/help", "/fr/help/bread", "/de/help/nothing", "/en/help/bread"])
def test_a_page_in_a_language_without_pages_is_missing(path: str, site: TestClient) -> None:
    assert site.get(path).status_code == 404


def test_pages_without_their_words_are_named_at_the_start(tmp_path: Path) -> None:
    _write_words(tmp_path, "en")
    with pytest.raises(Misconfigured, match=r"de\.yml is missing"):
        load_site_words(tmp_path, bakery(), {"en": PAGES, "de": _translated("de")})


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ({"skip": None}, "mend skip"),
        ({"help": None}, "help and footer are missing"),
        ({"help": {"categories": []}}, "mend help"),
        ({"in_english": None}, "in_english is missing"),
        ({"columns": ["One", "Two"]}, "columns must have a title"),
        ({"unknown": "x"}, "mend unknown"),
    ],
)
def test_what_is_wrong_with_the_words_is_told_in_one_line(spoilt: dict[str, object], told: str, tmp_path: Path) -> None:
    for locale in ("en", "de"):
        _write_words(tmp_path, locale)
    words = yaml.safe_load((tmp_path / "de.yml").read_text(encoding="utf-8")) | spoilt
    (tmp_path / "de.yml").write_text(yaml.safe_dump(words), encoding="utf-8")
    with pytest.raises(Misconfigured, match=told) as refused:
        load_site_words(tmp_path, bakery(), {"en": PAGES, "de": _translated("de")})
    assert "\n" not in str(refused.value)
