"""The widget as a visitor meets it: found by role and label, never by its insides.

Only what several tests do in the same words; what a test is about stays in the test.
"""

from playwright.sync_api import Locator, Page, expect

from tests.widget.fake_server import FakeServer

# Not what goes on for ever, such as the dots of a typing sign.
REST = """async () => {
  const { shadowRoot } = document.querySelector("foyer-widget");
  const ending = shadowRoot.getAnimations().filter((each) => each.effect.getComputedTiming().iterations !== Infinity);
  await Promise.allSettled(ending.map((each) => each.finished));
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
}"""


class Chat:
    """The widget on one open page."""

    def __init__(self, page: Page, server: FakeServer) -> None:
        self.page = page
        self.server = server
        self.launcher = page.locator("foyer-widget .launcher")
        self.panel = page.get_by_role("dialog")
        self.log = page.get_by_role("log")
        self.input = self.panel.get_by_role("textbox")
        self.person = self.panel.get_by_role("button", name="person")

    def visit(self, path: str = "/") -> None:
        """Goes to a page and waits for the launcher."""
        self.page.goto(self.server.address + path)
        expect(self.launcher).to_be_visible()

    def open(self) -> None:
        """Presses the launcher."""
        self.launcher.click()
        expect(self.panel).to_be_visible()

    def say(self, text: str) -> None:
        """Types and sends, without waiting for the server."""
        self.input.fill(text)
        self.input.press("Enter")

    def begin(self, text: str = "Hello", path: str = "/") -> None:
        """From an empty page to a conversation with its first message at the server."""
        self.visit(path)
        self.open()
        self.say(text)
        self.server.wait_for_message(text)
        self.server.wait_for(lambda: bool(self.server.talk.sockets) or self.server.blocks_sockets)

    def wait_for_rest(self) -> None:
        """Waits until nothing moves any more and the last change is painted: before measuring."""
        self.page.evaluate(REST)

    def button(self, name: str) -> Locator:
        """A button of the panel."""
        return self.panel.get_by_role("button", name=name, exact=True)

    def shows(self, text: str) -> None:
        """Expects the text in the log, once."""
        expect(self.log.get_by_text(text, exact=True)).to_have_count(1)

    def lines(self) -> list[str]:
        """The words of every line of the log, in order."""
        return self.log.locator(".words").all_inner_texts()

    def storage_size(self) -> int:
        """How much the page has stored in all."""
        return int(self.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length"))
