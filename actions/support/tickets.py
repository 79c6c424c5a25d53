"""Tickets of a turn (D10): opened and solved in the transaction that stores its decision."""

from datetime import datetime

from memory.contract import Records, Turn
from memory.tickets.contract import Ticket
from qualification.conversation import TicketStatus
from qualification.decision import Decision, OpenTicket, SolveTicket
from qualification.state import DialogueState, KnownTicket

LONGEST_WHAT = 1_000


def known_ticket(records: Records, conversation_id: str, dialogue: DialogueState) -> KnownTicket | None:
    """The newest open ticket; most conversations never have one, and for those nothing is looked up."""
    newest = records.tickets.newest_open(conversation_id) if dialogue.tickets else None
    return None if newest is None else KnownTicket(newest.number, newest.what)


def carry_out(records: Records, turn: Turn, decision: Decision, contact: str | None, now: datetime) -> Ticket | None:
    """The ticket that this turn opened. Its words are the messages as stored, so what was masked stays masked (M6)."""
    match decision.ticket:
        case OpenTicket(numbers):
            told = records.transcript.numbered(turn.conversation_id, numbers)
            what = "\n".join(message.text for message in told if message.text)[:LONGEST_WHAT]
            return records.tickets.open(turn.id, what=what, contact=contact, now=now)
        case SolveTicket(number):
            records.tickets.end(turn.conversation_id, number, TicketStatus.SOLVED, now=now)
    if contact is not None and decision.next_dialogue.tickets and decision.learned:
        records.tickets.set_contact(turn.conversation_id, contact)
    return None
