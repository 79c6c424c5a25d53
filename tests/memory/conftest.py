"""Memory on a real database, SQLite and Postgres alike: the same tests for both.

One database per run and kind, and a workspace of its own for every test: what L9 promises keeps them apart.
"""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from memory.contract import Memory
from memory.engine import Database, open_database
from memory.migrate import MEMORY
from memory.sql.memory import SqlMemory
from tests.services.databases import KINDS, migrated_database

_numbers = count(1)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of this test's own."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('tmp_path')}/foyer.db"


@pytest.fixture(scope="session", params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The database of this run, migrated."""
    return migrated_database(request, "memory_tests", [MEMORY])


@pytest.fixture(scope="session")
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture
def workspace() -> str:
    return f"acme-{next(_numbers)}"


@pytest.fixture
def memory(database: Database, workspace: str) -> Memory:
    """The memory of a workspace in which nothing has happened yet."""
    return SqlMemory(database, workspace=workspace)


@pytest.fixture
def memory_of(database: Database) -> Callable[[str], Memory]:
    """The memory of any workspace, all in one database."""
    return lambda workspace: SqlMemory(database, workspace=workspace)
