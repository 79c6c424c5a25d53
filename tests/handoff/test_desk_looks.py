"""Every page of the desk at three sizes and in both schemes: accessible, no sideways scroll, nothing inline."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.handoff.conftest import Reps, ServedDesk
from tests.handoff.samples import PRIYA

ColorScheme = Literal["light", "dark"]
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1280, 800)}
PAGES = [
    "/desk",
    "/desk?show=all",
    "/desk/conversations",
    "/desk/conversations/c-dana",
    "/desk/conversations/c-mine",
    "/desk/conversations/c-marco",
    "/desk/conversations/c-silent",
    "/desk/conversations/c-dana/decisions",
    "/desk/leads",
    "/desk/leads/l-dana",
    "/desk/conversations/nothing",
]
EMPTY_PAGES = ["/desk", "/desk?show=mine", "/desk?show=all", "/desk/conversations", "/desk/leads"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def axe() -> Axe:
    return Axe()


def check(page: Page, axe: Axe, width: int) -> None:
    """Everything opened that can be opened, then axe and the width."""
    page.evaluate("document.querySelectorAll('details.more').forEach(each => { each.open = true })")
    results = axe.run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def empty_reps(browser: Browser, served_empty: ServedDesk) -> Iterator[Reps]:
    yield Reps(browser, served_empty)
    for context in browser.contexts:
        context.close()


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light")])
def test_every_page_is_accessible(reps: Reps, axe: Axe, size: str, scheme: ColorScheme) -> None:
    width, height = SIZES[size]
    page = reps.sign_in(PRIYA, width=width, height=height, color_scheme=scheme, reduced_motion="reduce")
    for path in PAGES:
        reps.open(page, path)
        check(page, axe, width)


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_and_breaks_no_policy(reps: Reps, size: str) -> None:
    width, height = SIZES[size]
    page = reps.sign_in(PRIYA, width=width, height=height)
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in PAGES:
        reps.open(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_empty_pages_say_what_will_appear(empty_reps: Reps, axe: Axe, scheme: ColorScheme) -> None:
    page = empty_reps.sign_in(PRIYA, width=390, height=844, color_scheme=scheme, reduced_motion="reduce")
    for path in EMPTY_PAGES:
        empty_reps.open(page, path)
        expect(page.locator(".empty h2")).to_have_count(1)
        check(page, axe, 390)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_is_accessible_and_fits_a_small_phone(
    browser: Browser, served: ServedDesk, axe: Axe, scheme: ColorScheme
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{served.url}/desk/sign-in")
    page.get_by_label("E-mail").fill(PRIYA.email)
    page.get_by_label("Password").fill("wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, axe, 320)
    context.close()


@pytest.mark.parametrize("part", ["Brief", "Notes"])
def test_a_phone_shows_one_part_of_a_conversation_at_a_time(reps: Reps, axe: Axe, part: str) -> None:
    page = reps.sign_in(PRIYA, width=390, height=844, has_touch=True)
    reps.open(page, "/desk/conversations/c-dana")
    expect(page.locator(".panel-brief")).to_be_hidden()
    page.get_by_role("button", name=part).click()
    expect(page.locator("#log")).to_be_hidden()
    check(page, axe, 390)


def test_the_pop_ups_are_accessible(reps: Reps, axe: Axe) -> None:
    page = reps.sign_in(PRIYA, reduced_motion="reduce")
    page.locator("#score-h-dana > summary").click()
    check(page, axe, 1280)
    reps.open(page, "/desk/conversations/c-mine")
    page.locator(".close-it > summary").click()
    check(page, axe, 1280)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    check(page, axe, 1280)


def test_a_phones_cards_tell_channel_language_and_ticket(reps: Reps) -> None:
    page = reps.sign_in(PRIYA, width=390, height=844)
    side = page.locator("#card-h-support .card-side")
    expect(side.get_by_text("Help centre, in German")).to_be_visible()
    expect(side.get_by_text("Ticket 12")).to_be_visible()


def test_leads_without_a_name_tell_the_time_in_the_readers_zone(reps: Reps) -> None:
    page = reps.sign_in(PRIYA, timezone_id="Asia/Kolkata")
    reps.open(page, "/desk/leads")
    moment = page.locator("#lead-l-none [data-moment]")
    there = (
        "at => new Date(at).toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Kolkata'})"
    )
    expect(moment).to_contain_text(page.evaluate(there, moment.get_attribute("datetime")))
    expect(moment).not_to_contain_text("UTC")


def test_a_phones_fields_are_large_enough_not_to_zoom(reps: Reps) -> None:
    page = reps.sign_in(PRIYA, width=390, height=844)
    reps.open(page, "/desk/conversations/c-mine")
    sizes = page.locator("textarea").evaluate_all("all => all.map(each => parseFloat(getComputedStyle(each).fontSize))")
    assert min(sizes) >= 16
