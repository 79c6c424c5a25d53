"""Starting and stopping: in order, as a whole, and with one clear line when something must be mended first."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import anyio
import httpx
import pytest

from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from gateway.app import Closing, Part, make_app
from gateway.parts.alone import OnlyGateway
from gateway.serving import serve
from gateway.settings import Settings
from memory.engine import open_database
from memory.migrate import MEMORY, History, is_behind, upgrade
from qualification.errors import Misconfigured
from tests.services.servers import free_port

START_SECONDS = 120


async def never_called(*_: object) -> None:
    raise AssertionError("nobody calls")


Told = list[str]


class RecordedPart:
    """Implements `Part`; tells what is done with it, and fails to start when told so."""

    def __init__(self, name: str, told: Told, problem: Exception | None = None) -> None:
        self._name, self._told, self._problem = name, told, problem

    async def start(self) -> None:
        self._told.append(f"{self._name} starts")
        if self._problem is not None:
            raise self._problem

    async def stop(self) -> None:
        self._told.append(f"{self._name} stops")


def _parts(told: Told, problem: Exception | None = None) -> list[Part]:
    return [
        Closing(lambda: told.append("connections close")),
        RecordedPart("lock", told),
        RecordedPart("worker", told, problem),
        RecordedPart("late", told),
    ]


async def test_parts_start_in_order_and_stop_in_the_opposite_one() -> None:
    told: Told = []
    async with make_app(routers=(), action=never_called, parts=_parts(told), version="1", missing_page="").running():
        assert told == ["lock starts", "worker starts", "late starts"]
    assert told[3:] == ["late stops", "worker stops", "lock stops", "connections close"]


async def test_a_part_that_cannot_start_closes_what_was_begun_and_nothing_else_starts() -> None:
    told: Told = []
    app = make_app(
        routers=(), action=never_called, parts=_parts(told, Misconfigured("Mend this.")), version="1", missing_page=""
    )
    with pytest.raises(Misconfigured, match=r"Mend this\."):
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(app.running())
    assert told == ["lock starts", "worker starts", "worker stops", "lock stops", "connections close"]


async def test_a_part_that_cannot_stop_does_not_keep_the_others_from_it() -> None:
    told: Told = []

    def stuck() -> None:
        raise OSError("already closed")

    parts = [*_parts(told), Closing(stuck)]
    with pytest.raises(OSError, match="already closed"):
        async with make_app(routers=(), action=never_called, parts=parts, version="1", missing_page="").running():
            pass
    assert told[3:] == ["late stops", "worker stops", "lock stops", "connections close"]


def test_what_keeps_a_part_from_starting_comes_out_as_it_is_and_nobody_was_let_in() -> None:
    told: Told = []
    app = make_app(
        routers=(), action=never_called, parts=_parts(told, Misconfigured("Mend this.")), version="1", missing_page=""
    )
    with pytest.raises(Misconfigured, match=r"Mend this\."):
        serve(app, Settings(port=1))
    assert told[-1] == "connections close"


SLEEPER = """
import gateway.serving as serving
from gateway.app import make_app
from gateway.settings import Settings

async def nobody(*_):
    raise AssertionError

serving.DATED_EVERY_SECONDS = 600
service = make_app(routers=(), action=nobody, parts=(), version="1", missing_page="")
serving.serve(service, Settings())
"""


@pytest.mark.service
@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_the_wish_to_end_wakes_a_gateway_at_rest(wish: signal.Signals) -> None:
    port = free_port()
    environ = {**os.environ, "FOYER_PORT": str(port)}
    with subprocess.Popen([sys.executable, "-c", SLEEPER], env=environ) as gateway:  # noqa: S603 - our own script
        try:
            deadline = time.monotonic() + START_SECONDS
            while not _answers(port):
                assert gateway.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            gateway.send_signal(wish)
            assert gateway.wait(timeout=20) in {0, -wish}
        finally:
            gateway.kill()


def _answers(port: int) -> bool:
    """Whether a request is answered: a connection alone is taken before the gateway has come to rest."""
    try:
        httpx.get(f"http://127.0.0.1:{port}/", timeout=START_SECONDS, trust_env=False)
    except httpx.TransportError:
        return False
    return True


def test_tables_are_behind_until_they_are_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'foyer.db'}"
    crm = History(MIGRATIONS, VERSION_TABLE)
    database = open_database(url)
    assert is_behind(database, (MEMORY, crm))
    upgrade(url)
    assert is_behind(database, (MEMORY, crm))
    upgrade(url, crm)
    assert not is_behind(database, (MEMORY, crm))
    database.close()


def test_tables_that_a_newer_foyer_has_brought_further_are_not_behind(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'foyer.db'}"
    upgrade(url)
    database = open_database(url)
    with database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE {MEMORY.version_table} SET version_num = 'r9999'")  # noqa: S608 - our own name
    assert not is_behind(database, (MEMORY,))
    database.close()


def _break_replies(data: Path, _var: Path) -> None:
    file = data / "replies" / "en.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("\ngreet:", "\ngret:", 1), encoding="utf-8")


def _leave_tables_out(_data: Path, var: Path) -> None:
    (var / "foyer.db").unlink()


def _nothing(_data: Path, _var: Path) -> None:
    """The lock is held by the test itself."""


@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        (_break_replies, ("replies/en.yml", "greet", "gret")),
        (_leave_tables_out, ("python -m gateway.commands.migrate",)),
        (_nothing, ("Another gateway already uses",)),
    ],
)
def test_what_must_be_mended_first_is_one_line_and_status_2(
    tmp_path: Path, breaks: Callable[[Path, Path], None], words: tuple[str, ...]
) -> None:
    data, var = tmp_path / "data", tmp_path / "var"
    shutil.copytree("data", data)
    upgrade(f"sqlite:///{var / 'foyer.db'}", History(MIGRATIONS, VERSION_TABLE))
    breaks(data, var)
    lock = OnlyGateway(var / "gateway.lock", shared=False)
    anyio.run(lock.start)
    ended = subprocess.run(
        [sys.executable, "-m", "gateway"],
        env={**os.environ, "FOYER_DATA_DIR": str(data), "FOYER_VAR_DIR": str(var), "FOYER_PORT": "1"},
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    anyio.run(lock.stop)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert line.startswith("foyer: ")
    assert all(word in line for word in words), line
