"""A memory with every table, empty, for the work behind the chat."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.replies import Replies, load_replies
from actions.rulebook_file import load_rulebook
from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from memory.contract import Memory
from memory.engine import Database, open_database
from memory.migrate import History, upgrade
from memory.sql.memory import SqlMemory
from qualification.rulebook import Rulebook

DATA = Path("data")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'foyer.db'}"
    upgrade(url, History(MIGRATIONS, VERSION_TABLE))
    database = open_database(url)
    yield database
    database.close()


@pytest.fixture
def memory(database: Database) -> Memory:
    return SqlMemory(database, workspace="acme")


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(DATA / "rulebook")


@pytest.fixture(scope="module")
def replies() -> Replies:
    return load_replies(DATA / "replies", {"company": "Foyer", "assistant": "Foyer assistant"})
