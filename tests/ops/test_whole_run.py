"""`make run` from start to end, with the real gateway and the real Rasa: what is printed, restarted, left behind."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from ops.running.own_foyer import OwnFoyer, end, own_foyer
from tests.ops.processes import left_of

pytestmark = pytest.mark.journey

PATIENCE_SECONDS = 240.0


def _processes(foyer: OwnFoyer) -> dict[int, str]:
    """Every process that belongs to this Foyer, by its number, with its command."""
    mark = f"FOYER_VAR_DIR={foyer.var}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().decode().replace("\0", " ")
        except OSError:  # it ended while we looked
            continue
    return found


def _until(holds: Callable[[], bool], foyer: OwnFoyer) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, foyer.output()
        time.sleep(0.2)


def _parts(foyer: OwnFoyer) -> dict[str, bool]:
    parts: dict[str, bool] = httpx.get(f"{foyer.address}/readyz", trust_env=False).json()["parts"]
    return parts


def test_a_whole_run_tells_where_everything_is_restarts_rasa_and_leaves_nothing(tmp_path: Path) -> None:
    with own_foyer(tmp_path / "var", {}) as foyer:
        told = foyer.output()
        assert f"{foyer.address}/desk" in told
        assert re.findall(r"/desk\n +First start: sign in at the desk as", told)
        assert told.count("sign in at the desk as") == 1
        assert all(_parts(foyer).values())

        [rasa] = [number for number, command in _processes(foyer).items() if "bot.launch" in command]
        os.kill(rasa, signal.SIGKILL)
        _until(lambda: "rasa ended (killed by SIGKILL); it is started again in 1 s." in foyer.output(), foyer)
        assert httpx.get(f"{foyer.address}/readyz", trust_env=False).status_code == httpx.codes.OK
        _until(lambda: _parts(foyer)["rasa"], foyer)

        _until(lambda: len(_processes(foyer)) == 3, foyer)
        end(foyer)
        assert foyer.process.returncode == 0
        assert "Stopping …\n" in foyer.output()
        assert "Foyer has ended." in foyer.output()
        assert "graceful" not in foyer.output()
        assert left_of(lambda: _processes(foyer)) == []
