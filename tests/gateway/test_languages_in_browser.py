"""A conversation each in German, Spanish and Arabic, as a visitor has it: real pages, real widget, real texts (D14)."""

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, expect

from gateway.serving import server_config
from tests.gateway.world import PlayedEngine, make_gateway, settings_for
from tests.services.servers import free_port

pytestmark = pytest.mark.browser

ENGINE = PlayedEngine()
INTENTS = {
    "was kostet": "ask_pricing",
    "¿cuánto": "ask_pricing",
    "prices": "ask_pricing",
    "بصراحة": "inform",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running gateway; only Rasa is played."""
    settings = settings_for(tmp_path_factory.mktemp("var")).model_copy(update={"port": free_port()})
    server = uvicorn.Server(server_config(make_gateway(settings, ENGINE), settings))
    serving = threading.Thread(target=server.run)
    serving.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{settings.port}"
    server.should_exit = True
    serving.join()


@pytest.fixture(autouse=True)
def understands() -> None:
    ENGINE.reset()
    ENGINE.intents = INTENTS


def _open(page: Page, address: str) -> Locator:
    page.goto(address)
    page.locator("foyer-widget .launcher").click()
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible()
    return panel


def _say(panel: Locator, text: str) -> None:
    panel.get_by_role("textbox").fill(text)
    panel.get_by_role("textbox").press("Enter")


def test_d14_german_from_the_page_with_a_german_answer_and_its_page(page: Page, address: str) -> None:
    panel = _open(page, f"{address}/de/help/pricing")
    expect(panel).to_have_attribute("lang", "de")
    _say(panel, "Was kostet das im Monat?")
    log = panel.get_by_role("log")
    expect(log).to_contain_text("ich bin der Assistent")
    source = log.get_by_role("listitem").get_by_role("link").first
    assert (source.get_attribute("href") or "").startswith(f"{address}/de/help/")
    page.goto(source.get_attribute("href") or "")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("link", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    # The conversation is German, whatever page it goes on at.
    expect(page.get_by_role("dialog")).to_have_attribute("lang", "de")


def test_d14_german_from_the_browser_on_an_english_page(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="de-AT")
    panel = _open(context.new_page(), address)
    expect(panel).to_have_attribute("lang", "de")
    # No word of it tells a language: what the browser said holds.
    _say(panel, "ok")
    expect(panel.get_by_role("log")).to_contain_text("ich bin der Assistent")
    context.close()


def test_d14_spanish_from_the_first_words_on_an_english_page(page: Page, address: str) -> None:
    panel = _open(page, address)
    expect(panel).to_have_attribute("lang", "en")
    _say(panel, "¿Cuánto cuesta al mes para mi empresa?")
    expect(panel).to_have_attribute("lang", "es")
    expect(panel.get_by_role("log")).to_contain_text("asistente")
    expect(panel.get_by_role("combobox", name="Idioma")).to_have_value("es")


def test_d14_arabic_from_the_menu_right_to_left_with_a_choice_understood_by_its_position(
    page: Page, address: str
) -> None:
    panel = _open(page, address)
    panel.get_by_role("combobox").select_option("ar")
    expect(panel).to_have_attribute("lang", "ar")
    assert panel.evaluate("node => getComputedStyle(node).direction") == "rtl"
    _say(panel, "بصراحة لا أعرف ما أريد")
    choices = panel.get_by_role("group").get_by_role("button")
    pressed = choices.nth(1).inner_text()
    choices.nth(1).click()
    expect(panel.get_by_role("log").get_by_text(pressed)).to_be_visible()
    expect(panel.get_by_role("log").locator(".assistant .words")).to_have_count(2)
    assert (ENGINE.texts[-1], ENGINE.locales[-1]) == ("Prices", "en")
