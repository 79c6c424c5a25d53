"""Facts: a newer one supersedes, none is ever overwritten, so that every claim can be traced to where it came from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from memory.sql.scope import Scope
from memory.tables import fact
from qualification.facts import Fact, FactKey, FactSource
from qualification.serial import value_from_json, value_to_json

_HERE = (fact.c.workspace_id == bindparam("workspace"), fact.c.conversation_id == bindparam("conversation"))
_HOLDS = fact.c.superseded_at.is_(None)
_SUPERSEDE = (
    update(fact)
    .where(*_HERE, _HOLDS, fact.c.key.in_(bindparam("keys", expanding=True)))
    .values(superseded_at=bindparam("now"))
)
_LEARN = insert(fact).values(workspace_id=bindparam("workspace"))
# Not sorted by the database: SQLite would then take the index of the whole history, which only grows.
_CURRENT = select(fact).where(*_HERE, _HOLDS)
_HISTORY = select(fact).where(*_HERE).order_by(fact.c.id)


class SqlFacts:
    """Implements `memory.contract.Facts`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def learn(self, conversation_id: str, facts: Sequence[Fact]) -> None:
        if not facts:
            return
        newest = {given.key: given for given in facts}
        keys = [key.value for key in newest]
        self._scope.run(_SUPERSEDE, conversation=conversation_id, keys=keys, now=max(given.at for given in facts))
        self._scope.run_each(_LEARN, [_row(conversation_id, given, newest[given.key]) for given in facts])

    def current(self, conversation_id: str) -> Sequence[Fact]:
        rows = self._scope.run(_CURRENT, conversation=conversation_id).all()
        return [fact_of(row) for row in sorted(rows, key=lambda row: row.id)]

    def history(self, conversation_id: str) -> Sequence[Fact]:
        return [fact_of(row) for row in self._scope.run(_HISTORY, conversation=conversation_id)]


def fact_of(row: Row[Any]) -> Fact:
    return Fact(
        key=FactKey(row.key),
        value=value_from_json(row.value),
        said=row.said,
        source=FactSource(row.source),
        confidence=row.confidence,
        at=row.at,
        message_number=row.message_number,
    )


def _row(conversation_id: str, given: Fact, newest: Fact) -> dict[str, object]:
    return {
        "conversation_id": conversation_id,
        "key": given.key.value,
        "value": value_to_json(given.value),
        "said": given.said,
        "source": given.source.value,
        "confidence": given.confidence,
        "at": given.at,
        "message_number": given.message_number,
        # Two values for one key in one breath ("40, no, 50"): the first is history at once.
        "superseded_at": None if given is newest else newest.at,
    }
