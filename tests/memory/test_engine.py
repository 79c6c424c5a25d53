"""The way to the database: what it refuses at start, and what it says when the database does not answer."""

from pathlib import Path
from threading import Event, Thread, get_ident

import pytest
from sqlalchemy import text

from memory.engine import open_database
from memory.migrate import upgrade
from qualification.errors import Misconfigured, Unavailable


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("not a url", "not understood"),
        ("mysql://localhost/foyer", "SQLite or Postgres"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_a_database_we_cannot_work_with_is_refused_at_start(url: str, reason: str) -> None:
    with pytest.raises(Misconfigured, match=reason):
        open_database(url)


def test_q5_a_database_that_is_not_there_is_unavailable_in_one_sentence(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/no/such/folder.db", f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"):
        database = open_database(url)
        with pytest.raises(Unavailable, match="does not answer"), database.reading():
            pass
        database.close()


def test_sqlite_is_set_up_to_be_safe_and_shared(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/foyer.db"
    upgrade(url)
    database = open_database(url)
    for transaction, read_only in ((database.writing, 0), (database.reading, 1)):
        with transaction() as connection:
            found = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "query_only")
            }
        assert found == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "query_only": read_only}
    database.close()


def test_sqlite_readers_go_on_while_somebody_writes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/foyer.db"
    upgrade(url)
    database = open_database(url)
    with database.writing() as writer:
        writer.execute(text("DELETE FROM rep"))
        with database.reading() as reader:
            assert reader.execute(text("SELECT count(*) FROM rep")).scalar_one() == 0
    database.close()


def test_a_writer_that_waits_too_long_is_told_to_try_again(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/foyer.db", busy_seconds=0.05)
    holding, release = Event(), Event()

    def hold() -> None:
        with database.writing():
            holding.set()
            release.wait(5)

    holder = Thread(target=hold)
    holder.start()
    holding.wait(5)
    with pytest.raises(Unavailable, match="busy"), database.writing():
        pass
    release.set()
    holder.join()
    database.close()


def test_another_process_holding_sqlite_makes_the_database_unavailable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/foyer.db"
    upgrade(url)
    ours, theirs = (open_database(url, busy_seconds=0.05) for _ in range(2))
    with theirs.writing(), pytest.raises(Unavailable, match="does not answer"), ours.writing():
        pass
    ours.close()
    theirs.close()


async def test_sqlite_works_on_the_spot_unless_somebody_is_writing(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/foyer.db")
    assert await database.run(get_ident) == get_ident()
    with database.writing():
        # Waiting for the writer here would hold up everybody else on the event loop, the writer's own end included.
        assert await database.run(get_ident) != get_ident()
    assert await database.run(get_ident) == get_ident()
    database.close()


async def test_a_database_over_the_network_is_waited_for_on_a_thread(tmp_path: Path) -> None:
    database = open_database(f"postgresql+psycopg://nobody@/nothing?host={tmp_path}")
    assert await database.run(get_ident) != get_ident()
    database.close()


async def test_what_work_on_the_database_raises_comes_out(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/foyer.db")
    with pytest.raises(ValueError, match="invalid literal"):
        await database.run(int, "nine")
    database.close()
