"""Fixtures of the widget's tests: a server that keeps the contract, and a visitor's open tab."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.widget.chat import Chat
from tests.widget.fake_server import FakeServer
from tests.widget.sites import Site


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A running server with a plain site on it."""
    running = FakeServer()
    running.sites["/"] = Site()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def chat(page: Page, server: FakeServer) -> Chat:
    """The widget in one tab, not opened yet."""
    return Chat(page, server)
