"""Turns: a burst is one turn, each is answered exactly once, and its decision can be made again later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from memory.contract import Memory
from qualification.conversation import Author, ClosedBy
from qualification.intake import LONGEST_TURN
from qualification.serial import decision_to_json
from qualification.state import DialogueState
from tests.memory.samples import (
    MINUTE,
    NOW,
    answer,
    answered_turn,
    assistant_says,
    begin_turn,
    decision,
    is_open,
    open_conversation,
    signals,
    state,
    the_conversation,
    visitor_says,
)


def _unanswered(memory: Memory, *, older_than: timedelta = timedelta()) -> list[str]:
    with memory.reading() as records:
        return list(records.turns.unanswered(NOW - older_than))


def test_without_a_visitors_message_there_is_no_turn(memory: Memory) -> None:
    opened = open_conversation(memory)
    assistant_says(memory, opened.id, "Hello.")
    assert begin_turn(memory, opened.id) is None


def test_d11_a_burst_is_one_turn(memory: Memory) -> None:
    opened = open_conversation(memory)
    for text in ("hi", "what does it cost", "for 40 people?"):
        visitor_says(memory, opened.id, text)
    turn = begin_turn(memory, opened.id, now=NOW + MINUTE)
    assert turn is not None
    assert turn.numbers == (1, 2, 3)
    assert turn.text == "hi\nwhat does it cost\nfor 40 people?"
    assert (turn.owner_number, turn.person_requested, turn.secret_masked) == (1, False, False)
    assert turn.started_at == NOW + MINUTE
    with memory.reading() as records:
        assert records.turns.get(turn.id) == turn
        assert is_open(records, turn.id)


def test_d4_a_burst_with_a_press_of_the_button_asks_for_a_person(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "hm")
    visitor_says(memory, opened.id, "", person=True)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    assert turn.person_requested
    assert turn.text == "hm"


def test_d11_of_a_burst_without_end_the_beginning_of_each_message_counts(memory: Memory) -> None:
    opened = open_conversation(memory)
    for number in range(6):
        visitor_says(memory, opened.id, f"{number} " + "word " * 390)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    assert len(turn.text) <= LONGEST_TURN
    assert [line[:6] for line in turn.text.split("\n")] == [f"{number} word" for number in range(6)]


def test_m6_a_burst_with_a_masked_secret_knows_it(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "my password is [masked]", secret=True)
    visitor_says(memory, opened.id, "help")
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    assert turn.secret_masked


def test_d11_a_turn_left_open_by_a_crash_is_taken_up_again_and_widened(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "hi")
    left = begin_turn(memory, opened.id)
    assert left is not None
    assert begin_turn(memory, opened.id, now=NOW + MINUTE) == left
    visitor_says(memory, opened.id, "anyone?", person=True)
    with memory.transaction() as records:
        records.conversations.change_owner(opened.id, rep_id=None, rep_name=None, now=NOW)
    widened = begin_turn(memory, opened.id, now=NOW + MINUTE)
    assert widened == replace(left, numbers=(1, 2), person_requested=True, owner_number=2)
    with memory.reading() as records:
        assert records.turns.get(left.id) == widened


def test_a_turn_is_answered_exactly_once(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    assert answer(memory, turn, dialogue=DialogueState(turn=1))
    assert not answer(memory, turn, dialogue=DialogueState(turn=2))
    assert the_conversation(memory, opened.id).dialogue == DialogueState(turn=1)
    assert begin_turn(memory, opened.id) is None
    with memory.reading() as records:
        assert not is_open(records, turn.id)


def test_answering_an_unknown_turn_changes_nothing(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    assert not answer(memory, replace(turn, id="unknown"))
    with memory.transaction() as records:
        records.turns.drop("unknown", now=NOW)
    assert begin_turn(memory, opened.id) == turn


def test_what_came_after_the_answered_messages_goes_into_the_next_turn(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "hi")
    turn = begin_turn(memory, opened.id)
    visitor_says(memory, opened.id, "are you there")
    assert turn is not None
    assert begin_turn(memory, opened.id) == replace(turn, numbers=(1, 2), text="hi\nare you there")
    assert answer(memory, turn)
    following = begin_turn(memory, opened.id)
    assert following is not None
    assert following.numbers == (2,)
    assert following.id != turn.id
    with memory.reading() as records:
        assert [record.numbers for record in records.turns.records(opened.id)] == [(1,), (2,)]


def test_only_the_newest_turns_are_given_when_no_more_are_asked_for(memory: Memory) -> None:
    opened = open_conversation(memory)
    for minute in range(4):
        visitor_says(memory, opened.id, "hi", now=NOW + minute * MINUTE)
        turn = begin_turn(memory, opened.id, now=NOW + minute * MINUTE)
        assert turn is not None
        assert answer(memory, turn)
    with memory.reading() as records:
        assert [record.numbers for record in records.turns.records(opened.id, last=2)] == [(3,), (4,)]
        assert len(records.turns.records(opened.id, last=9)) == 4


def test_only_visitors_messages_are_gathered(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "hi")
    answered_turn(memory, opened.id)
    assistant_says(memory, opened.id, "Hello.", "What is it for?")
    visitor_says(memory, opened.id, "sales")
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    assert (turn.numbers, turn.text) == ((4,), "sales")


def test_d8_a_dropped_turn_is_settled_without_an_answer(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    with memory.transaction() as records:
        records.turns.drop(turn.id, now=NOW)
        records.turns.drop(turn.id, now=NOW)
    assert begin_turn(memory, opened.id) is None
    assert not answer(memory, turn)
    with memory.reading() as records:
        (record,) = records.turns.records(opened.id)
    assert (record.answered_at, record.decision) == (None, None)


def test_a_closed_conversation_begins_no_turn(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    with memory.transaction() as records:
        records.conversations.close(opened.id, by=ClosedBy.REP, now=NOW)
    assert begin_turn(memory, opened.id) is None
    assert _unanswered(memory) == []


def test_the_newest_visitor_number_ignores_what_others_say(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    visitor_says(memory, opened.id)
    assistant_says(memory, opened.id, "Hello.")
    assert the_conversation(memory, opened.id).last_visitor_number == 2


def test_recovery_finds_what_nobody_answered_longest_waiting_first(memory: Memory) -> None:
    newer, older, answered, with_rep, young = (open_conversation(memory) for _ in range(5))
    for minutes, opened in ((3, newer), (5, older), (4, answered), (4, with_rep), (0, young)):
        visitor_says(memory, opened.id, now=NOW - minutes * MINUTE)
    begin_turn(memory, older.id)
    answered_turn(memory, answered.id)
    with memory.transaction() as records:
        records.conversations.change_owner(with_rep.id, rep_id="r", rep_name="Robin", now=NOW)
    assert _unanswered(memory, older_than=MINUTE) == [older.id, newer.id]
    assert _unanswered(memory) == [older.id, newer.id, young.id]


def test_s6_a_record_tells_what_was_understood_decided_and_with_which_versions(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    with memory.reading() as records:
        (undecided,) = records.turns.records(opened.id)
    assert (undecided.decision, undecided.understanding, undecided.answered_at) == (None, None, None)
    answer(memory, turn, now=NOW + MINUTE)
    with memory.reading() as records:
        (record,) = records.turns.records(opened.id)
    assert (record.id, record.numbers, record.started_at) == (turn.id, (1,), NOW)
    assert record.answered_at == NOW + MINUTE
    assert record.versions == {"rulebook": "7", "model": "20260301"}
    assert record.understanding is not None
    assert record.understanding["text"] == "about 40 of us"
    assert record.decision is not None
    assert record.decision["reason"] == "The budget can change the route most."


def test_s6_a_decision_is_kept_with_the_inputs_to_decide_it_again(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    with memory.reading() as records:
        assert records.turns.replay(turn.id) is None
        assert records.turns.replay("unknown") is None
    answer(memory, turn, now=NOW + MINUTE)
    with memory.reading() as records:
        replay = records.turns.replay(turn.id)
    assert replay is not None
    assert replay.state == state()
    assert replay.signals == signals(1)
    assert replay.at == NOW + MINUTE
    assert replay.versions == {"rulebook": "7", "model": "20260301"}
    assert replay.decision == decision_to_json(decision(DialogueState(turn=1, introduced=True)))


@pytest.mark.parametrize("text", ["a\x00b", "half a pair \ud83d"])
def test_no_understood_text_is_too_strange_for_a_decision(memory: Memory, text: str) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    turn = begin_turn(memory, opened.id)
    given = signals(1)
    assert turn is not None
    assert given.understanding is not None
    strange = replace(given, understanding=replace(given.understanding, text=text))
    with memory.transaction() as records:
        assert records.turns.answer(
            turn.id, state=state(), signals=strange, decision=decision(DialogueState()), versions={}, now=NOW
        )
    with memory.reading() as records:
        replay = records.turns.replay(turn.id)
    assert replay is not None
    assert replay.signals == strange


def test_an_engine_that_was_down_is_a_turn_without_understanding(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    silent = replace(signals(1), understanding=None)
    with memory.transaction() as records:
        records.turns.answer(
            turn.id, state=state(), signals=silent, decision=decision(DialogueState()), versions={}, now=NOW
        )
    with memory.reading() as records:
        (record,) = records.turns.records(opened.id)
        assert [one.author for one in records.transcript.after(opened.id, 0)] == [Author.VISITOR]
    assert record.understanding is None
    assert record.decision is not None
