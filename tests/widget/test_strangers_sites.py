"""The widget on sites that are strict, hostile, narrow or dark, with a keyboard and with a screen reader."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Browser, ConsoleMessage, expect

from tests.widget.chat import Chat
from tests.widget.fake_server import FakeServer
from tests.widget.sites import HOSTILE_STYLE, STRICT_POLICY, Site


def fill_with_everything(chat: Chat) -> None:
    """Brings every kind of line and control onto the screen."""
    chat.server.say(
        "assistant", "See https://example.com for more.", name="Foyer", sources=[{"title": "Plans", "url": "/p"}]
    )
    chat.server.say("system", "Dana joined.")
    chat.server.say("rep", "How many people are you?", name="Dana Reyes", choices=["1-10", "11-50"])
    chat.server.change_state(handoff="waiting", waiting_seconds=65, line="We told the team.")
    chat.server.show_typing("rep")
    expect(chat.button("11-50")).to_be_visible()
    expect(chat.panel.get_by_text("We told the team.")).to_be_visible()
    expect(chat.panel.get_by_role("img", name="Our team is writing")).to_be_visible()
    expect(chat.log.locator(".stored")).to_have_count(4)


def test_the_whole_chat_works_under_a_strict_content_security_policy(chat: Chat) -> None:
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "favicon" not in message.location.get("url", ""):
            complaints.append(message.text)

    chat.page.on("console", listen)
    chat.server.sites["/strict"] = Site(policy=STRICT_POLICY)
    chat.begin(path="/strict")
    chat.input.fill("a\nb\nc")
    fill_with_everything(chat)
    assert complaints == []
    chat.wait_for_rest()
    box = chat.panel.bounding_box()
    assert box is not None
    assert box["width"] == 384


def test_trusted_types_are_kept(chat: Chat) -> None:
    errors: list[str] = []
    chat.page.on("pageerror", lambda error: errors.append(str(error)))
    policy = STRICT_POLICY + "; require-trusted-types-for 'script'; trusted-types 'none'"
    chat.server.sites["/strict"] = Site(policy=policy)
    chat.begin(path="/strict")
    fill_with_everything(chat)
    assert errors == []


def test_a_site_of_another_origin_needs_nothing_but_the_script_tag(chat: Chat) -> None:
    chat.page.goto(chat.server.other_address + "/")
    chat.open()
    chat.say("Hello from elsewhere")
    chat.server.wait_for_message("Hello from elsewhere")
    chat.server.say("assistant", "Welcome.")
    chat.shows("Welcome.")
    assert chat.page.context.cookies() == []


def test_the_widget_looks_the_same_on_a_site_whose_css_fights_it(browser: Browser, server: FakeServer) -> None:
    looks = []
    for path, style in (("/calm", ""), ("/hostile", HOSTILE_STYLE)):
        server.sites[path] = Site(style=style, body="<main>Northwind</main>")
        with browser.new_context(reduced_motion="reduce") as context:
            chat = Chat(context.new_page(), server)
            chat.begin(path=path)
            fill_with_everything(chat)
            looks.append(look_of(chat))
        server.talks.clear()
    assert looks[0] == looks[1]


def look_of(chat: Chat) -> object:
    """Size, place and colours of what matters, as the browser computed them."""
    return chat.page.evaluate(
        """(selectors) => selectors.map((selector) => {
          const node = document.querySelector("foyer-widget").shadowRoot.querySelector(selector);
          const style = getComputedStyle(node);
          const { x, y, width, height } = node.getBoundingClientRect();
          const read = ["color", "background-color", "font", "display", "visibility", "opacity", "pointer-events"];
          return [selector, x, y, width, height, ...read.map((name) => style.getPropertyValue(name))];
        })""",
        [".launcher", ".panel", "header", "textarea", ".visitor .bubble", ".choice", ".sources a"],
    )


def test_the_widget_changes_nothing_on_the_site(chat: Chat) -> None:
    describe = """() => [...document.querySelectorAll("body, body *")].map((node) =>
      [node.tagName, node.className, JSON.stringify(node.getBoundingClientRect()), getComputedStyle(node).cssText])"""
    chat.visit()
    before = chat.page.evaluate(describe)
    chat.begin()
    fill_with_everything(chat)
    assert chat.page.evaluate(describe) == before
    assert chat.page.evaluate("Object.keys(window).filter((name) => /foyer/i.test(name))") == []


def test_the_sites_shortcuts_do_not_react_to_what_is_typed_in_the_chat(chat: Chat) -> None:
    script = "window.pressed = []; addEventListener('keydown', (event) => window.pressed.push(event.key))"
    chat.page.add_init_script(script)
    chat.visit()
    chat.open()
    chat.input.press_sequentially("jk?")
    assert chat.page.evaluate("window.pressed") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_either_scheme(browser: Browser, server: FakeServer, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    chat = Chat(context.new_page(), server)
    chat.visit()
    chat.open()
    found = Axe().run(chat.page)
    assert found.response["violations"] == []
    chat.say("Hello")
    server.wait_for_message("Hello")
    fill_with_everything(chat)
    chat.input.fill("x" * 2001)
    found = Axe().run(chat.page)
    context.close()
    assert found.response["violations"] == []


@pytest.mark.parametrize("accent", ["#ffdd00", "#777777", "#00c2a8", "#111111", "nonsense"])
def test_axe_finds_enough_contrast_with_the_sites_own_colour(chat: Chat, accent: str) -> None:
    chat.server.sites["/"] = Site(attributes=f'data-accent="{accent}"')
    chat.page.emulate_media(reduced_motion="reduce")
    chat.begin()
    fill_with_everything(chat)
    assert Axe().run(chat.page).response["violations"] == []


def test_everything_can_be_done_with_the_keyboard_alone(chat: Chat) -> None:
    chat.server.sites["/"] = Site(body="<main>Northwind</main>")
    chat.visit()
    keys = chat.page.keyboard
    keys.press("Tab")
    expect(chat.launcher).to_be_focused()
    keys.press("Enter")
    expect(chat.input).to_be_focused()
    keys.type("Hello")
    keys.press("Enter")
    chat.server.wait_for_message("Hello")
    chat.server.say("assistant", "How many?", choices=["Few", "Many"])
    expect(chat.button("Many")).to_be_visible()
    keys.press("Shift+Tab")
    expect(chat.button("Many")).to_be_focused()
    keys.press("Space")
    chat.server.wait_for_message("Many")
    expect(chat.input).to_be_focused()
    for _ in range(5):
        keys.press("Tab")
        if chat.person.evaluate("(node) => node.matches(':focus')"):
            break
    outline = chat.person.evaluate("(node) => getComputedStyle(node).outlineStyle")
    assert outline == "solid"
    keys.press("Enter")
    chat.server.wait_for_message("Talk to a person")
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_at_320_pixels_nothing_is_cut_off_or_scrolls_sideways(browser: Browser, server: FakeServer) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568})
    chat = Chat(context.new_page(), server)
    chat.begin("W" * 400)
    server.say("assistant", "L" * 300, name="N" * 80, sources=[{"title": "T" * 120, "url": "/p"}], choices=["C" * 90])
    server.change_state(handoff="waiting", waiting_seconds=4000, line="We told the team, " + "very" * 30)
    expect(chat.button("C" * 90)).to_be_visible()
    expect(chat.panel.get_by_text("very" * 30)).to_be_visible()
    chat.wait_for_rest()
    widest = chat.page.evaluate(
        """() => Math.max(...[...document.querySelector("foyer-widget").shadowRoot.querySelectorAll(".panel *")]
          .filter((node) => !node.closest(".unseen, .name, .sources span, h1"))
          .map((node) => node.getBoundingClientRect().right))"""
    )
    overflow = chat.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert widest <= 320
    assert overflow == 0


def test_on_a_phone_the_panel_fills_the_screen_and_does_not_call_the_keyboard(
    browser: Browser, server: FakeServer
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, reduced_motion="reduce"
    )
    chat = Chat(context.new_page(), server)
    chat.visit()
    chat.launcher.tap()
    expect(chat.panel).to_be_visible()
    box = chat.panel.bounding_box()
    is_typing = chat.input.evaluate("(node) => node.matches(':focus')")
    size = chat.input.evaluate("(node) => getComputedStyle(node).fontSize")
    chat.say("Hello")
    server.wait_for_message("Hello")
    lines = server.requests.count("SOCKET")
    chat.page.reload()
    # Whether it opens is decided in the same moment in which it takes up the conversation.
    server.wait_for(lambda: server.requests.count("SOCKET") > lines)
    covers_next_page = chat.panel.is_visible()
    context.close()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert not is_typing
    assert size == "16px"
    assert not covers_next_page


def test_nothing_moves_for_those_who_asked_for_less_motion(chat: Chat) -> None:
    chat.page.emulate_media(reduced_motion="reduce")
    chat.begin()
    chat.server.show_typing("assistant")
    expect(chat.panel.get_by_role("img", name="The assistant is writing")).to_be_visible()
    running = chat.page.evaluate("document.querySelector('foyer-widget').shadowRoot.getAnimations().length")
    assert running == 0
