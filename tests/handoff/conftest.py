"""The desk over fakes: asked directly, and served to a real browser."""

import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from handoff.contract import RepIdentity
from tests.handoff.desk_app import FakeDesk, make_fake_desk
from tests.handoff.fakes import PASSWORD
from tests.handoff.reading import form_token
from tests.handoff.ready import wait_until, wait_until_live
from tests.services.servers import free_port

ORIGIN = "http://desk.test"
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class ServedDesk:
    """A desk that a browser can open, with the fakes at hand."""

    desk: FakeDesk
    url: str

    def wait_until_heard(self, page: Page, topic: str) -> None:
        """Until the page's stream would hear of this topic."""
        wait_until(page, lambda: topic in self.desk.updates.topics)


@pytest.fixture
def desk() -> FakeDesk:
    return make_fake_desk()


@pytest.fixture
async def guest(desk: FakeDesk) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who is not signed in; sends what a browser sends along."""
    transport = httpx.ASGITransport(app=desk.app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
        yield client


async def sign_in(client: httpx.AsyncClient, rep: RepIdentity, password: str = PASSWORD, **more: str) -> httpx.Response:
    page = await client.get("/desk/sign-in")
    fields = {"csrf": form_token(page.text), "email": rep.email, "password": password, **more}
    return await client.post("/desk/sign-in", data=fields)


@contextmanager
def serving(desk: FakeDesk) -> Iterator[ServedDesk]:
    """The desk on a port of loopback while the block lasts."""
    port = free_port()
    config = uvicorn.Config(desk.app, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    yield ServedDesk(desk, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(START_SECONDS)


@pytest.fixture
def served(desk: FakeDesk, chromium_path: object) -> Iterator[ServedDesk]:
    with serving(desk) as running:
        yield running


@pytest.fixture
def served_empty(chromium_path: object) -> Iterator[ServedDesk]:
    with serving(make_fake_desk(empty=True)) as running:
        yield running


@dataclass(frozen=True, slots=True)
class Reps:
    """Opens the desk for reps, each in a browser of their own. Every page is live before a test acts on it."""

    browser: Browser
    served: ServedDesk

    def sign_in(
        self,
        rep: RepIdentity,
        *,
        width: int = 1280,
        height: int = 800,
        script: bool = True,
        **more: Any,  # noqa: ANN401 -- Playwright's options
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, **more
        )
        page = context.new_page()
        page.goto(f"{self.served.url}/desk/sign-in")
        page.get_by_label("E-mail").fill(rep.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_selector("#desk")
        if script:
            wait_until_live(page)
        return page

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.served.url}{path}")
        wait_until_live(page)

    def reload(self, page: Page) -> None:
        page.reload()
        wait_until_live(page)

    def arrived(self, page: Page, path: str) -> None:
        """After a click or a key that leads to another page: it is that page, and it is live."""
        expect(page).to_have_url(f"{self.served.url}{path}")
        wait_until_live(page)


@pytest.fixture
def reps(browser: Browser, served: ServedDesk) -> Iterator[Reps]:
    yield Reps(browser, served)
    for context in browser.contexts:
        context.close()
