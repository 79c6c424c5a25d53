"""The website in a real browser, under the real security policy, at the widths of phones to desktops."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from gateway.edge import CSP
from gateway.site.company import load_company
from gateway.site.rendering import Site
from memory.knowledge.pages import load_pages
from tests.gateway.site.samples import site_of

ORIGIN = "http://site.test"
PATHS = ("/", "/pricing", "/help", "/help/script-tag", "/help/no-such-page")
WIDTHS = (320, 390, 820, 1280, 1440)
# How many words stand on each line that the browser made of an element.
LINES_OF_WORDS = """elements => elements.map(element => {
  const counts = {};
  for (const found of element.textContent.matchAll(/\\S+/g)) {
    const range = new Range();
    range.setStart(element.firstChild, found.index);
    range.setEnd(element.firstChild, found.index + found[0].length);
    const top = Math.round(range.getBoundingClientRect().top);
    counts[top] = (counts[top] ?? 0) + 1;
  }
  return Object.values(counts);
})"""


@pytest.fixture(scope="module")
def site() -> Site:
    return site_of(load_company(Path("data/company.yml")), load_pages(Path("data/knowledge")))


@pytest.fixture(params=["light", "dark"])
def tab(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """A tab in which the site is served from memory; complaints of the browser end up in `complaints`."""
    context = browser.new_context(color_scheme=request.param)
    page = context.new_page()
    page.route("**/*", lambda route: _serve(route, site))
    yield page
    context.close()


def _serve(route: Route, site: Site) -> None:
    path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
    if path == "/site/style.css":
        route.fulfill(body=site.stylesheet, content_type="text/css")
    elif path == "/site/mark.svg":
        route.fulfill(body=site.mark, content_type="image/svg+xml")
    elif path == "/widget/loader.js":
        route.fulfill(body="", content_type="text/javascript")
    else:
        body = site.pages.get(path, site.missing)
        route.fulfill(body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": CSP})


@pytest.mark.parametrize("path", PATHS)
def test_nothing_sticks_out_sideways_at_any_width(tab: Page, path: str) -> None:
    tab.goto(ORIGIN + path)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PATHS)
def test_the_strict_policy_is_never_violated(tab: Page, path: str) -> None:
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(ORIGIN + path, wait_until="networkidle")
    assert complaints == []


@pytest.mark.parametrize("path", PATHS)
def test_links_and_buttons_are_large_enough_for_a_thumb(tab: Page, path: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 900})
    tab.goto(ORIGIN + path)
    heights = tab.eval_on_selector_all(
        ".button, .top a, .shelf li a, .around a", "found => found.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_no_word_of_the_headline_is_left_alone_on_a_line(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(ORIGIN)
    lines = tab.eval_on_selector_all("h1 .line", LINES_OF_WORDS)
    assert len(lines) == 2
    assert all(count > 1 for counts in lines for count in counts)


def test_the_first_stop_of_the_keyboard_skips_to_the_content(tab: Page) -> None:
    tab.goto(f"{ORIGIN}/help/script-tag")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0


def test_an_anchor_is_not_hidden_under_the_header(tab: Page) -> None:
    tab.goto(f"{ORIGIN}/help/script-tag#content-security-policy")
    top = tab.evaluate("document.getElementById('content-security-policy').getBoundingClientRect().top")
    assert top >= tab.evaluate("document.querySelector('header').getBoundingClientRect().bottom")
