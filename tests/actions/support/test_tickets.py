"""D10 over a real database: an unsolved problem is a ticket, once, and its number is told when it is stored."""

from itertools import pairwise

import anyio
import pytest

from memory.tickets.contract import Ticket
from qualification.conversation import HandoffOutcome, TicketStatus
from qualification.errors import Conflict
from qualification.understanding import Intent
from tests.actions.office import Office

WHITE = "the widget stays white on every page"


def _tickets(office: Office, talk: str) -> list[Ticket]:
    with office.memory.reading() as records:
        return list(records.tickets.of(talk))


@pytest.fixture
def talk(office: Office) -> str:
    """A conversation whose problem has just become a ticket."""
    talk = office.conversation()
    office.turn(talk, WHITE, Intent.REPORT_BUG)
    assert _tickets(office, talk) == []
    office.turn(talk, "it happens since monday", None)
    return talk


def test_d10_an_unsolved_problem_is_a_ticket_in_the_visitors_words_and_its_number_is_told(
    office: Office, talk: str
) -> None:
    (ticket,) = _tickets(office, talk)
    assert ticket.what == f"{WHITE}\nit happens since monday"
    assert f"ticket {ticket.number}" in office.messages(talk)[-1].text
    with office.memory.reading() as records:
        deciding = [turn.id for turn in records.turns.records(talk) if turn.decision and turn.decision["ticket"]]
    assert deciding == [ticket.turn_id]


def test_d10_the_same_problem_again_is_no_second_ticket(office: Office, talk: str) -> None:
    for words in ("tried that, still nothing", "the widget still is white", WHITE):
        office.turn(talk, words, Intent.REPORT_BUG)
    assert len(_tickets(office, talk)) == 1


def test_d10_another_problem_is_a_second_ticket(office: Office, talk: str) -> None:
    office.turn(talk, "my invoice shows the wrong amount", Intent.ASK_BILLING)
    first, second = _tickets(office, talk)
    assert second.what == "my invoice shows the wrong amount"
    assert first.status is second.status is TicketStatus.OPEN


def test_d10_solved_ends_the_newest_ticket_and_solved_again_the_one_before(office: Office, talk: str) -> None:
    office.turn(talk, "my invoice shows the wrong amount", Intent.ASK_BILLING)
    for _ in range(2):
        office.turn(talk, "that works now, thanks", Intent.PROBLEM_SOLVED)
    first, second = _tickets(office, talk)
    assert (first.status, second.status) == (TicketStatus.SOLVED, TicketStatus.SOLVED)
    told = [message.text for message in office.messages(talk) if "as solved" in message.text]
    assert [str(ticket.number) in text for ticket, text in zip((second, first), told, strict=True)] == [True, True]


def test_d10_a_ticket_learns_the_address_that_is_given_later(office: Office, talk: str) -> None:
    assert _tickets(office, talk)[0].contact is None
    office.turn_without_engine(talk, "dana@acme.com")
    assert _tickets(office, talk)[0].contact == "dana@acme.com"


def test_d10_a_rep_sees_the_ticket_and_closes_it_and_the_problem_is_over(office: Office, talk: str) -> None:
    (ticket,) = _tickets(office, talk)
    thread = office.thread(office.dana, talk)
    assert [view.number for view in thread.tickets] == [ticket.number]
    assert thread.card is not None
    assert thread.card.tickets == (ticket.number,)
    anyio.run(office.desk.close_ticket, office.dana, talk, ticket.number)
    (closed,) = _tickets(office, talk)
    assert (closed.status, closed.ended_by) == (TicketStatus.CLOSED, office.dana.name)
    with office.memory.reading() as records:
        conversation = records.conversations.get(talk)
    assert conversation is not None
    assert not conversation.dialogue.problem_open
    with pytest.raises(Conflict):
        anyio.run(office.desk.close_ticket, office.omar, talk, ticket.number)


def test_d10_a_conversation_closed_as_solved_leaves_no_ticket_open(office: Office, talk: str) -> None:
    office.at_desk(office.dana)
    office.accept(office.dana, talk)
    anyio.run(office.desk.close, office.dana, talk, HandoffOutcome.SOLVED, "")
    assert [ticket.status for ticket in _tickets(office, talk)] == [TicketStatus.CLOSED]


def test_d10_numbers_grow_over_conversations(office: Office) -> None:
    numbers = []
    for _ in range(3):
        talk = office.conversation()
        office.turn(talk, WHITE, Intent.REPORT_BUG)
        office.turn(talk, "since monday", None)
        numbers += [ticket.number for ticket in _tickets(office, talk)]
    assert all(later > earlier for earlier, later in pairwise(numbers))
    assert len(numbers) == 3


def test_d10_interest_during_a_problem_is_shown_to_reps_and_named_in_the_decision(office: Office) -> None:
    talk = office.conversation()
    office.turn(talk, WHITE, Intent.REPORT_BUG)
    office.turn(talk, "what does the bigger plan cost", Intent.ASK_PRICING)
    thread = office.thread(office.dana, talk)
    assert thread.buying_signal
    assert ("signal", "buying_signal") in thread.turns[-1].evidence
