"""The widget in several languages, in a real browser: begun in the browser's, switched live, right to left (D14)."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.widget.chat import Chat
from tests.widget.fake_server import FakeServer
from tests.widget.sites import Site


def _choose(chat: Chat, name: str) -> None:
    chat.panel.get_by_role("combobox").select_option(label=name)


@pytest.mark.parametrize(
    ("attributes", "browser_in", "written_in", "label"),
    [
        ("", "de-CH", "en", "Chat öffnen"),
        ('data-locale="en"', "de", "de", "Open chat"),
        ("", "sw", "de-CH", "Chat öffnen"),
        ("", "sw", "sw", "Open chat"),
        ('data-locale="xx"', "de", "en", "Chat öffnen"),
    ],
)
def test_d14_the_button_speaks_as_the_tag_the_browser_or_the_page_says_before_anything_is_loaded(
    attributes: str, browser_in: str, written_in: str, label: str, browser: Browser, server: FakeServer
) -> None:
    server.sites["/"] = Site(attributes=attributes, language=written_in)
    context = browser.new_context(locale=browser_in)
    chat = Chat(context.new_page(), server)
    chat.visit()
    expect(chat.launcher).to_have_accessible_name(label)
    context.close()


def test_d14_the_menu_changes_everything_in_place_and_keeps_what_was_being_written(chat: Chat) -> None:
    chat.begin()
    chat.input.fill("half a thought")
    chat.panel.get_by_role("combobox").focus()
    _choose(chat, "Deutsch")
    expect(chat.panel.get_by_role("combobox", name="Sprache")).to_be_focused()
    expect(chat.input).to_have_value("half a thought")
    expect(chat.panel).to_have_attribute("lang", "de")
    chat.shows("Hello")
    chat.server.wait_for(lambda: chat.server.talk.state["locale"] == "de")
    chat.page.reload()
    expect(chat.panel).to_have_attribute("lang", "de")


def test_d14_the_server_may_change_the_language_with_a_message(chat: Chat) -> None:
    chat.begin("Was kostet das?")
    chat.server.talk.state["locale"] = "de"
    chat.server.say("assistant", "Das kostet 49 Euro.")
    expect(chat.panel).to_have_attribute("lang", "de")
    expect(chat.input).to_be_focused()


def test_d14_arabic_turns_the_panel_and_the_page_stays_as_it_is(chat: Chat) -> None:
    chat.begin()
    _choose(chat, "العربية")
    expect(chat.panel).to_have_attribute("lang", "ar")
    frame = chat.page.locator("foyer-widget .frame")
    expect(frame).to_have_attribute("dir", "rtl")
    assert chat.page.evaluate("document.documentElement.dir") == ""
    box = chat.launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100
    _choose(chat, "English")
    expect(frame).to_have_attribute("dir", "ltr")


def test_a_language_chosen_before_the_first_message_is_kept_nowhere_until_then(chat: Chat) -> None:
    chat.visit()
    chat.open()
    _choose(chat, "Español")
    expect(chat.panel).to_have_attribute("lang", "es")
    assert chat.storage_size() == 0
    chat.say("hola")
    chat.server.wait_for_message("hola")
    assert chat.server.talk.opening["locale"] == "es"
    assert chat.server.talk.opening["locale_chosen"] is True


def test_the_sites_starter_questions_are_for_the_pages_language_alone(chat: Chat) -> None:
    chat.server.sites["/"] = Site(attributes='data-suggestions="Is it free?"')
    chat.visit()
    chat.open()
    expect(chat.button("Is it free?")).to_be_visible()
    _choose(chat, "Deutsch")
    expect(chat.button("Is it free?")).to_have_count(0)
    expect(chat.panel.get_by_role("group").get_by_role("button")).to_have_count(3)


def test_the_sites_starter_questions_are_not_for_a_visitor_with_another_language(
    browser: Browser, server: FakeServer
) -> None:
    server.sites["/"] = Site(attributes='data-suggestions="Is it free?"')
    context = browser.new_context(locale="de-CH")
    chat = Chat(context.new_page(), server)
    chat.visit()
    chat.open()
    expect(chat.button("Was kostet das?")).to_be_visible()
    expect(chat.button("Is it free?")).to_have_count(0)
    context.close()


def test_the_menu_is_reached_and_used_by_keyboard_alone(chat: Chat) -> None:
    chat.visit()
    chat.open()
    menu = chat.panel.get_by_role("combobox")
    for _ in range(10):
        if menu.evaluate("node => node === node.getRootNode().activeElement"):
            break
        chat.page.keyboard.press("Tab")
    expect(menu).to_be_focused()
    chat.page.keyboard.press("d")
    expect(chat.panel).to_have_attribute("lang", re.compile("de"))
