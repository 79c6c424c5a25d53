"""Tickets: problems that the assistant could not solve, each with a number that people can quote (D10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qualification.conversation import TicketStatus


@dataclass(frozen=True, slots=True)
class Ticket:
    """An unsolved problem. `what` are the visitor's words as stored (M6), `turn_id` the turn whose decision opened it,
    `contact` where the visitor can be reached; `ended_by` is the rep who closed it, None when the visitor solved it."""

    number: int
    conversation_id: str
    turn_id: str
    status: TicketStatus
    what: str
    contact: str | None
    created_at: datetime
    ended_at: datetime | None
    ended_by: str | None


class Tickets(Protocol):
    """A ticket is opened in the transaction that stores the decision; nobody is told its number before that ends."""

    def open(self, turn_id: str, *, what: str, contact: str | None, now: datetime) -> Ticket:
        """The ticket of the turn's conversation; asked for twice by one turn, it is one ticket."""

    def of(self, conversation_id: str) -> Sequence[Ticket]:
        """All of them, oldest first."""

    def newest_open(self, conversation_id: str) -> Ticket | None: ...
    def set_contact(self, conversation_id: str, contact: str) -> None:
        """The address given after the ticket was opened, for all that are still open."""

    def end(
        self, conversation_id: str, number: int, status: TicketStatus, *, now: datetime, by: str | None = None
    ) -> Ticket:
        """Solved by the visitor or closed by a rep; Conflict when it has ended or is not of this conversation."""
