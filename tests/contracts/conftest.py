"""What the contract suites run against: every implementation, under the same tests."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import pytest

from crm_adapter.contract import Crm
from crm_adapter.local import tables
from crm_adapter.local.adapter import LocalCrm
from memory.engine import Database, open_database
from memory.live.contract import LiveStore
from memory.live.in_process import InProcessLiveStore
from memory.live.redis import RedisLiveStore
from memory.migrate import History, upgrade_database


@pytest.fixture(params=["in_process", pytest.param("redis", marks=pytest.mark.service)])
async def live(request: pytest.FixtureRequest) -> AsyncIterator[LiveStore]:
    """Each live store, empty."""
    redis_url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    store: LiveStore = InProcessLiveStore() if redis_url is None else RedisLiveStore(redis_url)
    yield store
    await store.close()


@dataclass(frozen=True, slots=True)
class CrmAccount:
    """One CRM under test: `open` gives an adapter for a workspace; the same workspace twice is the same account."""

    open: Callable[[str], Crm]


def _local_crm(url: str) -> Iterator[CrmAccount]:
    database: Database = open_database(url)
    upgrade_database(database, [History(tables.MIGRATIONS, tables.VERSION_TABLE)])
    yield CrmAccount(
        lambda workspace: LocalCrm(writing=database.writing, reading=database.reading, workspace=workspace)
    )
    database.close()


# A further CRM is one more entry here: a fixture that gives a CrmAccount over its client and a recorded server.
@pytest.fixture(params=["local_on_sqlite", pytest.param("local_on_postgres", marks=pytest.mark.service)])
def crm_account(request: pytest.FixtureRequest) -> Iterator[CrmAccount]:
    """Each CRM, empty."""
    if request.param == "local_on_postgres":
        yield from _local_crm(request.getfixturevalue("postgres_url"))
    else:
        yield from _local_crm(f"sqlite:///{request.getfixturevalue('tmp_path')}/crm.db")


@pytest.fixture
def crm(crm_account: CrmAccount) -> Crm:
    return crm_account.open("acme")
