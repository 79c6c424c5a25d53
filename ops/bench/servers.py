"""Starts both servers as a person would and ends them again: `rasa run` of the stock project, `make run` of Foyer."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from ops.bench.training import MODEL, QUIET
from ops.problems import CannotRun
from ops.running.own_foyer import free_ports, own_foyer
from ops.running.steps import end_group, last_words
from ops.settings import bot_python

START_WITHIN_SECONDS = 300.0
TICK_SECONDS = 0.1
# Every visitor of the bench comes from this machine; a line of log per turn stays, as in production.
FOYER_SETTINGS = {"FOYER_RATE_LIMITS": "false"}


@dataclass(frozen=True, slots=True)
class Server:
    """`process_id` is the root of all its processes."""

    address: str
    process_id: int
    start_seconds: float


@contextmanager
def stock_server(project: Path, log: Path) -> Iterator[Server]:
    """Plain Rasa with its own launcher, the REST channel and nothing of ours."""
    (port,) = free_ports(1)
    command = [str(Path(bot_python()).with_name("rasa")), "run", "--model", str(MODEL)]
    command += ["--port", str(port), "--interface", "127.0.0.1", "--credentials", "credentials.yml"]
    environ = {**os.environ, **QUIET, "RASA_CACHE_DIRECTORY": str(project / ".rasa")}
    began = time.monotonic()
    with (
        log.open("w") as output,
        subprocess.Popen(
            [*command, "--endpoints", "endpoints.yml"],
            cwd=project,
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(address, process, log)
            yield Server(address, process.pid, time.monotonic() - began)
        finally:
            end_group(process)


@contextmanager
def foyer_server(var: Path) -> Iterator[Server]:
    """Foyer, started for the second time on its folder: the first start makes database, index and admin."""
    with own_foyer(var, FOYER_SETTINGS):
        pass
    began = time.monotonic()
    with own_foyer(var, FOYER_SETTINGS, fresh=False) as foyer:
        yield Server(foyer.address, foyer.process.pid, time.monotonic() - began)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Rasa loads its model before it listens."""
    deadline = time.monotonic() + START_WITHIN_SECONDS
    with httpx.Client(base_url=address, timeout=5.0, trust_env=False) as client:
        while True:
            if process.poll() is not None or time.monotonic() > deadline:
                raise CannotRun(f"Stock Rasa did not start: {last_words(log)}")
            try:
                if client.get("/webhooks/rest/").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(TICK_SECONDS)
