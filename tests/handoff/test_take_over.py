"""A colleague goes on where a rep has left, in a real browser: asked twice, told at once, and no word is lost."""

import re

from playwright.sync_api import Page, expect

from handoff.contract import RepIdentity
from tests.handoff.conftest import Reps, ServedDesk
from tests.handoff.samples import MARCO, PRIYA

MINE = "/desk/conversations/c-mine"


def owner(served: ServedDesk) -> tuple[str | None, int]:
    thread = served.desk.actions.threads["c-mine"]
    return thread.owner_id, thread.owner_number


def open_as(reps: Reps, rep: RepIdentity) -> Page:
    """The conversation that Priya has, in the rep's own browser."""
    page = reps.sign_in(rep)
    reps.open(page, MINE)
    return page


def test_h2_a_colleague_takes_over_by_keyboard_and_the_former_owner_is_told_at_once(
    reps: Reps, served: ServedDesk
) -> None:
    priya, marco = open_as(reps, PRIYA), open_as(reps, MARCO)
    priya.get_by_label("Reply to Amara Okafor").press_sequentially("nearly done")
    expect(marco.get_by_text("Priya Nair has this conversation.")).to_be_visible()
    marco.keyboard.press("e")
    confirm = marco.get_by_role("button", name="Take over from Priya Nair")
    expect(confirm).to_be_focused()
    assert owner(served) == (PRIYA.id, 2)
    marco.keyboard.press("Enter")
    expect(marco.get_by_label("Reply to Amara Okafor")).to_be_visible()
    assert owner(served) == (MARCO.id, 3)
    expect(
        priya.get_by_role("alert").filter(has_text="Marco Ruiz took this conversation over from you.")
    ).to_be_visible()
    expect(priya.get_by_label("Your text, not sent:")).to_have_value("nearly done")
    expect(priya.get_by_label("Reply to Amara Okafor")).to_have_count(0)


def test_what_was_said_of_a_take_over_stays_while_the_conversation_goes_on(reps: Reps, served: ServedDesk) -> None:
    priya, marco = open_as(reps, PRIYA), open_as(reps, MARCO)
    marco.locator("#take-over > summary").click()
    marco.get_by_role("button", name="Take over from Priya Nair").click()
    told = priya.get_by_text("Marco Ruiz took this conversation over from you.")
    expect(told).to_be_visible()
    served.desk.actions.visitor_says("c-mine", "and who are you?")
    expect(priya.locator("#messages > li").last).to_contain_text("and who are you?")
    expect(told).to_be_visible()


def test_a_rep_who_takes_back_what_was_taken_finds_the_draft_again(reps: Reps, served: ServedDesk) -> None:
    priya, marco = open_as(reps, PRIYA), open_as(reps, MARCO)
    priya.get_by_label("Reply to Amara Okafor").press_sequentially("nearly done")
    marco.locator("#take-over > summary").click()
    marco.get_by_role("button", name="Take over from Priya Nair").click()
    priya.locator("#take-over > summary").click()
    priya.get_by_role("button", name="Take over from Marco Ruiz").click()
    expect(priya.get_by_label("Reply to Amara Okafor")).to_have_value("nearly done")
    assert owner(served) == (PRIYA.id, 4)


def test_taking_over_can_be_thought_better_of(reps: Reps, served: ServedDesk) -> None:
    page = open_as(reps, MARCO)
    page.keyboard.press("e")
    expect(page.get_by_text("The visitor then sees that you answer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("The visitor then sees that you answer")).to_be_hidden()
    assert owner(served) == (PRIYA.id, 2)


def test_h2_the_slower_of_two_who_take_over_is_told_who_has_it(reps: Reps, served: ServedDesk) -> None:
    page = open_as(reps, MARCO)
    page.locator("#take-over > summary").click()
    # Somebody else's hands were quicker than any page can tell.
    page.locator("[name=owner_number]").evaluate("field => { field.value = '1' }")
    page.get_by_role("button", name="Take over from Priya Nair").click()
    expect(page.get_by_text("Priya Nair took this conversation a moment ago.")).to_be_visible()
    assert owner(served) == (PRIYA.id, 2)


def test_taking_over_works_without_script(reps: Reps, served: ServedDesk) -> None:
    page = reps.sign_in(MARCO, script=False)
    page.goto(f"{served.url}{MINE}")
    page.locator("#take-over > summary").click()
    page.get_by_role("button", name="Take over from Priya Nair").click()
    expect(page).to_have_url(re.compile(f"{MINE}$"))
    expect(page.get_by_label("Reply to Amara Okafor")).to_be_visible()
    assert owner(served) == (MARCO.id, 3)
