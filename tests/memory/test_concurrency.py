"""Many at once: gateways, workers and reps in threads on one database. Nothing is lost, doubled or answered twice."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from memory.contract import Memory, NewMessage
from memory.engine import open_database
from memory.sql.memory import SqlMemory
from qualification.conversation import Author, HandoffStatus
from qualification.decision import Cause
from qualification.errors import Conflict
from tests.memory.samples import (
    NOW,
    add_rep,
    answer,
    assistant_says,
    begin_turn,
    open_conversation,
    the_conversation,
    visitor_says,
)

T = TypeVar("T")
THREADS = 8


def _at_once(calls: Iterable[Callable[[], T]]) -> list[T]:
    """All of them, started in the same instant as far as threads allow, at most THREADS at a time."""
    calls = list(calls)
    start = Barrier(min(THREADS, len(calls)))

    def run(numbered: tuple[int, Callable[[], T]]) -> T:
        number, call = numbered
        if number < start.parties:
            start.wait()
        return call()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, enumerate(calls)))


def _won(call: Callable[[], object]) -> bool:
    try:
        call()
    except Conflict:
        return False
    return True


def test_d11_two_hundred_messages_at_once_get_gapless_numbers(memory: Memory) -> None:
    opened = open_conversation(memory)
    accepted = _at_once(partial(visitor_says, memory, opened.id, str(n), client_id=f"c{n}") for n in range(200))
    assert sorted(one.number for one in accepted) == list(range(1, 201))
    with memory.reading() as records:
        stored = records.transcript.after(opened.id, 0, limit=500)
    assert [message.number for message in stored] == list(range(1, 201))
    assert the_conversation(memory, opened.id).last_number == 200
    assert {(message.number, message.text) for message in stored} == {
        (one.number, str(n)) for n, one in enumerate(accepted)
    }


def test_d11_one_client_id_from_many_tabs_is_one_message(memory: Memory) -> None:
    opened = open_conversation(memory)
    accepted = _at_once(lambda: visitor_says(memory, opened.id, client_id="c1") for _ in range(40))
    assert {one.number for one in accepted} == {1}
    assert sum(not one.duplicate for one in accepted) == 1


def test_d11_visitors_and_the_assistant_speak_at_once_without_gaps(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitors = [partial(visitor_says, memory, opened.id, client_id=f"c{n}") for n in range(20)]
    replies = [partial(assistant_says, memory, opened.id, "Hello.", "How are you?") for _ in range(20)]
    calls: list[Callable[[], object]] = [call for pair in zip(visitors, replies, strict=True) for call in pair]
    _at_once(calls)
    with memory.reading() as records:
        numbers = [message.number for message in records.transcript.after(opened.id, 0)]
    assert numbers == list(range(1, 61))


@pytest.mark.parametrize("_round", range(2))
def test_h2_of_a_hundred_claims_one_wins(memory: Memory, _round: int) -> None:
    opened = open_conversation(memory)
    reps = [add_rep(memory, f"Rep{number}") for number in range(100)]
    with memory.transaction() as records:
        handoff = records.handoffs.request(opened.id, cause=Cause.POLICY, reason="", score=None, now=NOW)

    def claim(number: int) -> None:
        with memory.transaction() as records:
            records.handoffs.claim(handoff.id, reps[number], now=NOW)
            owner = records.conversations.change_owner(
                opened.id, rep_id=reps[number].id, rep_name=reps[number].name, now=NOW
            )
            assert owner.number == 2

    won = _at_once(partial(_won, partial(claim, n)) for n in range(100))
    assert sum(won) == 1
    winner = reps[won.index(True)]
    conversation = the_conversation(memory, opened.id)
    assert (conversation.owner.rep_id, conversation.handoff) == (winner.id, HandoffStatus.ACCEPTED)
    with memory.reading() as records:
        claimed = records.handoffs.get(handoff.id)
    assert claimed is not None
    assert claimed.claimed_name == winner.name


def test_a_turn_answered_from_many_sides_is_answered_once(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id)
    turns = _at_once(lambda: begin_turn(memory, opened.id) for _ in range(20))
    assert len(set(turns)) == 1
    turn = turns[0]
    assert turn is not None
    assert sum(_at_once(lambda: answer(memory, turn) for _ in range(20))) == 1


def test_many_requests_for_a_person_are_one_handoff(memory: Memory) -> None:
    opened = open_conversation(memory)

    def request() -> str:
        with memory.transaction() as records:
            return records.handoffs.request(opened.id, cause=Cause.POLICY, reason="", score=None, now=NOW).id

    assert len(set(_at_once(request for _ in range(20)))) == 1


def test_d8_after_a_change_of_owner_the_former_owner_says_nothing_more(memory: Memory) -> None:
    """Whoever commits first, the transcript never shows the assistant after the rep's first words."""
    opened = open_conversation(memory)

    def rep_takes_over() -> None:
        with memory.transaction() as records:
            owner = records.conversations.change_owner(opened.id, rep_id="r", rep_name="Robin", now=NOW)
            records.transcript.say(
                opened.id, [NewMessage(Author.REP, "Robin here.", name="Robin")], owner_number=owner.number, now=NOW
            )

    calls = [lambda: _won(lambda: assistant_says(memory, opened.id, "Hello."))] * 30
    calls.insert(15, lambda: _won(rep_takes_over))
    _at_once(calls)
    with memory.reading() as records:
        authors = [message.author for message in records.transcript.after(opened.id, 0)]
    assert authors[-1] is Author.REP
    assert authors.count(Author.REP) == 1


def test_two_gateways_on_one_database_share_the_numbering(memory: Memory, database_url: str, workspace: str) -> None:
    """Separate engines know nothing of each other's locks in memory; the database alone must do."""
    opened = open_conversation(memory)
    other_database = open_database(database_url)
    both = (memory, SqlMemory(other_database, workspace=workspace))
    accepted = _at_once(partial(visitor_says, both[n % 2], opened.id, client_id=f"c{n}") for n in range(60))
    other_database.close()
    assert sorted(one.number for one in accepted) == list(range(1, 61))


def test_transactions_over_the_same_rows_in_any_order_do_not_block_each_other_for_good(memory: Memory) -> None:
    opened = open_conversation(memory)
    rep = add_rep(memory)
    visitor_says(memory, opened.id)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    with memory.transaction() as records:
        handoff = records.handoffs.request(opened.id, cause=Cause.POLICY, reason="", score=None, now=NOW)

    def turn_first() -> None:
        with memory.transaction() as records:
            records.turns.drop(turn.id, now=NOW)
            records.handoffs.get(handoff.id)
            records.handoffs.request(opened.id, cause=Cause.SAFETY, reason="", score=None, now=NOW)

    def handoff_first() -> None:
        with memory.transaction() as records:
            records.handoffs.claim(handoff.id, rep, now=NOW)
            locked = records.conversations.lock(opened.id)
            assert locked is not None
            records.turns.begin(locked, now=NOW)

    _at_once([turn_first, handoff_first] * 15)


def test_m3_of_many_who_send_a_code_to_one_mailbox_at_once_each_sees_the_others(memory: Memory) -> None:
    talks = [open_conversation(memory).id for _ in range(THREADS)]

    def send(number: int, talk: str) -> bool:
        address = f"dana+{number}@acme.com"
        with memory.transaction() as records:
            records.recognition.hold(address)
            if records.recognition.sent_to(address, since=NOW) >= 3:
                return False
            records.recognition.keep(talk, address, "hash", now=NOW, expires_at=NOW)
            return True

    assert sum(_at_once(partial(send, number, talk) for number, talk in enumerate(talks))) == 3
