"""Tickets (D10): each unsolved problem once, with a number for ever its own, ended once."""

from collections.abc import Callable

import pytest

from memory.contract import Memory
from memory.tickets.contract import Ticket
from qualification.conversation import TicketStatus
from qualification.errors import Conflict
from tests.memory.samples import MINUTE, NOW, answered_turn, open_conversation, visitor_says


def _talk(memory: Memory) -> str:
    return open_conversation(memory).id


def _open(memory: Memory, conversation_id: str, what: str = "the widget stays white") -> Ticket:
    visitor_says(memory, conversation_id, what)
    turn = answered_turn(memory, conversation_id)
    with memory.transaction() as records:
        return records.tickets.open(turn.id, what=what, contact=None, now=NOW)


def _of(memory: Memory, conversation_id: str) -> list[Ticket]:
    with memory.reading() as records:
        return list(records.tickets.of(conversation_id))


def test_d10_a_ticket_is_read_back_as_it_was_opened(memory: Memory) -> None:
    talk = _talk(memory)
    opened = _open(memory, talk, "Grüße 👋 — it's white")
    assert _of(memory, talk) == [opened]
    assert (opened.status, opened.what, opened.created_at) == (TicketStatus.OPEN, "Grüße 👋 — it's white", NOW)
    assert (opened.ended_at, opened.ended_by) == (None, None)


def test_d10_one_turn_opens_one_ticket_however_often_it_asks(memory: Memory) -> None:
    talk = _talk(memory)
    opened = _open(memory, talk)
    with memory.transaction() as records:
        again = records.tickets.open(opened.turn_id, what="other words", contact="x@y.example", now=NOW + MINUTE)
    assert again == opened
    assert _of(memory, talk) == [opened]


def test_d10_a_second_problem_has_a_number_of_its_own_and_is_the_newest(memory: Memory) -> None:
    talk = _talk(memory)
    first, second = _open(memory, talk), _open(memory, talk, "and my invoice is wrong")
    assert second.number > first.number
    with memory.reading() as records:
        assert records.tickets.newest_open(talk) == second


def test_d10_a_ticket_ends_once_and_the_one_before_is_open_again(memory: Memory) -> None:
    talk = _talk(memory)
    first, second = _open(memory, talk), _open(memory, talk, "and my invoice is wrong")
    with memory.transaction() as records:
        ended = records.tickets.end(talk, second.number, TicketStatus.CLOSED, now=NOW + MINUTE, by="Priya")
    assert (ended.status, ended.ended_at, ended.ended_by) == (TicketStatus.CLOSED, NOW + MINUTE, "Priya")
    with memory.reading() as records:
        assert records.tickets.newest_open(talk) == first
    with pytest.raises(Conflict), memory.transaction() as records:
        records.tickets.end(talk, second.number, TicketStatus.SOLVED, now=NOW)


def test_d10_a_ticket_is_not_ended_from_another_conversation(memory: Memory) -> None:
    opened, other = _open(memory, _talk(memory)), _talk(memory)
    with pytest.raises(Conflict), memory.transaction() as records:
        records.tickets.end(other, opened.number, TicketStatus.SOLVED, now=NOW)


def test_d10_an_address_given_later_reaches_open_tickets_only(memory: Memory) -> None:
    talk = _talk(memory)
    first, second = _open(memory, talk), _open(memory, talk, "and my invoice is wrong")
    with memory.transaction() as records:
        records.tickets.end(talk, first.number, TicketStatus.SOLVED, now=NOW)
        records.tickets.set_contact(talk, "dana@acme.com")
    assert [ticket.contact for ticket in _of(memory, talk)] == [None, "dana@acme.com"]
    assert second.number == _of(memory, talk)[1].number


def test_d10_a_ticket_of_no_turn_is_refused(memory: Memory) -> None:
    with pytest.raises(Conflict), memory.transaction() as records:
        records.tickets.open("no-turn", what="", contact=None, now=NOW)


def test_l9_a_ticket_is_of_no_other_workspace(
    memory: Memory, memory_of: Callable[[str], Memory], workspace: str
) -> None:
    talk = _talk(memory)
    opened = _open(memory, talk)
    theirs = memory_of(f"not-{workspace}")
    assert _of(theirs, talk) == []
    with theirs.transaction() as records:
        records.tickets.set_contact(talk, "stranger@evil.example")
        with pytest.raises(Conflict):
            records.tickets.open(opened.turn_id, what="", contact=None, now=NOW)
        with pytest.raises(Conflict):
            records.tickets.end(talk, opened.number, TicketStatus.CLOSED, now=NOW)
    assert _of(memory, talk) == [opened]


def test_d10_a_transaction_that_fails_leaves_no_ticket(memory: Memory) -> None:
    talk = _talk(memory)
    visitor_says(memory, talk)
    turn = answered_turn(memory, talk)

    def open_and_fail() -> None:
        with memory.transaction() as records:
            records.tickets.open(turn.id, what="white", contact=None, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        open_and_fail()
    assert _of(memory, talk) == []
