"""When a page of the desk may be acted on. Tests wait for what is true of it, never for a moment to pass."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

PATIENCE_SECONDS = 30.0
LOOK_AGAIN_MS = 20


def wait_until_ready(page: Page) -> None:
    """Its script has bound keys and buttons. After a step to another page, wait for that page's address first."""
    expect(page.locator("html[data-ready]")).to_be_attached()


def wait_until_live(page: Page) -> None:
    """It is ready, hears events, and has fetched what changed before it heard any."""
    expect(page.locator("html[data-ready][data-live]")).to_be_attached()


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """For what the page cannot show, such as what has reached the server; the page goes on meanwhile."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "what the test waits for did not happen"
        page.wait_for_timeout(LOOK_AGAIN_MS)
