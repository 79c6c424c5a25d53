"""A visitor talks: messages, choices, sources, who speaks, and what the widget claims and does not claim."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.widget.chat import Chat
from tests.widget.fake_server import Refusal
from tests.widget.sites import Site

MARKUP = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script> {{7*7}} &amp; <b>bold</b>"


def test_both_sides_talk_and_unsent_marks_disappear(chat: Chat) -> None:
    chat.begin("What does it cost?")
    chat.server.say("assistant", "It depends on the plan.", name="Foyer")
    chat.shows("It depends on the plan.")
    assert chat.lines() == ["What does it cost?", "It depends on the plan."]
    expect(chat.log.get_by_text("Sending")).to_have_count(0)


def test_html_and_scripts_are_shown_as_text_from_every_side(chat: Chat) -> None:
    chat.begin(MARKUP)
    for author in ("assistant", "rep", "system"):
        chat.server.say(author, MARKUP, name=MARKUP, choices=[MARKUP], sources=[{"title": MARKUP, "url": "/help"}])
    chat.server.change_state(line=MARKUP, owner="rep", rep_name=MARKUP)
    expect(chat.log.get_by_text(MARKUP).first).to_be_visible()
    chat.server.wait_for(lambda: len(chat.lines()) == 4)
    assert chat.lines() == [MARKUP] * 4
    assert chat.page.evaluate("window.hacked") is None
    expect(chat.panel.locator("img, script, b")).to_have_count(0)


def test_only_web_addresses_become_links_and_links_tell_nothing(chat: Chat) -> None:
    chat.begin()
    chat.server.say(
        "assistant",
        "See https://example.com/a?b=1, not javascript:alert(1).",
        sources=[{"title": "Bad", "url": "javascript:alert(1)"}, {"title": "Plans", "url": "/help/plans#prices"}],
    )
    chat.shows("https://example.com/a?b=1")
    links = chat.log.get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://example.com/a?b=1",
        chat.server.address + "/help/plans#prices",
    ]
    for link in links.all():
        assert "noopener" in (link.get_attribute("rel") or "")


def test_quick_replies_belong_to_the_last_message_and_go_after_use(chat: Chat) -> None:
    chat.begin()
    chat.server.say("assistant", "How many people?", choices=["1-10", "11-50"])
    chat.button("11-50").click()
    chat.server.wait_for_message("11-50")
    expect(chat.button("1-10")).to_have_count(0)
    expect(chat.input).to_be_focused()
    assert chat.server.talk.texts("visitor") == ["Hello", "11-50"]


def test_d9_asking_for_a_person_claims_nothing_until_the_server_says_so(chat: Chat) -> None:
    chat.visit()
    chat.open()
    chat.person.click()
    chat.server.wait_for_message("Talk to a person")
    expect(chat.panel.get_by_text("Waiting for a person")).to_have_count(0)
    chat.server.change_state(handoff="waiting", waiting_seconds=74, line="We told the team. Nobody has answered yet.")
    expect(chat.button("Waiting for a person")).to_have_attribute("aria-disabled", "true")
    expect(chat.panel.get_by_text("We told the team.")).to_be_visible()
    expect(chat.panel.get_by_role("timer")).to_have_text(re.compile(r"^1:(1[5-9]|[2-5]\d)$"))
    chat.server.change_state(handoff="unanswered", waiting_seconds=None, line="Nobody is free right now.")
    expect(chat.button("Talk to a person")).to_have_attribute("aria-disabled", "false")
    expect(chat.panel.get_by_role("timer")).to_be_hidden()


def test_d4_the_way_to_a_person_is_there_at_every_moment_and_after_the_end_in_a_new_conversation(chat: Chat) -> None:
    chat.visit()
    chat.open()
    expect(chat.button("Talk to a person")).to_be_visible()
    chat.say("Hello")
    chat.server.wait_for_message("Hello")
    expect(chat.button("Talk to a person")).to_be_visible()
    chat.server.change_state(status="closed", handoff="closed", line="This conversation is closed.")
    expect(chat.input).to_be_hidden()
    expect(chat.button("Talk to a person")).to_have_count(0)
    chat.button("Start a new conversation").click()
    chat.button("Talk to a person").click()
    chat.server.wait_for(lambda: len(chat.server.talks) == 2)
    chat.server.wait_for_messages(1)


def test_d7_after_a_close_by_silence_one_simply_writes_again(chat: Chat) -> None:
    chat.begin()
    chat.server.change_state(status="closed", closed_by="silence", line="Closed because it was quiet.")
    expect(chat.panel.get_by_text("Closed because it was quiet.")).to_be_visible()
    chat.say("back again")
    chat.server.wait_for_message("back again")
    assert len(chat.server.talks) == 1


def test_a_longer_line_of_standing_moves_nothing(chat: Chat) -> None:
    chat.begin()
    header = chat.panel.locator("header")
    chat.server.change_state(line="You are talking to the assistant, a program.")
    expect(header).to_contain_text("a program.")
    before = header.bounding_box()
    line = "Waiting for a person at Foyer to pick this up."
    chat.server.change_state(handoff="waiting", waiting_seconds=5, line=line)
    expect(header).to_contain_text(line)
    assert header.bounding_box() == before
    chat.server.change_state(
        owner="rep", rep_name="Dana", handoff="accepted", waiting_seconds=None, line="Dana is here."
    )
    expect(header).to_contain_text("Dana is here.")
    assert header.bounding_box() == before


def test_d8_a_rep_is_shown_by_name_and_initials_and_unlike_the_assistant(chat: Chat) -> None:
    chat.begin()
    chat.server.say("assistant", "One moment.", name="Foyer")
    chat.server.change_state(owner="rep", rep_name="Dana Reyes", handoff="accepted", line="Dana Reyes is here.")
    chat.server.say("rep", "Hello, Dana here.", name="Dana Reyes")
    chat.shows("Hello, Dana here.")
    expect(chat.panel.get_by_role("heading")).to_have_text("Dana Reyes")
    expect(chat.log.get_by_text("DR", exact=True)).to_be_visible()
    expect(chat.panel.get_by_text("Dana Reyes is here.")).to_be_visible()
    expect(chat.person).to_be_hidden()
    looks = chat.log.locator(".bubble").evaluate_all("nodes => nodes.map((node) => getComputedStyle(node).background)")
    assert len(set(looks)) == 3


def test_a_refused_message_says_why_in_the_widgets_words_and_can_be_retried_or_edited(chat: Chat) -> None:
    chat.begin()
    chat.server.refusal = Refusal(422, "invalid", "Leave out the control characters.")
    chat.say("strange")
    reason = chat.log.get_by_text("This could not be taken as it is. Change it and send it again.")
    expect(reason).to_be_visible()
    chat.button("Edit").click()
    expect(chat.input).to_have_value("strange")
    chat.input.press("Enter")
    expect(chat.button("Try again")).to_be_visible()
    chat.server.refusal = None
    chat.button("Try again").click()
    chat.server.wait_for_message("strange")
    expect(reason).to_have_count(0)
    assert chat.lines() == ["Hello", "strange"]


def test_a_text_over_2000_characters_is_kept_and_not_sent(chat: Chat) -> None:
    chat.begin()
    chat.input.fill("a" * 1950)
    expect(chat.panel.get_by_text("1950 of 2000 characters")).to_be_visible()
    chat.say("b" * 2001)
    expect(chat.panel.get_by_text("1 characters too many")).to_be_visible()
    expect(chat.input).to_have_value("b" * 2001)
    chat.say("\N{GRINNING FACE}" * 2000)
    chat.server.wait_for_message("\N{GRINNING FACE}" * 2000)
    assert len(chat.server.talk.messages) == 2


def test_blank_text_is_not_sent(chat: Chat) -> None:
    chat.begin()
    chat.say(" \n ")
    chat.say("next")
    chat.server.wait_for_message("next")
    assert chat.server.talk.texts("visitor") == ["Hello", "next"]


def test_shift_enter_makes_a_line_and_an_input_method_finishes_its_word(chat: Chat) -> None:
    chat.begin()
    chat.input.press_sequentially("one")
    chat.input.press("Shift+Enter")
    chat.input.press_sequentially("two")
    composing = "(input) => input.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}))"
    chat.input.evaluate(composing)
    expect(chat.input).to_have_value("one\ntwo")
    chat.input.press("Enter")
    chat.server.wait_for_message("one\ntwo")


def test_a_closed_conversation_offers_a_new_one_and_keeps_the_unsent_text(chat: Chat) -> None:
    chat.begin()
    chat.server.refusal = Refusal(409, "closed", "This conversation is closed.")
    chat.server.talk.state["status"] = "closed"
    chat.say("one more thing")
    expect(chat.button("Start a new conversation")).to_be_visible()
    chat.server.refusal = None
    chat.button("Start a new conversation").click()
    expect(chat.input).to_have_value("one more thing")
    chat.input.press("Enter")
    chat.server.wait_for(lambda: len(chat.server.talks) == 2)
    chat.server.wait_for_message("one more thing")
    assert chat.lines() == ["one more thing"]


def test_typing_is_shown_and_told_but_not_at_every_key(chat: Chat) -> None:
    chat.begin()
    chat.server.show_typing("assistant")
    expect(chat.panel.get_by_role("img", name="The assistant is writing")).to_be_visible()
    chat.server.say("assistant", "Done.")
    expect(chat.panel.get_by_role("img", name="The assistant is writing")).to_be_hidden()
    # Within one moment, however long the keys take; the message comes after every sign on the same line.
    chat.page.clock.set_fixed_time(datetime.now(UTC))
    chat.input.press_sequentially("a longer text")
    chat.input.press("Enter")
    chat.server.wait_for_message("a longer text")
    assert chat.server.talk.typing_frames == 1


def test_unread_messages_show_on_the_button_and_in_the_title_until_read(chat: Chat) -> None:
    chat.begin()
    chat.page.keyboard.press("Escape")
    chat.server.say("rep", "Are you still there?", name="Dana")
    expect(chat.page).to_have_title("(1) Northwind")
    expect(chat.page.get_by_role("button", name="Open chat, unread messages: 1")).to_be_visible()
    chat.page.evaluate("document.title = 'Another page'")
    chat.server.say("rep", "I can wait.", name="Dana")
    expect(chat.page).to_have_title("(2) Another page")
    chat.open()
    expect(chat.page).to_have_title("Another page")


def test_times_are_relative_with_the_full_date_in_the_title(chat: Chat) -> None:
    chat.begin()
    chat.server.say("assistant", "Earlier.", at=(datetime.now(UTC) - timedelta(minutes=5)).isoformat())
    time = chat.log.locator("time", has_text="5 min. ago")
    expect(time).to_be_visible()
    assert str(datetime.now(UTC).year) in (time.get_attribute("title") or "")


def test_new_messages_do_not_pull_a_reading_visitor_back(chat: Chat) -> None:
    chat.begin()
    for number in range(30):
        chat.server.say("assistant", f"Message {number}")
    chat.shows("Message 29")
    scroller = chat.panel.get_by_role("region", name="Messages")
    scroller.evaluate("(node) => node.scrollTo(0, 0)")
    chat.wait_for_rest()
    chat.server.say("assistant", "The newest")
    expect(chat.button("New messages")).to_be_visible()
    assert scroller.evaluate("(node) => node.scrollTop") == 0
    chat.button("New messages").click()
    expect(chat.log.get_by_text("The newest")).to_be_in_viewport()


def test_d14_a_right_to_left_locale_turns_the_widget_and_each_message_keeps_its_own_direction(chat: Chat) -> None:
    chat.server.sites["/"] = Site(attributes='data-locale="ar"')
    chat.begin("مرحبا")
    chat.server.say("assistant", "Hello, this is English.")
    chat.shows("Hello, this is English.")
    box = chat.launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100
    directions = chat.log.locator(".words").evaluate_all("nodes => nodes.map((node) => node.matches(':dir(rtl)'))")
    assert directions == [True, False]
