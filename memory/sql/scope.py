"""What every noun of memory works with: the open transaction and the workspace it is bound to."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

UpsertInsert = sqlite.Insert | postgresql.Insert
INSERT_OF: Mapping[str, Callable[[Table], UpsertInsert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Each database's own INSERT, for what happens when the row is there already."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One transaction in one workspace. Every statement binds `:workspace`, so that none can forget it (L9)."""

    connection: Connection
    workspace: str
    new_id: Callable[[], str]

    def run(self, statement: Executable, **values: object) -> CursorResult[Any]:
        return self.connection.execute(statement, {"workspace": self.workspace, **values})

    def run_own(self, statements: Mapping[str, Executable], **values: object) -> CursorResult[Any]:
        """The statement written for this database's dialect."""
        return self.run(statements[self.connection.dialect.name], **values)

    def run_each(self, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
        self.connection.execute(statement, [{"workspace": self.workspace, **row} for row in rows])


def random_id() -> str:
    """Not guessable and without order, as ids are shown to visitors."""
    return secrets.token_hex(16)
