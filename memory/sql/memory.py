"""Memory on a database: opens the transactions and hands out the nouns. The wiring makes one per workspace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from sqlalchemy import Connection

from memory.contract import Records
from memory.engine import Database
from memory.sql.conversations import SqlConversations
from memory.sql.facts import SqlFacts
from memory.sql.handoffs import SqlHandoffs
from memory.sql.outbox import SqlOutbox
from memory.sql.recognition import SqlRecognition
from memory.sql.reps import SqlReps
from memory.sql.scope import Scope, random_id
from memory.sql.silences import SqlSilences
from memory.sql.summaries import SqlSummaries
from memory.sql.tickets import SqlTickets
from memory.sql.transcript import SqlTranscript
from memory.sql.turns import SqlTurns

P = ParamSpec("P")
T = TypeVar("T")


class SqlRecords:
    """Implements `memory.contract.Records` over one open transaction."""

    def __init__(self, scope: Scope) -> None:
        self.conversations = SqlConversations(scope)
        self.transcript = SqlTranscript(scope)
        self.turns = SqlTurns(scope)
        self.facts = SqlFacts(scope)
        self.summaries = SqlSummaries(scope)
        self.handoffs = SqlHandoffs(scope, self.conversations)
        self.tickets = SqlTickets(scope)
        self.recognition = SqlRecognition(scope)
        self.reps = SqlReps(scope)
        self.outbox = SqlOutbox(scope)
        self.silences = SqlSilences(scope)


class SqlMemory:
    """Implements `memory.contract.Memory` for one workspace (L9)."""

    def __init__(self, database: Database, *, workspace: str, new_id: Callable[[], str] = random_id) -> None:
        self._database = database
        self._workspace = workspace
        self._new_id = new_id

    @contextmanager
    def transaction(self) -> Iterator[Records]:
        with self._database.writing() as connection:
            yield self._records(connection)

    @contextmanager
    def reading(self) -> Iterator[Records]:
        with self._database.reading() as connection:
            yield self._records(connection)

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._database.run(work, *args, **kwargs)

    def _records(self, connection: Connection) -> SqlRecords:
        return SqlRecords(Scope(connection, self._workspace, self._new_id))
