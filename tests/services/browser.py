"""A real Chromium for tests, driven by Playwright.

One browser per test module, never per run: while Playwright's synchronous interface is up, its event loop counts as
running in this thread, and no asynchronous test could follow.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.services.install import CHROMIUM, require

# Root cannot have Chromium's sandbox, and QUIC, updates and sync would look for the internet.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What is true on a quiet machine within milliseconds may take seconds on a busy one; only what never comes fails.
PATIENCE_MS = 20_000


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Where Chromium is, for those who start it themselves."""
    return require(CHROMIUM)


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """A headless Chromium without history; whatever is expected of its pages is waited for equally long."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, headless=True, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's browser: no cookies, no storage, shared with no other test."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """One open tab."""
    return browser_context.new_page()
