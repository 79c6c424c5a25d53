"""The desk in a real browser: live, by keyboard, with two reps, and with everything going wrong."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.handoff.conftest import Reps, ServedDesk
from tests.handoff.fakes import utc_now
from tests.handoff.ready import wait_until, wait_until_live
from tests.handoff.samples import MARCO, PRIYA, dana_card

MINE = "/desk/conversations/c-mine"
DANA = "/desk/conversations/c-dana"


def say(page: Page, text: str) -> None:
    field = page.get_by_label("Reply to Amara Okafor")
    field.fill(text)
    field.press("Enter")


def messages(page: Page, text: str) -> Locator:
    """The places of the transcript where a text stands."""
    return page.locator("#messages .words", has_text=text)


def test_a_wrong_password_is_answered_kindly_and_the_address_stays(reps: Reps) -> None:
    page = reps.browser.new_page()
    page.goto(f"{reps.served.url}/desk")
    page.get_by_label("E-mail").fill(PRIYA.email)
    page.get_by_label("Password").fill("wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text(
        "That e-mail and password do not go together. Check both and try again."
    )
    expect(page.get_by_label("E-mail")).to_have_value(PRIYA.email)
    expect(page.get_by_label("Password")).to_be_focused()


def test_h2_two_reps_accept_and_the_loser_is_told_who_has_it(reps: Reps) -> None:
    priya, marco = reps.sign_in(PRIYA), reps.sign_in(MARCO)
    priya.locator("#card-h-dana").get_by_role("button", name="Accept").click()
    expect(priya).to_have_url(re.compile(f"{DANA}$"))
    expect(priya.get_by_label("Reply to Dana Whitfield")).to_be_visible()
    expect(marco.locator("#card-h-dana")).to_have_count(0)


def test_h2_the_loser_of_the_same_instant_sees_the_winners_name(reps: Reps, served: ServedDesk) -> None:
    marco = reps.sign_in(MARCO)
    served.desk.actions.faster = PRIYA
    marco.locator("#card-h-dana").get_by_role("button", name="Accept").click()
    expect(marco.get_by_text("Priya Nair accepted this a moment ago.")).to_be_visible()
    expect(marco).to_have_url(re.compile("/desk$"))


def test_a_new_handoff_appears_by_itself_and_in_the_title(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    expect(page).to_have_title("(3) Queue · Foyer desk")
    card = replace(dana_card(utc_now()), handoff_id="h-new", conversation_id="c-new", who="Newcomer", score=99.0)
    served.desk.actions.somebody_waits(card)
    expect(page.locator(".cards > li").first).to_contain_text("Newcomer")
    expect(page).to_have_title("(4) Queue · Foyer desk")


def test_the_waiting_time_ticks(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    clock = page.locator("#card-h-support .ticking")
    before = clock.text_content() or ""
    expect(clock).not_to_have_text(before)
    assert re.fullmatch(r"\d+:\d\d", clock.text_content() or "")


def test_live_words_of_the_visitor_arrive_while_a_reply_is_being_typed(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    field = page.get_by_label("Reply to Amara Okafor")
    field.press_sequentially("I am still wri")
    served.desk.actions.visitor_says("c-mine", "one more thing <b>bold</b>")
    expect(page.locator("#messages")).to_contain_text("one more thing <b>bold</b>")
    field.press_sequentially("ting")
    expect(field).to_have_value("I am still writing")
    expect(field).to_be_focused()


def test_the_visitors_typing_is_shown(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    served.wait_until_heard(page, "conversation:c-mine")
    served.desk.updates.push("conversation:c-mine", {"kind": "typing", "author": "visitor"})
    expect(page.get_by_text("Amara Okafor is typing")).to_be_visible()


def test_enter_sends_and_shift_enter_makes_a_line(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    field = page.get_by_label("Reply to Amara Okafor")
    field.fill("first line")
    field.press("Shift+Enter")
    field.press_sequentially("second line")
    field.press("Enter")
    expect(page.locator("#messages > li").last).to_contain_text("second line")
    assert [message.text for message in served.desk.actions.said.values()] == ["first line\nsecond line"]
    expect(field).to_have_value("")
    wait_until(page, lambda: "c-mine" in served.desk.actions.typed)


def test_a_double_click_on_send_sends_once(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    page.get_by_label("Reply to Amara Okafor").fill("only once")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator("#messages")).to_contain_text("only once")
    assert [message.text for message in served.desk.actions.said.values()] == ["only once"]


def test_a_message_whose_answer_got_lost_is_kept_and_a_retry_is_not_said_twice(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/messages", lose_the_answer)
    page.route("**/c-mine", lambda route: route.abort())
    say(page, "did it arrive?")
    expect(page.locator("#pending")).to_contain_text("Not sent. No connection to the desk.")
    page.unroute("**/messages")
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("#pending > li")).to_have_count(0)
    # Only now may the page catch up: before, it would have seen by itself that the message arrived.
    page.unroute("**/c-mine")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(messages(page, "did it arrive?")).to_have_count(1)
    expect(page.locator("#pending > li")).to_have_count(0)
    assert len(served.desk.actions.said) == 1


def test_a_failed_message_survives_a_reload(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    page.route("**/messages", lambda route: route.abort())
    say(page, "do not lose me")
    expect(page.get_by_role("button", name="Retry")).to_be_visible()
    page.unroute("**/messages")
    reps.reload(page)
    expect(page.locator("#pending")).to_contain_text("do not lose me")
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("#messages")).to_contain_text("do not lose me")


def test_a_session_that_ends_in_the_middle_loses_no_typed_text(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    say(page, "sent before the end")
    expect(page.locator("#messages")).to_contain_text("sent before the end")
    # Whichever request comes first tells that the session ended: here it shall be the message itself.
    page.route("**/typing", lambda route: route.abort())
    field = page.get_by_label("Reply to Amara Okafor")
    field.fill("typed into nothing")
    served.desk.accounts.sessions.clear()
    field.press("Enter")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail").fill(PRIYA.email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(f"{MINE}$"))
    expect(page.locator("#pending")).to_contain_text("typed into nothing")
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("#messages > li").last).to_contain_text("typed into nothing")


def test_an_unsent_draft_comes_back_after_a_reload(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    page.get_by_label("Reply to Amara Okafor").press_sequentially("half a thou")
    reps.reload(page)
    expect(page.get_by_label("Reply to Amara Okafor")).to_have_value("half a thou")


def test_d8_who_loses_the_conversation_while_typing_keeps_the_text_in_sight(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    page.get_by_label("Reply to Amara Okafor").press_sequentially("nearly done")
    thread = served.desk.actions.threads["c-mine"]
    served.desk.actions.threads["c-mine"] = replace(thread, owner_id=MARCO.id, owner_name=MARCO.name)
    served.desk.updates.push("conversation:c-mine", {"kind": "rep"})
    expect(page.get_by_text("Marco Ruiz has this conversation.")).to_be_visible()
    expect(page.get_by_label("Your text, not sent:")).to_have_value("nearly done")


def test_h3_a_note_is_never_shown_as_a_message(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    page.get_by_label("Note for reps, never shown to the visitor").fill("their lawyer is picky")
    page.keyboard.press("Enter")
    notes = page.get_by_role("region", name="Notes for reps")
    expect(notes).to_contain_text("their lawyer is picky")
    expect(page.locator("#log")).not_to_contain_text("their lawyer is picky")
    assert not served.desk.actions.said
    paint = "element => getComputedStyle(element).backgroundColor"
    reply = page.locator(".by-rep .bubble, .composer").first.evaluate(paint)
    assert notes.evaluate(paint) != reply
    boxes = [page.locator(which).bounding_box() for which in (".composer", ".notes form")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]


def test_m4_a_sentence_of_the_brief_lights_its_messages(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, DANA)
    page.get_by_text("Dana Whitfield of Acme Robotics wants to move").hover()
    expect(page.locator("#m5")).to_have_class(re.compile("lit"))
    expect(page.locator("#m7")).to_have_class(re.compile("lit"))
    expect(page.locator("#m1")).not_to_have_class(re.compile("lit"))
    served.desk.actions.visitor_says("c-dana", "are you still there?")
    expect(page.locator("#messages")).to_contain_text("are you still there?")
    expect(page.locator("#m5")).to_have_class(re.compile("lit"))
    page.get_by_role("link", name="Message 1").first.click()
    expect(page.locator("#m1")).to_be_in_viewport()


def test_the_opener_becomes_a_reply_with_one_click(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    page.locator("#card-h-dana").get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Use as reply").click()
    expect(page.get_by_label("Reply to Dana Whitfield")).to_have_value(re.compile("^Hi Dana, Scale is the plan"))
    expect(page.get_by_label("Reply to Dana Whitfield")).to_be_focused()


def test_the_whole_work_is_done_by_keyboard(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    press = page.keyboard.press
    press("j")
    expect(page.get_by_role("link", name="Dana Whitfield")).to_be_focused()
    press("j")
    press("k")
    press("e")
    reps.arrived(page, DANA)
    expect(page.get_by_label("Reply to Dana Whitfield")).to_be_focused()
    page.keyboard.type("Hello Dana, e and n are letters here?")
    press("Enter")
    expect(page.locator("#messages > li").last).to_contain_text("e and n are letters here?")
    press("Escape")
    press("n")
    page.keyboard.type("kept by keyboard")
    press("Enter")
    expect(page.locator(".note-list")).to_contain_text("kept by keyboard")
    # The note may be seen before its form has heard that it is kept; until then letters do nothing.
    expect(page.locator("form[data-busy]")).to_have_count(0)
    press("Escape")
    expect(page.locator("textarea:focus")).to_have_count(0)
    press("e")
    expect(page.locator("#close-it input:focus")).to_have_count(1)
    press("ArrowDown")
    expect(page.locator("#close-it input:checked")).to_have_count(1)
    press("Enter")
    expect(page.get_by_text("This conversation is closed.")).to_be_visible()
    assert served.desk.actions.threads["c-dana"].status == "closed"
    press("u")
    reps.arrived(page, "/desk")


def test_the_keys_are_listed_and_can_be_switched_off(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Use single-letter keys on this device").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Dana Whitfield")).not_to_be_focused()


def test_the_filters_change_without_a_new_page_and_can_be_gone_back(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Mine 1").click()
    expect(page.locator(".cards > li")).to_have_count(1)
    page.go_back()
    expect(page.locator(".cards > li")).to_have_count(3)
    assert page.evaluate("window.same")


def test_a_slow_list_shows_its_skeleton_and_a_failed_one_a_way_on(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/desk?show=all", hold)
    page.get_by_role("link", name="All 5").click()
    expect(page.locator(".skeleton")).to_be_visible()
    wait_until(page, lambda: bool(held))
    # News of the list that is being left must not take the place of the one that is coming.
    with page.expect_response("**/desk"):
        served.desk.updates.push("queue", {"kind": "turn"})
    held[0].abort()
    expect(page.get_by_role("heading", name="This list could not be loaded")).to_be_visible()
    page.unroute("**/desk?show=all")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".cards > li")).to_have_count(5)


def test_a_lost_connection_is_said_and_mends_itself(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("alert")).to_contain_text("No connection to the desk.")
    expect(page.get_by_role("button", name="Try now")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_the_desk_works_with_and_without_script(reps: Reps, served: ServedDesk, script: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    page = reps.sign_in(PRIYA, script=script)
    expect(page.get_by_role("button", name="Keyboard")).to_have_count(1 if script else 0)
    page.locator("#card-h-dana").get_by_role("button", name="Accept").click()
    expect(page).to_have_url(re.compile(f"{DANA}$"))
    if script:
        wait_until_live(page)
    page.get_by_label("Reply to Dana Whitfield").fill("Hello Dana")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#messages > li").last).to_contain_text("Hello Dana")
    page.locator(".close-it > summary").click()
    page.get_by_label("Meeting booked").check()
    page.get_by_role("button", name="Close the conversation").click()
    expect(page.get_by_text("This conversation is closed.")).to_be_visible()
    assert served.desk.actions.threads["c-dana"].status == "closed"


def test_a_conversation_is_given_back_and_taken_over_again(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(PRIYA)
    reps.open(page, MINE)
    page.get_by_role("button", name="Give back").click()
    expect(page.get_by_text("The assistant speaks with this visitor.")).to_be_visible()
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_label("Reply to Amara Okafor")).to_be_visible()
    assert served.desk.actions.threads["c-mine"].owner_id == PRIYA.id


def test_the_sound_is_off_until_it_is_switched_on(reps: Reps) -> None:
    page = reps.sign_in(PRIYA)
    button = page.locator("#sound")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    reps.reload(page)
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "true")
