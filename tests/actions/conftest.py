"""What reps do, on a real database, SQLite and Postgres alike. A workspace of its own for every test."""

from collections.abc import Iterator
from itertools import count

import pytest

from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from memory.engine import Database, open_database
from memory.migrate import MEMORY, History
from tests.actions.office import Office
from tests.services.databases import KINDS, migrated_database

_numbers = count(1)


@pytest.fixture(scope="session", params=KINDS)
def office_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    database = open_database(migrated_database(request, "office_tests", [MEMORY, History(MIGRATIONS, VERSION_TABLE)]))
    yield database
    database.close()


@pytest.fixture
def office(office_database: Database) -> Office:
    return Office(office_database, f"office-{next(_numbers)}")
