"""Handoffs: one open per conversation, one winner per claim (H2), queued in the order of L6. And the reps' notes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from memory.contract import Handoff, Note, Rep
from memory.sql.conversations import SqlConversations
from memory.sql.scope import Scope
from memory.tables import conversation, handoff, note
from qualification.conversation import HandoffOutcome, HandoffStatus
from qualification.decision import Cause
from qualification.errors import Conflict
from qualification.handoff import URGENCY, check_transition, raises

_ENDED = frozenset({HandoffStatus.RETURNED, HandoffStatus.CLOSED})

_WORKSPACE = handoff.c.workspace_id == bindparam("workspace")
_THIS = (_WORKSPACE, handoff.c.id == bindparam("handoff"))
# The conversation knows when anything last happened in it; kept there once instead of in two places.
_HANDOFF = select(handoff, conversation.c.updated_at.label("last_activity_at")).join(
    conversation,
    (conversation.c.workspace_id == handoff.c.workspace_id) & (conversation.c.id == handoff.c.conversation_id),
)
_GET = _HANDOFF.where(*_THIS)
_OPEN_FOR = _HANDOFF.where(
    _WORKSPACE, handoff.c.conversation_id == bindparam("conversation"), handoff.c.closed_at.is_(None)
)
_NEWEST_FOR = (
    _HANDOFF.where(_WORKSPACE, handoff.c.conversation_id == bindparam("conversation"))
    .order_by(handoff.c.requested_at.desc(), handoff.c.id)
    .limit(1)
)
_RAISE = update(handoff).where(*_THIS).values(cause=bindparam("new_cause"), reason=bindparam("new_reason"))
# The order of L6, as qualification/ordering.py has it.
_QUEUE = (
    _HANDOFF.where(_WORKSPACE, handoff.c.status.in_(bindparam("statuses", expanding=True)))
    .order_by(
        handoff.c.score.desc().nulls_last(),
        conversation.c.updated_at.desc(),
        handoff.c.source_priority.desc(),
        handoff.c.id,
    )
    .limit(bindparam("limit"))
)
_TALLY = (
    select(handoff.c.status, handoff.c.claimed_by, func.count().label("number"))
    .where(_WORKSPACE, handoff.c.status.in_(bindparam("statuses", expanding=True)))
    .group_by(handoff.c.status, handoff.c.claimed_by)
)
_WAITING = _HANDOFF.where(
    _WORKSPACE,
    handoff.c.status == HandoffStatus.WAITING.value,
    handoff.c.requested_at <= bindparam("before"),
).order_by(handoff.c.requested_at, handoff.c.id)
_REQUEST = insert(handoff).values(workspace_id=bindparam("workspace"))
_CLAIM = (
    update(handoff)
    .where(*_THIS)
    .values(
        status=HandoffStatus.ACCEPTED.value,
        claimed_by=bindparam("rep"),
        claimed_name=bindparam("rep_name"),
        claimed_at=bindparam("now"),
    )
)
_SET_STATUS = (
    update(handoff)
    .where(*_THIS)
    .values(status=bindparam("new_status"), closed_at=bindparam("ended_at"), outcome=bindparam("new_outcome"))
)
# Somebody has come since nobody was there: the time to wait begins again.
_WAIT_ANEW = update(handoff).where(*_THIS).values(requested_at=bindparam("since"))
_ADD_NOTE = insert(note).values(workspace_id=bindparam("workspace")).returning(note.c.id)
_NOTES = (
    select(note)
    .where(note.c.workspace_id == bindparam("workspace"), note.c.conversation_id == bindparam("conversation"))
    .order_by(note.c.id)
)


class SqlHandoffs:
    """Implements `memory.contract.Handoffs`."""

    def __init__(self, scope: Scope, conversations: SqlConversations) -> None:
        self._scope = scope
        self._conversations = conversations

    def request(
        self,
        conversation_id: str,
        *,
        cause: Cause,
        reason: str,
        score: float | None,
        now: datetime,
        source_priority: int = 0,
    ) -> Handoff:
        if self._conversations.lock(conversation_id) is None:
            raise Conflict("There is no such conversation.")
        already_open = self.open_for(conversation_id)
        if already_open is not None:
            above = raises(cause, already_open.cause)
            if cause not in URGENCY or (not above and reason in already_open.reason):
                return already_open
            why = f"{reason} Before: {already_open.reason}" if above else f"{already_open.reason} Also: {reason}"
            kept = cause if above else already_open.cause
            self._scope.run(_RAISE, handoff=already_open.id, new_cause=kept.value, new_reason=why)
            return self._existing(already_open.id)
        handoff_id = self._scope.new_id()
        self._scope.run(
            _REQUEST,
            id=handoff_id,
            conversation_id=conversation_id,
            status=HandoffStatus.WAITING.value,
            cause=cause.value,
            reason=reason,
            requested_at=now,
            score=score,
            source_priority=source_priority,
        )
        self._conversations.set_handoff(conversation_id, HandoffStatus.WAITING, now=now)
        return self._existing(handoff_id)

    def get(self, handoff_id: str) -> Handoff | None:
        row = self._scope.run(_GET, handoff=handoff_id).one_or_none()
        return None if row is None else handoff_of(row)

    def open_for(self, conversation_id: str) -> Handoff | None:
        row = self._scope.run(_OPEN_FOR, conversation=conversation_id).one_or_none()
        return None if row is None else handoff_of(row)

    def newest_for(self, conversation_id: str) -> Handoff | None:
        row = self._scope.run(_NEWEST_FOR, conversation=conversation_id).one_or_none()
        return None if row is None else handoff_of(row)

    def claim(self, handoff_id: str, rep: Rep, *, now: datetime, taken_from: str | None = None) -> Handoff:
        found = self._locked(handoff_id)
        if found.claimed_by == rep.id and found.status is HandoffStatus.ACCEPTED:
            return found
        if found.status is HandoffStatus.ACCEPTED and found.claimed_by != taken_from:
            raise Conflict(f"{found.claimed_name} accepted this handoff first.")
        if found.closed_at is not None:
            raise Conflict("This handoff has ended.")
        self._scope.run(_CLAIM, handoff=handoff_id, rep=rep.id, rep_name=rep.name, now=now)
        self._conversations.set_handoff(found.conversation_id, HandoffStatus.ACCEPTED, now=now)
        return self._existing(handoff_id)

    def set_status(
        self, handoff_id: str, status: HandoffStatus, *, now: datetime, outcome: HandoffOutcome | None = None
    ) -> Handoff:
        found = self._locked(handoff_id)
        if found.closed_at is not None:
            raise Conflict("This handoff has ended.")
        check_transition(found.status, status)
        self._scope.run(
            _SET_STATUS,
            handoff=handoff_id,
            new_status=status.value,
            ended_at=now if status in _ENDED else None,
            new_outcome=None if outcome is None else outcome.value,
        )
        if status is HandoffStatus.WAITING:
            self._scope.run(_WAIT_ANEW, handoff=handoff_id, since=now)
        self._conversations.set_handoff(found.conversation_id, status, now=now)
        return self._existing(handoff_id)

    def queue(self, *, statuses: Sequence[HandoffStatus], limit: int = 100) -> Sequence[Handoff]:
        rows = self._scope.run(_QUEUE, statuses=[status.value for status in statuses], limit=limit)
        return [handoff_of(row) for row in rows]

    def tally(self, *, statuses: Sequence[HandoffStatus]) -> Mapping[tuple[HandoffStatus, str | None], int]:
        rows = self._scope.run(_TALLY, statuses=[status.value for status in statuses])
        return {(HandoffStatus(row.status), row.claimed_by): row.number for row in rows}

    def waiting_longer_than(self, wait: timedelta, *, now: datetime) -> Sequence[Handoff]:
        return [handoff_of(row) for row in self._scope.run(_WAITING, before=now - wait)]

    def add_note(self, conversation_id: str, rep: Rep, text: str, *, now: datetime) -> Note:
        added = self._scope.run(
            _ADD_NOTE, conversation_id=conversation_id, rep_id=rep.id, rep_name=rep.name, text=text, at=now
        )
        return Note(id=added.scalar_one(), rep_name=rep.name, text=text, at=now)

    def notes(self, conversation_id: str) -> Sequence[Note]:
        rows = self._scope.run(_NOTES, conversation=conversation_id)
        return [Note(id=row.id, rep_name=row.rep_name, text=row.text, at=row.at) for row in rows]

    def _locked(self, handoff_id: str) -> Handoff:
        """As it is while nobody else can change it. The conversation is the lock, as everywhere in memory."""
        found = self._existing(handoff_id)
        self._conversations.lock(found.conversation_id)
        return self._existing(handoff_id)

    def _existing(self, handoff_id: str) -> Handoff:
        found = self.get(handoff_id)
        if found is None:
            raise Conflict("This handoff does not exist any more.")
        return found


def handoff_of(row: Row[Any]) -> Handoff:
    return Handoff(
        id=row.id,
        conversation_id=row.conversation_id,
        status=HandoffStatus(row.status),
        cause=Cause(row.cause),
        reason=row.reason,
        requested_at=row.requested_at,
        score=row.score,
        last_activity_at=row.last_activity_at,
        source_priority=row.source_priority,
        claimed_by=row.claimed_by,
        claimed_name=row.claimed_name,
        claimed_at=row.claimed_at,
        closed_at=row.closed_at,
        outcome=None if row.outcome is None else HandoffOutcome(row.outcome),
    )
