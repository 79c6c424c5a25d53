"""Tickets: numbered over the whole database, so that a number that somebody quotes is never given twice."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from memory.sql.scope import Scope
from memory.tables import ticket, turn
from memory.tickets.contract import Ticket
from qualification.conversation import TicketStatus
from qualification.errors import Conflict

_OF_WORKSPACE = ticket.c.workspace_id == bindparam("workspace")
_HERE = (_OF_WORKSPACE, ticket.c.conversation_id == bindparam("conversation"))
_IS_OPEN = ticket.c.status == TicketStatus.OPEN.value
_CONVERSATION = select(turn.c.conversation_id).where(
    turn.c.workspace_id == bindparam("workspace"), turn.c.id == bindparam("turn")
)
_OF_TURN = select(ticket).where(_OF_WORKSPACE, ticket.c.turn_id == bindparam("turn"))
_OPEN = insert(ticket).values(workspace_id=bindparam("workspace")).returning(ticket)
_OF = select(ticket).where(*_HERE).order_by(ticket.c.id)
_NEWEST_OPEN = select(ticket).where(*_HERE, _IS_OPEN).order_by(ticket.c.id.desc()).limit(1)
_SET_CONTACT = update(ticket).where(*_HERE, _IS_OPEN).values(contact=bindparam("new_contact"))
_END = (
    update(ticket)
    .where(*_HERE, _IS_OPEN, ticket.c.id == bindparam("number"))
    .values(status=bindparam("new_status"), ended_at=bindparam("now"), ended_by=bindparam("by"))
    .returning(ticket)
)


class SqlTickets:
    """Implements `memory.tickets.contract.Tickets`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def open(self, turn_id: str, *, what: str, contact: str | None, now: datetime) -> Ticket:
        known = self._scope.run(_OF_TURN, turn=turn_id).one_or_none()
        if known is not None:
            return ticket_of(known)
        conversation_id = self._scope.run(_CONVERSATION, turn=turn_id).scalar_one_or_none()
        if conversation_id is None:
            raise Conflict("There is no such turn, so it cannot open a ticket.")
        row = self._scope.run(
            _OPEN,
            conversation_id=conversation_id,
            turn_id=turn_id,
            status=TicketStatus.OPEN.value,
            what=what,
            contact=contact,
            created_at=now,
        ).one()
        return ticket_of(row)

    def of(self, conversation_id: str) -> Sequence[Ticket]:
        return [ticket_of(row) for row in self._scope.run(_OF, conversation=conversation_id)]

    def newest_open(self, conversation_id: str) -> Ticket | None:
        row = self._scope.run(_NEWEST_OPEN, conversation=conversation_id).one_or_none()
        return None if row is None else ticket_of(row)

    def set_contact(self, conversation_id: str, contact: str) -> None:
        self._scope.run(_SET_CONTACT, conversation=conversation_id, new_contact=contact)

    def end(
        self, conversation_id: str, number: int, status: TicketStatus, *, now: datetime, by: str | None = None
    ) -> Ticket:
        row = self._scope.run(
            _END, conversation=conversation_id, number=number, new_status=status.value, now=now, by=by
        ).one_or_none()
        if row is None:
            raise Conflict("This ticket has ended already. Reload the page to see how it stands.")
        return ticket_of(row)


def ticket_of(row: Row[Any]) -> Ticket:
    return Ticket(
        number=row.id,
        conversation_id=row.conversation_id,
        turn_id=row.turn_id,
        status=TicketStatus(row.status),
        what=row.what,
        contact=row.contact,
        created_at=row.created_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
