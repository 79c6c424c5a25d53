"""The way to the database, SQLite or Postgres: engines, transactions, and one sentence when it does not answer.

Whoever keeps tables beside ours (the local CRM) is handed `Database.writing` and `Database.reading`, so that all
writers of one SQLite file stand in the same queue. Nothing else commits.
"""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import psycopg
from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from qualification.errors import Conflict, Misconfigured, Unavailable

BUSY_SECONDS = 10.0
CONNECT_SECONDS = 5
# What people wrote must not get into the logs by way of a database error.
HIDE_WORDS = True
POOL_SIZE = 16
# WAL lets readers go on while one writes. NORMAL is safe with it: a power cut may cost the last moments, a killed
# process costs nothing.
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY")
SQLITE_OUTAGES = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL}
)
SQLITE_LOST_RACES = frozenset(
    {sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE}
)
POSTGRES_LOST_RACES = (psycopg.errors.ForeignKeyViolation, psycopg.errors.UniqueViolation)


P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """One database with its two kinds of transactions. Thread-safe; made once by the wiring."""

    def __init__(self, writer: Engine, reader: Engine, *, one_writer: bool, busy_seconds: float) -> None:
        """`one_writer`: only one transaction may write at a time, the others wait for it here, but not for ever."""
        self._writer, self._reader, self._busy_seconds = writer, reader, busy_seconds
        # Waiting here wakes at once; waiting inside SQLite polls with sleeps of up to 100 ms.
        self._turn_to_write = threading.Lock() if one_writer else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write: all of it on a clean exit, nothing of it otherwise."""
        with self._waiting_for_turn(), _in_words(), self._writer.begin() as connection:
            # SQLite: asking for the lock only after a read is refused at once when somebody wrote in between.
            _begin(connection, "BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view; a write in it fails."""
        with _in_words(), self._reader.begin() as connection:
            _begin(connection, "BEGIN")
            yield connection

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do short work on this database, called from the event loop, without holding the loop up.

        Over the network a thread waits for the answers. SQLite answers at once, from within this process: there the
        hop to a thread and back, and two threads' quarrel over the interpreter, cost more than the work itself. It is
        done on the spot then, unless another thread is just writing.
        """
        if self._turn_to_write is None or self._turn_to_write.locked():
            return await asyncio.to_thread(work, *args, **kwargs)
        return work(*args, **kwargs)

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def _waiting_for_turn(self) -> Iterator[None]:
        if self._turn_to_write is None:
            yield
            return
        if not self._turn_to_write.acquire(timeout=self._busy_seconds):
            raise Unavailable("The database is busy; try again in a moment.")
        try:
            yield
        finally:
            self._turn_to_write.release()


def open_database(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """SQLite (a file) or Postgres (psycopg 3). Connects when it is first used."""
    try:
        parsed = make_url(url)
        dialect = parsed.get_backend_name()
    except ArgumentError as error:
        raise Misconfigured(f"The database URL is not understood: {error}") from error
    if dialect == "sqlite":
        return _sqlite(parsed, busy_seconds)
    if dialect == "postgresql":
        return _postgres(parsed, busy_seconds)
    raise Misconfigured(f"The database must be SQLite or Postgres, not {dialect}.")


def _sqlite(url: URL, busy_seconds: float) -> Database:
    if url.database in {None, "", ":memory:"}:
        raise Misconfigured("SQLite needs a file: several connections share it, and it must outlive the process.")
    waits = {"timeout": busy_seconds}
    writer, reader = (
        create_engine(
            url,
            json_serializer=_compact,
            hide_parameters=HIDE_WORDS,
            pool_size=size,
            max_overflow=-1,
            connect_args=waits,
        )
        for size in (1, POOL_SIZE)
    )
    event.listen(writer, "connect", _preparing(SQLITE_PRAGMAS))
    event.listen(reader, "connect", _preparing((*SQLITE_PRAGMAS, "query_only=ON")))
    return Database(writer, reader, one_writer=True, busy_seconds=busy_seconds)


def _preparing(pragmas: tuple[str, ...]) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # Python's own BEGIN comes only before the first write, too late for a consistent view: we say it ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare


def _postgres(url: URL, busy_seconds: float) -> Database:
    writer = create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=HIDE_WORDS,
        json_serializer=_compact,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": "-c timezone=UTC"},
    )
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer, reader, one_writer=False, busy_seconds=busy_seconds)


def _begin(connection: Connection, statement: str) -> None:
    # Said to the driver itself: six times a turn, SQLAlchemy's way there took longer than all that SQLite does then.
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute(statement)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable("All connections to the database are in use; try again in a moment.") from error
    except (DBAPIError, sqlite3.Error) as error:
        if _is_outage(error):
            raise Unavailable("The database does not answer; try again in a moment.") from error
        if _is_lost_race(error):
            raise Conflict("Somebody else was first, or it does not exist any more; look again.") from error
        raise


def _is_outage(error: DBAPIError | sqlite3.Error) -> bool:
    """Not answering now, in contrast to a statement of ours that is wrong."""
    cause = _cause(error)
    if isinstance(cause, sqlite3.Error):
        # The low byte is SQLite's primary code, the rest tells more precisely what happened.
        return _sqlite_code(cause) & 0xFF in SQLITE_OUTAGES
    return isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _is_lost_race(error: DBAPIError | sqlite3.Error) -> bool:
    cause = _cause(error)
    if isinstance(cause, sqlite3.Error):
        return _sqlite_code(cause) in SQLITE_LOST_RACES
    return isinstance(error, IntegrityError) and isinstance(cause, POSTGRES_LOST_RACES)


def _cause(error: DBAPIError | sqlite3.Error) -> BaseException | None:
    """The driver's own error."""
    return error.orig if isinstance(error, DBAPIError) else error


def _sqlite_code(error: sqlite3.Error) -> int:
    """SQLite's own code; errors that Python itself raised have none."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)


def _compact(value: object) -> str:
    """Of plain values (see qualification/serial.py); others would be written too, and not come back as they were."""
    try:
        # Takes a quarter of the time that Python's own takes; every turn stores several kilobytes.
        return to_json(value).decode()
    except PydanticSerializationError:
        # Half a surrogate pair, which is no text but must not break a turn.
        return json.dumps(value, separators=(",", ":"))
