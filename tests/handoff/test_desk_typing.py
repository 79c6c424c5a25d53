"""Somebody who types: at once after accepting, on a phone whose keyboard takes half of the page, without connection."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.handoff.conftest import Reps, ServedDesk
from tests.handoff.ready import wait_until
from tests.handoff.samples import PRIYA

MINE = "/desk/conversations/c-mine"
DANA = "/desk/conversations/c-dana"
ASSISTANT = "/desk/conversations/c-assistant"
SIZES = [(390, 844), (820, 1180), (1440, 900)]


def last_words_are_in_sight(page: Page) -> None:
    log = page.locator("#log")
    expect(page.locator("#messages > li").last).to_be_in_viewport(ratio=1)
    end = "log => log.scrollHeight - log.scrollTop - log.clientHeight"
    wait_until(page, lambda: log.evaluate(end) < 2)


@pytest.mark.parametrize(("path", "button"), [(DANA, "Accept"), (ASSISTANT, "Take over")])
def test_what_is_typed_after_accepting_is_the_reply_and_no_key(
    reps: Reps, served: ServedDesk, path: str, button: str
) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, path)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("/(accept|take-over)$"), hold)
    page.get_by_role("button", name=button, exact=True).focus()
    page.keyboard.press("e")
    wait_until(page, lambda: bool(held))
    page.keyboard.type("ue")
    held[0].continue_()
    field = page.locator("#reply")
    expect(field).to_be_focused()
    page.keyboard.type("Sure, nobody eats jam unless asked.")
    expect(field).to_have_value(re.compile("Sure, nobody eats jam unless asked.$"))
    expect(page).to_have_url(f"{served.url}{path}")
    expect(page.locator(".close-it")).not_to_have_attribute("open", "")
    assert len(held) == 1


def test_ones_own_conversation_opens_with_the_reply_in_focus_and_escape_gives_the_keys_back(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    expect(page.locator("#reply")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#note")).to_be_focused()


def test_a_key_that_is_held_down_acts_once(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    page.keyboard.press("Escape")
    page.keyboard.down("e")
    expect(page.locator(".close-it")).to_have_attribute("open", "")
    page.keyboard.down("e")
    page.keyboard.up("e")
    expect(page.locator(".close-it")).to_have_attribute("open", "")


def test_the_newest_words_stay_in_sight_when_a_phones_keyboard_opens(reps: Reps) -> None:
    page = reps.sign_in(PRIYA, width=390, height=844, has_touch=True)
    reps.open(page, DANA)
    last_words_are_in_sight(page)
    page.set_viewport_size({"width": 390, "height": 480})
    last_words_are_in_sight(page)


def test_who_reads_further_up_stays_there_when_the_keyboard_opens(reps: Reps) -> None:
    page = reps.sign_in(PRIYA, width=390, height=600, has_touch=True)
    reps.open(page, DANA)
    page.locator("#m1").scroll_into_view_if_needed()
    expect(page.locator("#m1")).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 480})
    expect(page.locator("#m1")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_banner_of_a_lost_connection_covers_nothing(reps: Reps, width: int, height: int) -> None:
    page = reps.sign_in(PRIYA, width=width, height=height)
    reps.open(page, MINE)
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    banner = page.locator("#live-trouble")
    expect(banner).to_be_visible()
    below = banner.evaluate("banner => banner.getBoundingClientRect().bottom")
    top = "element => element.getBoundingClientRect().top"
    wait_until(page, lambda: page.locator(".thread-head").evaluate(top) >= below)
    if width >= 720:
        assert page.locator(".brand").evaluate(top) >= below
    bottom = page.locator("#composer-mine").evaluate("composer => composer.getBoundingClientRect().bottom")
    assert bottom <= height
    assert page.evaluate("document.documentElement.scrollHeight") <= height
