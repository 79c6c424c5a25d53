"""Memory on a real database, SQLite and Postgres alike: the same tests for both.

One database per run and kind, and a workspace of its own for every test: what L9 promises keeps them apart.
"""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from memory.contract import Memory
from memory.engine import Database, open_database
from memory.migrate import MEMORY, upgrade_database
from memory.sql.memory import SqlMemory

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.service))
_numbers = count(1)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of this test's own."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('tmp_path')}/foyer.db"


@pytest.fixture(scope="session", params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database of this run, migrated."""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        server.execute("CREATE DATABASE memory_tests")
        url = str(server.url("memory_tests"))
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('memory')}/foyer.db"
    database = open_database(url)
    upgrade_database(database, [MEMORY])
    database.close()
    return url


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
