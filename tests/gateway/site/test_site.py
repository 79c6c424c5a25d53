"""The website over HTTP: made from data alone, safe in what it shows, with the chat on every page."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from gateway.site.company import Company, load_company
from gateway.site.router import site_router
from memory.knowledge.contract import Page
from memory.knowledge.pages import load_pages
from tests.gateway.site.samples import PAGES, bakery, site_of


def _client(company: Company, pages: Sequence[Page]) -> TestClient:
    app = FastAPI()
    app.include_router(site_router(site_of(company, pages)))
    return TestClient(app)


@pytest.fixture(scope="module")
def shipped() -> TestClient:
    return _client(load_company(Path("data/company.yml")), load_pages(Path("data/knowledge")))


@pytest.fixture(scope="module")
def anchors(shipped: TestClient) -> dict[str, set[str]]:
    """What may be linked to on each page: its anchors, and "" for the page itself."""
    return {path: {"", *Tags(shipped.get(path).text).values("id")} for path in PATHS}


@pytest.fixture(scope="module")
def other() -> TestClient:
    return _client(bakery(), PAGES)


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.found if (value := attributes.get(attribute))]


PATHS = ("/", "/pricing", "/help", *(page.url for page in load_pages(Path("data/knowledge"))))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_a_title_a_heading_and_the_chat(shipped: TestClient, path: str) -> None:
    answer = shipped.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    tags = Tags(answer.text)
    assert [tag for tag, _ in tags.found].count("h1") == 1
    assert re.search(r"<title>\S", answer.text)
    (script,) = [attributes for tag, attributes in tags.found if tag == "script"]
    assert script["src"] == "/widget/loader.js"
    assert script["data-channel"] == ("support" if path.startswith("/help") else "website")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_needs_nothing_inline(shipped: TestClient, path: str) -> None:
    text = shipped.get(path).text
    tags = Tags(text)
    assert "style" not in {tag for tag, _ in tags.found}
    assert tags.values("style") == []
    assert [name for _, attributes in tags.found for name in attributes if name.startswith("on")] == []
    assert re.findall(r"<script[^>]*>([^<]+)</script>", text) == []


@pytest.mark.parametrize("path", PATHS)
def test_every_link_within_the_site_leads_to_a_page_and_an_anchor(
    shipped: TestClient, anchors: dict[str, set[str]], path: str
) -> None:
    for link in Tags(shipped.get(path).text).values("href"):
        target, _, anchor = link.partition("#")
        if not link.startswith(("mailto:", "/site/")) and link != "#foyer":
            assert anchor in anchors[target or path], link


@pytest.mark.parametrize("path", PATHS)
def test_an_anchor_stands_once_on_a_page(shipped: TestClient, path: str) -> None:
    anchors = Tags(shipped.get(path).text).values("id")
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("path", ["/", "/pricing"])
def test_calls_to_action_open_the_chat(shipped: TestClient, path: str) -> None:
    openers = [attributes for _, attributes in Tags(shipped.get(path).text).found if "data-foyer-open" in attributes]
    assert len(openers) >= 4
    assert {opener["href"] for opener in openers} == {"#foyer"}


def test_pricing_shows_every_plan_with_its_price(shipped: TestClient) -> None:
    text = shipped.get("/pricing").text
    for plan in load_company(Path("data/company.yml")).pricing.plans:
        assert plan.name in text
        assert plan.price in text


def test_the_help_index_lists_every_page_once(shipped: TestClient) -> None:
    main = shipped.get("/help").text.partition("<main")[2].partition("</main>")[0]
    links = [link for link in Tags(main).values("href") if link.startswith("/help/")]
    assert sorted(links) == sorted(page.url for page in load_pages(Path("data/knowledge")))


@pytest.mark.parametrize("path", ["/help/no-such-page", "/help/%3Cscript%3E", "/help/..%2Fsettings"])
def test_an_unknown_page_is_missing_and_shows_what_there_is(shipped: TestClient, path: str) -> None:
    answer = shipped.get(path)
    assert answer.status_code == 404
    if "%2F" not in path:
        assert "There is no such page" in answer.text
        assert "/help/pricing" in answer.text


def test_a_page_may_be_asked_for_without_its_content(shipped: TestClient) -> None:
    assert shipped.head("/").status_code == 200


def test_style_and_mark_may_be_kept_for_ever_because_their_address_changes(shipped: TestClient) -> None:
    addresses = [link for link in Tags(shipped.get("/").text).values("href") if link.startswith("/site/")]
    assert {address.partition("?")[0] for address in addresses} == {"/site/style.css", "/site/mark.svg"}
    for address in addresses:
        assert "?v=" in address
        assert "immutable" in shipped.get(address).headers["cache-control"]
    assert shipped.get("/").headers["cache-control"] == "no-cache"


def test_another_company_needs_other_data_and_nothing_else(other: TestClient) -> None:
    for path in ("/", "/pricing", "/help", "/help/bread", "/help/nothing"):
        text = other.get(path).text
        visible = text.replace("data-foyer-open", "").replace("#foyer", "")
        assert "foyer" not in visible.casefold()
        assert "Brot &amp; Söhne" in text
    assert "#8a3b12" in other.get("/site/style.css").text
    assert "#8a3b12" in other.get("/site/mark.svg").text


def test_a_category_without_pages_is_not_shown(other: TestClient) -> None:
    assert "Nothing" not in other.get("/help").text


def test_whatever_stands_in_the_data_is_shown_as_text(other: TestClient) -> None:
    home, article = other.get("/").text, other.get("/help/bread").text
    assert "The &#34;best&#34; &lt;bread&gt;." in home
    assert "Rye &amp; &lt;wheat&gt;" in article
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in article
    assert 'href="javascript' not in article
    assert "<code>a &lt; b</code>" in article


def test_suggestions_reach_the_chat_in_one_attribute(other: TestClient) -> None:
    (script,) = [attributes for tag, attributes in Tags(other.get("/").text).found if tag == "script"]
    assert script["data-suggestions"] == "Do you bake rye?|Opening hours"
    assert script["data-name"] == "Baker's help"


def test_pages_of_a_category_lead_to_each_other(other: TestClient) -> None:
    assert 'class="around-next" href="/help/cake"' in other.get("/help/bread").text
    assert 'class="around-previous" href="/help/bread"' in other.get("/help/cake").text


def test_no_word_of_a_company_stands_in_templates_or_styles() -> None:
    name = load_company(Path("data/company.yml")).name.casefold()
    for file in (*Path("gateway/site/templates").iterdir(), *Path("gateway/site/styles").iterdir()):
        text = file.read_text(encoding="utf-8").casefold()
        assert name not in text.replace("data-foyer-open", "").replace("#foyer", ""), file
