"""What the CRM is still owed, in the order in which it was owed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, select, update

from memory.contract import OutboxEntry
from memory.sql.scope import INSERT_OF, Scope
from memory.tables import outbox

_earlier = outbox.alias("earlier")
_ENTRY = (outbox.c.workspace_id == bindparam("workspace"), outbox.c.id == bindparam("entry"))

_PUT = {
    dialect: insert(outbox).values(workspace_id=bindparam("workspace")).on_conflict_do_nothing()
    for dialect, insert in INSERT_OF.items()
}
_DUE = (
    select(outbox)
    .where(
        outbox.c.workspace_id == bindparam("workspace"),
        outbox.c.done_at.is_(None),
        outbox.c.due_at <= bindparam("now"),
        ~exists().where(
            _earlier.c.workspace_id == outbox.c.workspace_id,
            _earlier.c.conversation_id == outbox.c.conversation_id,
            _earlier.c.done_at.is_(None),
            _earlier.c.id < outbox.c.id,
        ),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
)
_DONE = update(outbox).where(*_ENTRY).values(done_at=bindparam("now"))
_FAILED = (
    update(outbox)
    .where(*_ENTRY)
    .values(attempts=outbox.c.attempts + 1, last_error=bindparam("error"), due_at=bindparam("retry_at"))
)
_GIVE_UP = (
    update(outbox)
    .where(*_ENTRY)
    .values(attempts=outbox.c.attempts + 1, last_error=bindparam("error"), done_at=bindparam("now"))
)


class SqlOutbox:
    """Implements `memory.contract.Outbox`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, conversation_id: str, kind: str, payload: Mapping[str, object], *, key: str, now: datetime) -> None:
        self._scope.run_own(
            _PUT,
            conversation_id=conversation_id,
            kind=kind,
            payload=dict(payload),
            key=key,
            created_at=now,
            due_at=now,
            attempts=0,
        )

    def due(self, *, now: datetime, limit: int = 50) -> Sequence[OutboxEntry]:
        return [entry_of(row) for row in self._scope.run(_DUE, now=now, limit=limit)]

    def done(self, entry_id: int, *, now: datetime) -> None:
        self._scope.run(_DONE, entry=entry_id, now=now)

    def failed(self, entry_id: int, *, error: str, retry_at: datetime) -> None:
        self._scope.run(_FAILED, entry=entry_id, error=error, retry_at=retry_at)

    def give_up(self, entry_id: int, *, error: str, now: datetime) -> None:
        self._scope.run(_GIVE_UP, entry=entry_id, error=error, now=now)


def entry_of(row: Row[Any]) -> OutboxEntry:
    return OutboxEntry(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=row.kind,
        payload=row.payload,
        key=row.key,
        attempts=row.attempts,
    )
