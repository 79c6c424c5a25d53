"""Conversations: opened, owned, closed; times that stay what they are on every database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from memory.contract import Memory
from qualification.conversation import Channel, ClosedBy, ConversationStatus, HandoffStatus, Owner
from qualification.errors import Conflict
from qualification.facts import FactKey
from qualification.state import DialogueState, Pending
from tests.memory.samples import MINUTE, NOW, assistant_says, open_conversation, the_conversation, visitor_says


def test_a_new_conversation_belongs_to_the_assistant_and_is_empty(memory: Memory) -> None:
    opened = open_conversation(memory)
    assert the_conversation(memory, opened.id) == opened
    assert opened.owner == Owner(number=1)
    assert (opened.channel, opened.status, opened.handoff, opened.last_number) == (
        Channel.WEBSITE,
        ConversationStatus.OPEN,
        HandoffStatus.NONE,
        0,
    )
    assert opened.dialogue == DialogueState()


def test_ids_cannot_be_guessed_from_each_other(memory: Memory) -> None:
    ids = {open_conversation(memory).id for _ in range(20)}
    assert len(ids) == 20
    assert all(len(one) == 32 for one in ids)


def test_only_the_hash_of_the_token_is_kept(memory: Memory) -> None:
    opened = open_conversation(memory)
    with memory.reading() as records:
        assert records.conversations.token_hash(opened.id) == "hash"
        assert records.conversations.token_hash("unknown") is None


def test_an_unknown_conversation_is_not_there(memory: Memory) -> None:
    with memory.transaction() as records:
        assert records.conversations.get("unknown") is None
        assert records.conversations.lock("unknown") is None
        with pytest.raises(Conflict, match="no such conversation"):
            records.conversations.change_owner("unknown", rep_id="r", rep_name="Robin", now=NOW)


def test_d8_the_ownership_number_grows_with_every_change(memory: Memory) -> None:
    opened = open_conversation(memory)
    with memory.transaction() as records:
        robin = records.conversations.change_owner(opened.id, rep_id="r", rep_name="Robin", now=NOW)
        assert robin == Owner(number=2, rep_id="r", rep_name="Robin")
        assert records.conversations.change_owner(opened.id, rep_id=None, rep_name=None, now=NOW) == Owner(number=3)
    assert the_conversation(memory, opened.id).owner == Owner(number=3)


def test_the_newest_activity_comes_first(memory: Memory) -> None:
    first, second, third = (open_conversation(memory, now=NOW + number * MINUTE) for number in range(3))
    visitor_says(memory, first.id, now=NOW + 10 * MINUTE)
    with memory.reading() as records:
        recent = [conversation.id for conversation in records.conversations.recent()]
        assert recent == [first.id, third.id, second.id]
        assert [conversation.id for conversation in records.conversations.recent(limit=1)] == [first.id]


def test_the_dialogues_memory_can_be_replaced_outside_a_turn(memory: Memory) -> None:
    opened = open_conversation(memory)
    dialogue = DialogueState(
        turn=4, pending=Pending.HANDOFF_CONTACT, asked={FactKey.BUDGET: 2}, declined=frozenset({FactKey.PHONE})
    )
    with memory.transaction() as records:
        records.conversations.set_dialogue(opened.id, dialogue)
    assert the_conversation(memory, opened.id).dialogue == dialogue


def test_d14_the_locale_can_change(memory: Memory) -> None:
    opened = open_conversation(memory)
    with memory.transaction() as records:
        records.conversations.set_locale(opened.id, "ar")
    assert the_conversation(memory, opened.id).locale == "ar"


def test_closing_twice_closes_once(memory: Memory) -> None:
    opened = open_conversation(memory)
    for minutes in (1, 2):
        with memory.transaction() as records:
            records.conversations.close(opened.id, by=ClosedBy.REP, now=NOW + minutes * MINUTE)
    closed = the_conversation(memory, opened.id)
    assert (closed.status, closed.updated_at) == (ConversationStatus.CLOSED, NOW + MINUTE)


def test_d15_what_closed_a_conversation_is_kept_and_what_came_first_counts(memory: Memory) -> None:
    opened = open_conversation(memory)
    assert the_conversation(memory, opened.id).closed_by is None
    for cause in (ClosedBy.SILENCE, ClosedBy.REP):
        with memory.transaction() as records:
            records.conversations.close(opened.id, by=cause, now=NOW)
    assert the_conversation(memory, opened.id).closed_by is ClosedBy.SILENCE


def test_times_come_back_aware_in_utc_to_the_microsecond(memory: Memory) -> None:
    in_kathmandu = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    opened = the_conversation(memory, open_conversation(memory, now=in_kathmandu).id)
    assert opened.created_at == NOW
    assert opened.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(memory: Memory) -> None:
    with pytest.raises(Exception, match="without a zone"):
        open_conversation(memory, now=datetime(2026, 3, 2, 9, 30))  # noqa: DTZ001 - the point of the test


def test_an_exception_leaves_nothing_of_the_transaction(memory: Memory) -> None:
    opened = open_conversation(memory)

    def break_off() -> None:
        with memory.transaction() as records:
            records.conversations.change_owner(opened.id, rep_id="r", rep_name="Robin", now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert the_conversation(memory, opened.id) == opened


def test_writing_while_only_reading_fails(memory: Memory) -> None:
    opened = open_conversation(memory)
    with pytest.raises(Exception, match=r"(?i)read-?only"), memory.reading() as records:
        records.conversations.set_locale(opened.id, "de")
    assert the_conversation(memory, opened.id).locale == "en"


def test_a_reading_sees_one_moment_however_long_it_lasts(memory: Memory) -> None:
    opened = open_conversation(memory)
    with memory.reading() as records:
        before = records.conversations.get(opened.id)
        assistant_says(memory, opened.id, "Hello, I'm the assistant.")
        assert records.conversations.get(opened.id) == before
        assert list(records.transcript.after(opened.id, 0)) == []
    assert the_conversation(memory, opened.id).last_number == 1
