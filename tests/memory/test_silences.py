"""Silences of visitors: found when they have lasted long enough, noted once, and over with the visitor's next word."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from memory.contract import Memory
from qualification.conversation import ClosedBy
from qualification.decision import Cause
from qualification.facts import FactKey
from qualification.state import DialogueState, Pending
from tests.memory.samples import MINUTE, NOW, answer, begin_turn, open_conversation, visitor_says

ASKED = DialogueState(turn=1, introduced=True, requested=FactKey.EMAIL)
LATER = NOW + 10 * MINUTE


def talked(memory: Memory, dialogue: DialogueState = ASKED) -> str:
    """A conversation in which the visitor was answered, with this left open."""
    conversation_id = open_conversation(memory).id
    answered(memory, conversation_id, dialogue)
    return conversation_id


def answered(memory: Memory, conversation_id: str, dialogue: DialogueState = ASKED) -> None:
    visitor_says(memory, conversation_id)
    turn = begin_turn(memory, conversation_id)
    assert turn is not None
    answer(memory, turn, dialogue=dialogue)


def to_nudge(memory: Memory) -> list[str]:
    with memory.reading() as records:
        return list(records.silences.to_nudge(LATER - 10 * MINUTE))


def to_close(memory: Memory, before: int) -> list[str]:
    with memory.reading() as records:
        return list(records.silences.to_close(LATER + before * MINUTE))


def nudge(memory: Memory, conversation_id: str) -> bool:
    with memory.transaction() as records:
        return records.silences.nudge(conversation_id, silent_since=NOW, now=LATER)


@pytest.mark.parametrize(
    "dialogue",
    [ASKED, DialogueState(pending=Pending.HANDOFF_OFFER), DialogueState(pending=Pending.DEMO_CONTACT)],
)
def test_an_open_question_is_found_once_the_silence_has_lasted(memory: Memory, dialogue: DialogueState) -> None:
    conversation_id = talked(memory, dialogue)
    assert to_nudge(memory) == [conversation_id]
    with memory.reading() as records:
        assert records.silences.to_nudge(NOW - MINUTE) == []


@pytest.mark.parametrize("dialogue", [DialogueState(turn=1), DialogueState(pending=Pending.PROBLEM_CHECK)])
def test_with_nothing_asked_silence_is_left_alone(memory: Memory, dialogue: DialogueState) -> None:
    talked(memory, dialogue)
    assert to_nudge(memory) == []


def test_a_visitor_who_never_wrote_is_left_alone(memory: Memory) -> None:
    open_conversation(memory)
    assert to_nudge(memory) == []


def test_the_visitors_next_word_ends_the_silence_and_a_new_question_begins_another(memory: Memory) -> None:
    conversation_id = talked(memory)
    assert nudge(memory, conversation_id)
    visitor_says(memory, conversation_id)
    assert (to_nudge(memory), to_close(memory, 60)) == ([], [])
    answered(memory, conversation_id)
    assert to_nudge(memory) == [conversation_id]


def test_nobody_is_nudged_twice_without_a_word_in_between(memory: Memory) -> None:
    conversation_id = talked(memory)
    assert [nudge(memory, conversation_id), nudge(memory, conversation_id)] == [True, False]
    assert to_nudge(memory) == []


def test_of_many_who_nudge_at_the_same_moment_one_does(memory: Memory) -> None:
    conversation_id = talked(memory)
    with ThreadPoolExecutor(8) as pool:
        nudged = list(pool.map(lambda _: nudge(memory, conversation_id), range(8)))
    assert sum(nudged) == 1


def test_a_nudge_without_an_answer_is_found_for_closing_and_closed_once(memory: Memory) -> None:
    conversation_id = talked(memory)
    nudge(memory, conversation_id)
    assert to_close(memory, -1) == []
    assert to_close(memory, 0) == [conversation_id]
    with memory.transaction() as records:
        assert records.silences.end(conversation_id, nudged_before=LATER)
        assert not records.silences.end(conversation_id, nudged_before=LATER)
    assert to_close(memory, 60) == []


def test_d9_whoever_waits_for_a_person_is_left_alone(memory: Memory) -> None:
    conversation_id = talked(memory)
    with memory.transaction() as records:
        records.handoffs.request(conversation_id, cause=Cause.ASKED_FOR_PERSON, reason="-", score=None, now=NOW)
    assert to_nudge(memory) == []
    assert not nudge(memory, conversation_id)


def test_d8_a_rep_who_took_over_ends_the_silence_for_good(memory: Memory) -> None:
    conversation_id = talked(memory)
    for rep in ("rep-1", None):
        with memory.transaction() as records:
            records.conversations.change_owner(conversation_id, rep_id=rep, rep_name=rep, now=NOW)
        assert to_nudge(memory) == []


def test_d8_a_turn_that_ends_under_a_rep_leaves_nothing_for_the_assistant_to_remind_of(memory: Memory) -> None:
    conversation_id = open_conversation(memory).id
    visitor_says(memory, conversation_id)
    turn = begin_turn(memory, conversation_id)
    assert turn is not None
    with memory.transaction() as records:
        records.conversations.change_owner(conversation_id, rep_id="rep-1", rep_name="Dana", now=NOW)
    answer(memory, turn, dialogue=ASKED)
    assert to_nudge(memory) == []
    assert not nudge(memory, conversation_id)


def test_a_closed_conversation_is_left_alone(memory: Memory) -> None:
    conversation_id = talked(memory)
    with memory.transaction() as records:
        records.conversations.close(conversation_id, by=ClosedBy.REP, now=NOW)
    assert to_nudge(memory) == []


def test_l9_another_workspace_finds_and_changes_nothing(memory: Memory, memory_of: Callable[[str], Memory]) -> None:
    conversation_id, other = talked(memory), memory_of("somebody-else")
    assert to_nudge(other) == []
    assert not nudge(other, conversation_id)
    assert to_nudge(memory) == [conversation_id]
