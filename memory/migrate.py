"""Brings a database to the newest schema. `python -m memory.migrate URL` does it for memory's own tables.

Others keep tables in the same database (the local CRM); the wiring hands their histories over, so that one step
brings all up to date and no folder has to know another's tables.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from memory.engine import Database, open_database
from qualification.errors import BotError

# Any number does, if every gateway uses the same: two that start together migrate one after the other.
_POSTGRES_LOCK = text("SELECT pg_advisory_xact_lock(4683001)")


@dataclass(frozen=True, slots=True)
class History:
    """An Alembic folder (its `versions/`) and the table in which the database notes how far it has come."""

    folder: Path
    version_table: str


MEMORY = History(Path(__file__).parent / "migrations", "memory_version")


def upgrade(url: str, *others: History) -> None:
    """Memory's tables and those of `others`, all in one transaction; nothing to do is fine."""
    database = open_database(url)
    _make_folder(url)
    try:
        upgrade_database(database, (MEMORY, *others))
    finally:
        database.close()


def upgrade_database(database: Database, histories: Sequence[History]) -> None:
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(_POSTGRES_LOCK)
        for history in histories:
            _to_newest(connection, history)


def is_behind(database: Database, histories: Sequence[History]) -> bool:
    """Whether steps are missing. A database that a newer Foyer has brought further already is not behind."""
    with database.reading() as connection:
        return any(_is_behind(connection, history) for history in histories)


def _is_behind(connection: Connection, history: History) -> bool:
    script = ScriptDirectory.from_config(_config(history))
    reached = MigrationContext.configure(connection, opts={"version_table": history.version_table}).get_current_heads()
    older = {step.revision for step in script.walk_revisions()} - set(script.get_heads())
    return not reached or not older.isdisjoint(reached)


def _config(history: History) -> Config:
    config = Config()
    config.set_main_option("script_location", str(history.folder).replace("%", "%%"))
    return config


def _to_newest(connection: Connection, history: History) -> None:
    config = _config(history)
    script = ScriptDirectory.from_config(config)

    def steps(revision: str, _context: MigrationContext) -> list[RevisionStep]:
        return script._upgrade_revs("head", revision)  # noqa: SLF001 - as alembic.command.upgrade does it

    # Without an env.py: there the work would be done by importing a module.
    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection, version_table=history.version_table, transactional_ddl=True)
        environment.run_migrations()


def _make_folder(url: str) -> None:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and parts.database:
        Path(parts.database).parent.mkdir(parents=True, exist_ok=True)


def main(arguments: Sequence[str]) -> None:
    if len(arguments) != 1:
        sys.exit("Say which database: python -m memory.migrate sqlite:///var/foyer.db")
    try:
        upgrade(arguments[0])
    except BotError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
