"""D11: a reload, a second tab, a lost connection or a blocked storage lose and double nothing."""

from playwright.sync_api import BrowserContext, expect

from tests.widget.chat import Chat
from tests.widget.fake_server import FakeServer
from tests.widget.sites import Site

LOST = "The connection is interrupted."
OFFLINE = "You are offline."
BREAK_STORAGE = """
for (const area of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, area, { get() { throw new DOMException("blocked", "SecurityError"); } });
"""


def test_d11_a_reload_resumes_the_open_conversation(chat: Chat) -> None:
    chat.begin()
    chat.server.say("assistant", "Good day.")
    chat.shows("Good day.")
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    chat.shows("Good day.")
    assert chat.lines() == ["Hello", "Good day."]
    assert len(chat.server.talks) == 1


def test_d11_another_page_of_the_site_brings_news_while_the_panel_is_closed(chat: Chat) -> None:
    chat.server.sites["/help"] = Site()
    chat.begin()
    chat.page.keyboard.press("Escape")
    chat.visit("/help")
    chat.server.wait_for(lambda: bool(chat.server.talk.sockets))
    chat.server.say("assistant", "Here is your answer.")
    expect(chat.page.get_by_role("button", name="Open chat, unread messages: 1")).to_be_visible()
    expect(chat.panel).to_be_hidden()


def test_d11_a_second_tab_shows_the_same_conversation(chat: Chat, browser_context: BrowserContext) -> None:
    chat.begin()
    second = Chat(browser_context.new_page(), chat.server)
    second.visit()
    second.open()
    second.shows("Hello")
    second.say("From the second tab")
    chat.shows("From the second tab")
    chat.server.say("assistant", "To both.")
    chat.shows("To both.")
    second.shows("To both.")
    assert chat.lines() == second.lines()
    assert len(chat.server.talks) == 1


def test_d11_two_tabs_that_begin_at_once_end_up_in_one_conversation(
    chat: Chat, browser_context: BrowserContext
) -> None:
    second = Chat(browser_context.new_page(), chat.server)
    for tab in (chat, second):
        tab.visit()
        tab.open()
        tab.input.fill("Hello")
    for tab in (second, chat):
        tab.input.press("Enter")
    chat.server.wait_for_messages(2)
    assert len(chat.server.talks) == 1
    expect(chat.log.locator(".words")).to_have_count(2)
    expect(second.log.locator(".words")).to_have_count(2)


def test_d11_a_broken_line_is_mended_unseen_and_nothing_is_missed(chat: Chat) -> None:
    chat.begin()
    chat.server.drop_sockets()
    chat.server.say("assistant", "Said meanwhile.")
    chat.say("And this too")
    chat.server.wait_for_message("And this too")
    chat.shows("Said meanwhile.")
    expect(chat.panel.get_by_text(LOST)).to_have_count(0)
    assert chat.lines() == ["Hello", "Said meanwhile.", "And this too"]


def test_d11_a_server_that_goes_away_and_comes_back_gets_everything_once(chat: Chat) -> None:
    chat.begin()
    chat.server.stop()
    chat.say("first")
    chat.say("second")
    expect(chat.panel.get_by_text(LOST)).to_be_visible()
    expect(chat.log.get_by_text("Not sent yet")).to_be_visible()
    # Held before the server is back: the widget may find it by itself first, and then there is nothing to press.
    connect_now = chat.button("Connect now").element_handle()
    chat.server.start()
    connect_now.dispatch_event("click")
    chat.server.wait_for_message("second")
    expect(chat.panel.get_by_text(LOST)).to_be_hidden()
    expect(chat.log.get_by_text("Not sent yet")).to_have_count(0)
    assert chat.server.talk.texts("visitor") == ["Hello", "first", "second"]
    assert chat.lines() == ["Hello", "first", "second"]


def test_d11_what_is_written_offline_survives_a_reload(chat: Chat, browser_context: BrowserContext) -> None:
    chat.begin()
    browser_context.set_offline(offline=True)
    expect(chat.panel.get_by_text(OFFLINE)).to_be_visible()
    chat.say("from a tunnel")
    expect(chat.log.get_by_text("Not sent yet")).to_be_visible()
    browser_context.set_offline(offline=False)
    chat.page.evaluate("dispatchEvent(new Event('offline'))")
    chat.page.reload()
    chat.server.wait_for_message("from a tunnel")
    chat.shows("from a tunnel")
    assert chat.server.talk.texts("visitor") == ["Hello", "from a tunnel"]


def test_d11_blocked_sockets_are_replaced_by_polling(chat: Chat) -> None:
    chat.server.blocks_sockets = True
    chat.begin()
    chat.server.say("assistant", "Over plain HTTP.")
    chat.shows("Over plain HTTP.")
    chat.say("Works")
    chat.server.wait_for_message("Works")
    assert chat.lines() == ["Hello", "Over plain HTTP.", "Works"]


def test_d11_a_burst_keeps_its_order(chat: Chat) -> None:
    chat.begin()
    texts = [f"message {number}" for number in range(25)]
    for text in texts:
        chat.say(text)
    chat.server.wait_for_message(texts[-1])
    assert chat.server.talk.texts("visitor") == ["Hello", *texts]
    expect(chat.log.locator(".stored .words")).to_have_count(26)
    assert chat.lines() == ["Hello", *texts]


def test_a_browser_that_blocks_storage_can_chat_without_resuming(chat: Chat) -> None:
    chat.page.add_init_script(BREAK_STORAGE)
    errors: list[str] = []
    chat.page.on("pageerror", lambda error: errors.append(str(error)))
    chat.begin()
    chat.server.say("assistant", "Good day.")
    chat.shows("Good day.")
    chat.page.reload()
    chat.open()
    expect(chat.panel.get_by_text("an assistant, not a person")).to_be_visible()
    assert errors == []


def test_a_conversation_that_the_server_forgot_is_said_to_be_gone(chat: Chat, server: FakeServer) -> None:
    chat.begin()
    server.forget()
    expect(chat.panel.get_by_text("This conversation is no longer available.")).to_be_visible()
    assert chat.page.evaluate("localStorage.length") == 0
    chat.button("Start a new conversation").click()
    expect(chat.panel.get_by_text("an assistant, not a person")).to_be_visible()
