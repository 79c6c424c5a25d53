"""The whole story in a real browser, with the real Rasa: from a stranger's question to a closed conversation."""

import re
import time

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.handoff.ready import wait_until_ready
from tests.journeys.product import Product

pytestmark = [pytest.mark.journey, pytest.mark.browser]

PATIENCE_MS = 60_000
ADMIN = "admin@example.com"


class VisitorPage:
    """The widget on the demo site, as a visitor uses it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.goto(url)
        page.locator("foyer-widget .launcher").click()
        self.panel = page.get_by_role("dialog")
        self.log = page.get_by_role("log")
        expect(self.panel).to_be_visible()

    def say(self, text: str) -> None:
        field = self.page.get_by_role("textbox", name="Your message")
        field.fill(text)
        field.press("Enter")

    def hears(self, words: str) -> Locator:
        """Waits for words that only the other side uses."""
        line = self.log.locator(".words", has_text=re.compile(words, re.IGNORECASE)).last
        expect(line).to_be_visible(timeout=PATIENCE_MS)
        return line


def sign_in(page: Page, product: Product) -> None:
    page.goto(f"{product.url}/desk")
    page.get_by_label("E-mail").fill(ADMIN)
    page.get_by_label("Password").fill(product.admin_password())
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/desk$"))
    wait_until_ready(page)


def test_a_visitors_chat_becomes_a_reps_conversation(product: Product, browser: Browser) -> None:
    visitor = VisitorPage(browser.new_context().new_page(), product.url)
    rep = browser.new_context().new_page()
    sign_in(rep, product)

    # A question is answered with its source, then the first question of ours follows.
    visitor.say("how much does it cost?")
    visitor.hears(r"\$\d+")
    expect(visitor.log.get_by_role("link").first).to_be_visible()

    # Qualified by conversation, with a correction and a side question in the middle.
    visitor.say("we're about 40 people, I'm head of support at Acme")
    visitor.hears("team size.*40")
    visitor.say("actually it's 50")
    visitor.hears("corrected.*50")
    visitor.say("is there a free trial?")
    visitor.hears("30 days free")
    visitor.say("dana@acme.com")
    visitor.hears("noted.*dana@acme.com|dana@acme.com, noted")

    # A person is asked for, and the visitor is told only what is true.
    visitor.say("can I talk to a person please")
    card = rep.locator(".cards > li", has_text="Acme").first
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    expect(visitor.panel).to_contain_text(re.compile("waiting", re.IGNORECASE), timeout=PATIENCE_MS)

    # The rep picks it up with everything needed to know, and both chat.
    card.get_by_role("button", name="Accept").click()
    expect(rep).to_have_url(re.compile("/desk/conversations/"))
    wait_until_ready(rep)
    expect(rep.get_by_role("button", name="Send")).to_be_visible(timeout=PATIENCE_MS)
    expect(rep.locator("body")).to_contain_text("dana@acme.com")
    expect(rep.locator("body")).to_contain_text("50")
    reply = rep.get_by_role("textbox", name=re.compile("^Reply to"))
    reply.fill("Hello, 50 people fit the Growth plan.")
    reply.press("Enter")
    visitor.hears("50 people fit the Growth plan")
    visitor.say("great, and how much does it cost per year?")
    expect(rep.locator("#messages")).to_contain_text("per year", timeout=PATIENCE_MS)

    # Closed with an outcome; the lead and the decisions tell how it went.
    rep.locator(".close-it > summary").click()
    rep.get_by_label("Qualified").check()
    rep.get_by_role("button", name="Close the conversation").click()
    expect(rep.get_by_text("This conversation is closed.")).to_be_visible()
    expect(visitor.panel).to_contain_text("Start a new conversation", timeout=PATIENCE_MS)
    rep.get_by_role("link", name="Decisions").first.click()
    expect(rep.locator("body")).to_contain_text("Ask pricing")
    # The CRM is written to after the turn, never within it.
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until and "Acme" not in rep.locator("body").inner_text():
        rep.goto(f"{product.url}/desk/leads")
    expect(rep.locator("main")).to_contain_text("Acme")


def test_a_reload_in_the_middle_loses_nothing(product: Product, browser: Browser) -> None:
    page = browser.new_context().new_page()
    visitor = VisitorPage(page, product.url)
    visitor.say("how much does it cost?")
    visitor.hears(r"\$\d+")
    page.reload()
    expect(page.locator("foyer-widget .launcher")).to_be_visible()
    # A panel that was open comes back open, as soon as its script is there.
    expect(page.get_by_role("log")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("log")).to_contain_text("how much does it cost?", timeout=PATIENCE_MS)
    expect(page.get_by_role("log").locator(".words", has_text="how much does it cost?")).to_have_count(1)
