"""A Foyer of the command's own, started by `ops.run` as a person would, on free ports and a folder of its own.

It shares nothing with the one that may be running, except the encoder and the trained models, which nobody changes.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.problems import CannotRun
from ops.settings import PROJECT, current_settings, service_python

START_WITHIN_SECONDS = 600.0
END_WITHIN_SECONDS = 20.0
RUNNING = "Foyer is running."
SHARED = ("encoder", "models")


@dataclass(frozen=True, slots=True)
class OwnFoyer:
    """Where it is, what it prints, and the process that ends it all when it is ended."""

    port: int
    rasa_port: int
    var: Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.var / "run.log"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.var / 'foyer.db'}"

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def own_foyer(var: Path, settings: Mapping[str, str], *, fresh: bool = True) -> Iterator[OwnFoyer]:
    """Runs while the block lasts; `settings` are FOYER_ variables on top of the environment.

    `fresh` False starts it once more on the folder that an earlier one has left.
    """
    if fresh:
        _fresh_folder(var)
    port, rasa_port = free_ports(2)
    environ = {
        **os.environ,
        **settings,
        "FOYER_PORT": str(port),
        "FOYER_RASA_PORT": str(rasa_port),
        "FOYER_VAR_DIR": str(var),
    }
    with (
        (var / "run.log").open("wb") as log,
        subprocess.Popen(
            [service_python(), "-m", "ops.run"],
            cwd=PROJECT,
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        foyer = OwnFoyer(port, rasa_port, var, process)
        try:
            _wait_until_running(foyer)
            yield foyer
        finally:
            end(foyer)


def end(foyer: OwnFoyer) -> None:
    """Ends it in the orderly way; what does not obey is killed."""
    foyer.process.send_signal(signal.SIGTERM)
    try:
        foyer.process.wait(timeout=END_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        foyer.process.kill()


def free_ports(count: int) -> tuple[int, ...]:
    """Ports of loopback that were free a moment ago, all different."""
    probes = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return tuple(probe.getsockname()[1] for probe in probes)
    finally:
        for probe in probes:
            probe.close()


def _fresh_folder(var: Path) -> None:
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    for name in SHARED:
        learned = current_settings().var / name
        learned.mkdir(parents=True, exist_ok=True)
        (var / name).symlink_to(learned, target_is_directory=True)


def _wait_until_running(foyer: OwnFoyer) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while RUNNING not in foyer.output():
        if foyer.process.poll() is not None or time.monotonic() > deadline:
            lines = [line.strip() for line in foyer.output().splitlines() if line.strip()]
            raise CannotRun(f"Foyer did not start: {lines[-1] if lines else 'it said nothing'} (see {foyer.log})")
        time.sleep(0.2)
