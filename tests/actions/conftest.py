"""What reps do, on a real database, SQLite and Postgres alike. A workspace of its own for every test."""

from collections.abc import Iterator
from itertools import count

import pytest

from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from memory.engine import Database, open_database
from memory.migrate import MEMORY, History, upgrade_database
from tests.actions.office import Office

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.service))
_numbers = count(1)


@pytest.fixture(scope="session", params=KINDS)
def office_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        server.execute("CREATE DATABASE office_tests")
        url = str(server.url("office_tests"))
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('office')}/foyer.db"
    database = open_database(url)
    upgrade_database(database, [MEMORY, History(MIGRATIONS, VERSION_TABLE)])
    yield database
    database.close()


@pytest.fixture
def office(office_database: Database) -> Office:
    return Office(office_database, f"office-{next(_numbers)}")
