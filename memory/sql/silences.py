"""Silences of visitors: two times in the conversation's own row, each looked up over the few rows that have it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from memory.sql.scope import Scope
from memory.tables import conversation
from qualification.conversation import IN_QUEUE, ConversationStatus

_LEFT_ALONE = [status.value for status in IN_QUEUE]
_OURS = (
    conversation.c.workspace_id == bindparam("workspace"),
    conversation.c.status == ConversationStatus.OPEN.value,
    conversation.c.owner_rep_id.is_(None),
    conversation.c.handoff.not_in(_LEFT_ALONE),
    # What the visitor has written last is being answered.
    conversation.c.last_visitor_number <= conversation.c.settled_number,
)
_SILENT = (*_OURS, conversation.c.awaiting_since <= bindparam("before"))
_NUDGED = (*_OURS, conversation.c.nudged_at <= bindparam("before"))
_THIS = conversation.c.id == bindparam("conversation")
_TO_NUDGE = select(conversation.c.id).where(*_SILENT).order_by(conversation.c.awaiting_since, conversation.c.id)
_TO_CLOSE = select(conversation.c.id).where(*_NUDGED).order_by(conversation.c.nudged_at, conversation.c.id)
_NUDGE = (
    update(conversation)
    .where(*_SILENT, _THIS)
    .values(awaiting_since=None, nudged_at=bindparam("now"))
    .returning(conversation.c.id)
)
_END = (
    update(conversation).where(*_NUDGED, _THIS).values(awaiting_since=None, nudged_at=None).returning(conversation.c.id)
)


class SqlSilences:
    """Implements `memory.silence.Silences`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def to_nudge(self, silent_since: datetime) -> Sequence[str]:
        return [row.id for row in self._scope.run(_TO_NUDGE, before=silent_since)]

    def to_close(self, nudged_before: datetime) -> Sequence[str]:
        return [row.id for row in self._scope.run(_TO_CLOSE, before=nudged_before)]

    def nudge(self, conversation_id: str, *, silent_since: datetime, now: datetime) -> bool:
        found = self._scope.run(_NUDGE, conversation=conversation_id, before=silent_since, now=now)
        return found.one_or_none() is not None

    def end(self, conversation_id: str, *, nudged_before: datetime) -> bool:
        return self._scope.run(_END, conversation=conversation_id, before=nudged_before).one_or_none() is not None
