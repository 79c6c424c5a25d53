"""What a visitor is told who asks for a person outside our hours: the truth, in time that can be read anywhere."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions.overdue import tell_unanswered
from actions.replies import load_replies
from actions.waiting.hours import Back, back_at
from actions.wording import Voice
from qualification.conversation import HandoffStatus
from qualification.facts import Fact, FactKey, FactSource, Text
from qualification.state import Pending
from qualification.understanding import Intent
from qualification.waiting.hours import HoursNumbers, Weekday
from tests.actions.office import DATA, Office

OFFICE_HOURS = HoursNumbers(
    "Europe/Berlin", dict.fromkeys(tuple(Weekday)[:5], ("9:00-18:00",)), {"Christmas Day": "12-25"}
)
VOICE = Voice(load_replies(DATA / "replies", {"company": "Foyer", "assistant": "Foyer assistant"}), "en", seed="t")
FRIDAY_NIGHT = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
MONDAY_NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 11, 0, tzinfo=UTC)


def told(key: FactKey, text: str) -> Fact:
    return Fact(key, Text(text), text, FactSource.MESSAGE, 1.0, FRIDAY_NIGHT, 1)


@pytest.fixture
def night(office: Office) -> Office:
    """An office with hours, on a Friday at half past ten in the evening."""
    return at(office, FRIDAY_NIGHT)


def at(office: Office, now: datetime) -> Office:
    office.rulebook = replace(office.rulebook, hours=OFFICE_HOURS)
    office.clock = lambda: now
    return office


def asks_for_person(office: Office) -> tuple[str, str]:
    """The conversation, and what was said last."""
    conversation_id = office.conversation()
    office.turn(conversation_id, "a person please", Intent.ASK_HUMAN)
    return conversation_id, office.messages(conversation_id)[-1].text


def handoff(office: Office, conversation_id: str) -> tuple[HandoffStatus, str]:
    with office.memory.reading() as records:
        found = records.handoffs.open_for(conversation_id)
    assert found is not None
    return found.status, found.reason


def test_d9_outside_hours_the_visitor_hears_when_the_team_is_back(night: Office) -> None:
    conversation_id, said = asks_for_person(night)
    assert "on Monday at 9:00 (CET)" in said
    assert "Your request is kept" in said or "I've kept your request" in said
    status, reason = handoff(night, conversation_id)
    assert status is HandoffStatus.UNANSWERED
    assert reason.endswith("This was outside our hours.")
    with night.memory.reading() as records:
        conversation = records.conversations.get(conversation_id)
    assert conversation is not None
    assert conversation.dialogue.pending is Pending.HANDOFF_CONTACT


def test_d9_on_a_holiday_the_next_working_day_is_told_and_the_rep_reads_which_holiday_it_was(office: Office) -> None:
    conversation_id, said = asks_for_person(at(office, CHRISTMAS))
    assert "on Monday at 9:00 (CET)" in said
    assert handoff(office, conversation_id)[1].endswith("outside our hours (Christmas Day).")


def test_d9_an_address_left_outside_hours_is_kept_with_the_request(night: Office) -> None:
    conversation_id, _ = asks_for_person(night)
    night.learn(conversation_id, told(FactKey.EMAIL, "dana@acme.com"))
    night.turn(conversation_id, "a person please", Intent.ASK_HUMAN)
    said = night.messages(conversation_id)[-1].text
    assert "dana@acme.com" in said
    assert "on Monday at 9:00 (CET)" in said


def test_d9_a_rep_at_the_desk_beats_the_clock(night: Office) -> None:
    night.at_desk(night.dana)
    conversation_id, said = asks_for_person(night)
    status, reason = handoff(night, conversation_id)
    assert status is HandoffStatus.WAITING
    assert "outside" not in reason
    assert "Monday" not in said


def test_d9_within_hours_an_empty_desk_is_told_as_one(office: Office) -> None:
    conversation_id, said = asks_for_person(at(office, MONDAY_NOON))
    assert handoff(office, conversation_id)[0] is HandoffStatus.UNANSWERED
    assert said.endswith(tuple(office.replies.variants("handoff_nobody")))


def test_d9_whoever_comes_back_within_hours_finds_somebody(night: Office) -> None:
    conversation_id, _ = asks_for_person(night)
    office = at(night, MONDAY_NOON)
    office.at_desk(office.dana)
    office.turn(conversation_id, "a person please", Intent.ASK_HUMAN)
    assert handoff(office, conversation_id)[0] is HandoffStatus.WAITING
    assert office.messages(conversation_id)[-1].text in office.replies.variants("handoff_waiting")


@pytest.mark.parametrize("stays", [True, False])
def test_d9_whoever_waits_into_the_evening_hears_when_the_team_is_back(office: Office, stays: bool) -> None:  # noqa: FBT001 - a parameter
    closing = datetime(2026, 11, 20, 16, 59, 30, tzinfo=UTC)
    at(office, closing).at_desk(office.dana)
    conversation_id, _ = asks_for_person(office)
    late = closing + office.rulebook.handoff.waiting
    if stays:
        at(office, late).at_desk(office.dana)
    assert tell_unanswered(office.memory, office.replies, office.rulebook, late) == (conversation_id,)
    assert ("on Monday at 9:00 (CET)" in office.messages(conversation_id)[-1].text) is not stays


def test_without_hours_nobody_is_told_when_the_team_is_back() -> None:
    always = HoursNumbers("Europe/Berlin", {}, {"Christmas Day": "12-25"})
    assert back_at(always, (), CHRISTMAS) is None
    assert back_at(OFFICE_HOURS, (), MONDAY_NOON) is None


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (told(FactKey.COUNTRY, "Japan"), "on Monday at 17:00 (JST)"),
        (told(FactKey.PHONE, "+81312345678"), "on Monday at 17:00 (JST)"),
        (told(FactKey.COUNTRY, "Argentina"), "on Monday at 5:00 (UTC-03)"),
        (told(FactKey.COMPANY, "Acme"), "on Monday at 9:00 (CET)"),
    ],
)
def test_the_opening_is_told_on_the_visitors_own_clock_when_that_is_known(fact: Fact, expected: str) -> None:
    back = back_at(OFFICE_HOURS, (fact,), FRIDAY_NIGHT)
    assert back is not None
    assert VOICE.moment(back) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "today at 9:00 (CET)"),
        (1, "on Tuesday at 9:00 (CET)"),
        (6, "on Sunday at 9:00 (CET)"),
        (7, "on Monday, 30 November 2026, at 9:00 (CET)"),
    ],
)
def test_a_weekday_is_told_with_its_date_once_it_could_be_two(days: int, expected: str) -> None:
    opens = back_at(OFFICE_HOURS, (), datetime(2026, 11, 23, 5, 0, tzinfo=UTC))
    assert opens is not None
    assert opens.at.date() == date(2026, 11, 23)
    later = Back(opens.at + timedelta(days=days), opens.told_at)
    assert VOICE.moment(later) == expected


def test_d9_a_demo_asked_for_at_night_is_recorded_and_nothing_else_is_promised(night: Office) -> None:
    conversation_id = night.conversation()
    night.learn(conversation_id, told(FactKey.EMAIL, "dana@acme.com"))
    night.turn(conversation_id, "book me a demo", Intent.BOOK_DEMO)
    said = night.messages(conversation_id)[-1].text
    assert "dana@acme.com" in said
    assert "Monday" not in said
    assert handoff(night, conversation_id)[0] is HandoffStatus.UNANSWERED
