"""What the public API tells of a conversation's state."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.chat.schemas import state_out
from memory.contract import Conversation, Handoff
from qualification.conversation import Channel, ConversationStatus, HandoffStatus, Owner
from qualification.decision import Cause
from qualification.state import DialogueState

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def conversation(handoff: HandoffStatus) -> Conversation:
    return Conversation(
        id="c", channel=Channel.WEBSITE, locale="en", page_url=None, status=ConversationStatus.OPEN, owner=Owner(1),
        handoff=handoff, last_number=1, last_visitor_number=1, dialogue=DialogueState(), created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def handoff(status: HandoffStatus, waited: timedelta) -> Handoff:
    return Handoff(
        id="h", conversation_id="c", status=status, cause=Cause.DEMO, reason="", requested_at=NOW - waited, score=None,
        last_activity_at=NOW, source_priority=0, claimed_by=None, claimed_name=None, claimed_at=None, closed_at=None,
        outcome=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "seconds"),
    [
        (HandoffStatus.WAITING, 74),
        (HandoffStatus.UNANSWERED, 74),
        (HandoffStatus.ACCEPTED, None),
        (HandoffStatus.RETURNED, None),
        (HandoffStatus.CLOSED, None),
    ],
)
def test_d9_the_wait_is_told_in_whole_seconds_while_nobody_has_accepted(
    status: HandoffStatus, seconds: int | None
) -> None:
    out = state_out(conversation(status), handoff(status, timedelta(seconds=74.9)), "", NOW)
    assert out.waiting_seconds == seconds


def test_without_a_handoff_nobody_waits() -> None:
    assert state_out(conversation(HandoffStatus.NONE), None, "", NOW).waiting_seconds is None
