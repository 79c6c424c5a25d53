"""Real Postgres and Redis for tests: one server of each per test run, one empty database per test.

Nothing here is tuned for safety: the data lives in a temporary folder and dies with the run.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
import redis

from tests.services.install import POSTGRES, REDIS, require

START_SECONDS = 30.0
# One run, several servers: fsync off and no waiting for disks, because a lost test database is no loss.
POSTGRES_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running cluster, reached by the Unix socket in `folder`."""

    folder: Path

    def url(self, database: str, driver: str = "postgresql+psycopg") -> str:
        return f"{driver}://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres", driver="postgresql"), autocommit=True) as connection:
            connection.execute(statement.encode())


def free_port() -> int:
    """A port of loopback that was free a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A temporary PostgreSQL cluster, owned by `postgres` when the tests run as root (Postgres refuses root)."""
    programs = require(POSTGRES).parent
    folder = Path(tempfile.mkdtemp(prefix="foyer-postgres-"))
    user = _unprivileged_user()
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    initdb = [f"{programs}/initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"]
    subprocess.run(initdb, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    options = [part for option in POSTGRES_OPTIONS for part in ("-c", option)]
    command = [f"{programs}/postgres", "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", *options]
    server = PostgresServer(folder)
    with _running(command, cwd=folder, user=user, log=folder / "log"):
        _wait_until(lambda: server.execute("SELECT 1"), psycopg.OperationalError, folder / "log")
        yield server
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _database_numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, _database_numbers: Iterator[int]) -> Iterator[str]:
    """SQLAlchemy's URL of an empty database of this test's own."""
    name = f"test_{next(_database_numbers)}"
    postgres_server.execute(f"CREATE DATABASE {name}")
    yield postgres_server.url(name)
    postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_redis(port: int) -> Iterator[str]:
    """The URL of a temporary Redis on this port that keeps nothing on disk; gone when the block ends."""
    program = require(REDIS)
    folder = Path(tempfile.mkdtemp(prefix="foyer-redis-"))
    command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    url = f"redis://127.0.0.1:{port}/0"
    with _running(command, cwd=folder, user=None, log=folder / "log"), redis.Redis.from_url(url) as client:
        _wait_until(client.ping, redis.ConnectionError, folder / "log")
        yield url
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of a Redis that runs as long as the tests."""
    with running_redis(free_port()) as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of a Redis that is empty when the test begins."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


def _unprivileged_user() -> str | None:
    return pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None


@contextmanager
def _running(command: list[str], *, cwd: Path, user: str | None, log: Path) -> Iterator[None]:
    """The program while the block lasts; SIGINT is Postgres's fast shutdown and ends Redis as well."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=cwd, user=user, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=START_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until(ready: Callable[[], object], not_yet: type[Exception], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            ready()
        except not_yet:
            if time.monotonic() > deadline:
                pytest.fail(f"The server did not start:\n{log.read_text()}", pytrace=False)
            time.sleep(0.05)
        else:
            return
