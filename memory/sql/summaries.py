"""The running summary of a conversation; each sentence names what it rests on (M4)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from memory.contract import SummarySentence
from memory.sql.scope import INSERT_OF, Scope, UpsertInsert
from memory.tables import summary


def _put(insert: UpsertInsert) -> UpsertInsert:
    """A later summary replaces an earlier one; one that covers less came too late and changes nothing."""
    new = insert.excluded
    return insert.values(workspace_id=bindparam("workspace"), version=1).on_conflict_do_update(
        index_elements=["workspace_id", "conversation_id"],
        set_={
            "sentences": new.sentences,
            "up_to": new.up_to,
            "version": summary.c.version + 1,
            "updated_at": new.updated_at,
        },
        where=new.up_to >= summary.c.up_to,
    )


_PUT = {dialect: _put(insert(summary)) for dialect, insert in INSERT_OF.items()}
_GET = select(summary.c.sentences).where(
    summary.c.workspace_id == bindparam("workspace"), summary.c.conversation_id == bindparam("conversation")
)


class SqlSummaries:
    """Implements `memory.contract.Summaries`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, conversation_id: str, sentences: Sequence[SummarySentence], *, up_to: int, now: datetime) -> None:
        self._scope.run_own(
            _PUT,
            conversation_id=conversation_id,
            sentences=[[one.text, list(one.message_numbers), list(one.fact_keys)] for one in sentences],
            up_to=up_to,
            updated_at=now,
        )

    def get(self, conversation_id: str) -> Sequence[SummarySentence]:
        row = self._scope.run(_GET, conversation=conversation_id).one_or_none()
        return (
            [] if row is None else [SummarySentence(text, tuple(on), tuple(keys)) for text, on, keys in row.sentences]
        )
