"""The migrations build exactly the tables that the code works with, here and in the folders that keep their own."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, column, select, table, text

import crm_adapter.local.tables
import memory.tables
from memory.engine import Database, open_database
from memory.migrate import MEMORY, History, main, upgrade, upgrade_database

LOCAL_CRM = History(crm_adapter.local.tables.MIGRATIONS, crm_adapter.local.tables.VERSION_TABLE)
HISTORIES = (MEMORY, LOCAL_CRM)
METADATA = (memory.tables.metadata, crm_adapter.local.tables.metadata)

SQLITE_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_version'"
POSTGRES_SCHEMA = (
    """SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name NOT LIKE '%_version'""",
    """SELECT tablename, indexname, indexdef FROM pg_indexes
       WHERE schemaname = 'public' AND tablename NOT LIKE '%_version'""",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '%_version'""",
)


def _schema(connection: Connection) -> Sequence[Sequence[str]]:
    """Everything the database itself knows of its tables, in words that can be compared."""
    queries = (SQLITE_SCHEMA,) if connection.dialect.name == "sqlite" else POSTGRES_SCHEMA
    rows = [row for query in queries for row in connection.execute(text(query))]
    return sorted(sorted(_words(column) for column in row) for row in rows)


def _words(column: object) -> str:
    """Parts of a CREATE TABLE in any order: a primary key may stand before or after the foreign ones, and SQLite puts
    a column that came later at the end of the last line."""
    words = str(column)
    if not words.startswith("CREATE TABLE"):
        return words
    name, _, parts = words.rpartition(")")[0].partition("(")
    # Commas within brackets belong to one part.
    return "\n".join([name.strip(), *sorted(" ".join(part.split()) for part in re.split(r",(?![^()]*\))", parts))])


def _drop_everything(connection: Connection, metadata: Sequence[MetaData]) -> None:
    for one in metadata:
        one.drop_all(connection)


def test_the_migrated_schema_equals_the_tables(empty_database_url: str) -> None:
    upgrade(empty_database_url, LOCAL_CRM)
    database = open_database(empty_database_url)
    with database.reading() as connection:
        migrated = _schema(connection)
    with database.writing() as connection:
        _drop_everything(connection, METADATA)
        assert _schema(connection) == []
        for one in METADATA:
            one.create_all(connection)
        assert _schema(connection) == migrated
    database.close()
    assert len(migrated) > 20


def test_upgrading_twice_changes_nothing(empty_database_url: str) -> None:
    schemas = []
    for _ in range(2):
        upgrade(empty_database_url, LOCAL_CRM)
        database = open_database(empty_database_url)
        with database.reading() as connection:
            schemas.append(_schema(connection))
        database.close()
    assert schemas[0] == schemas[1]


def test_each_history_keeps_its_own_place(empty_database_url: str) -> None:
    upgrade(empty_database_url, LOCAL_CRM)
    database = open_database(empty_database_url)
    with database.reading() as connection:
        versions: list[str] = [
            connection.execute(select(column("version_num")).select_from(table(history.version_table))).scalar_one()
            for history in HISTORIES
        ]
    database.close()
    assert versions == ["0005", "0001"]


def test_an_upgrade_that_fails_leaves_no_half_of_it(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    broken = History(MEMORY.folder / "nowhere", "nowhere_version")
    with pytest.raises(Exception, match="nowhere"):
        upgrade_database(database, (MEMORY, broken))
    with database.reading() as connection:
        assert _schema(connection) == []
    database.close()


def test_a_missing_folder_for_the_sqlite_file_is_made(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fresh") / "var" / "foyer.db"
    upgrade(f"sqlite:///{path}")
    assert path.exists()


def test_migrated_rows_are_refused_without_their_workspace(database: Database) -> None:
    with pytest.raises(Exception, match="workspace_id"), database.writing() as connection:
        connection.execute(text("INSERT INTO rep (id) VALUES ('r')"))


def test_the_command_migrates_the_database_it_is_told(tmp_path: Path) -> None:
    main([f"sqlite:///{tmp_path}/foyer.db"])
    assert (tmp_path / "foyer.db").exists()


@pytest.mark.parametrize(
    ("arguments", "says"), [([], "Say which database"), (["mysql://localhost/x"], "SQLite or"), (["x"], "URL")]
)
def test_the_command_says_in_one_line_what_is_wrong(arguments: list[str], says: str) -> None:
    with pytest.raises(SystemExit, match=says):
        main(arguments)
