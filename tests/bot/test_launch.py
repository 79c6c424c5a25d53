"""Whatever keeps Rasa from starting is told in one line, and the start itself is quiet and light."""

import socket
from pathlib import Path

import pytest

from bot.launch import rasa_environment
from bot.settings import BotSettings
from tests.bot.rasa_process import SECRET, RasaProcess, environment, free_port, run_module

MOST_MEMORY_MB = 450


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"FOYER_RASA_SECRET": ""}, "FOYER_RASA_SECRET"),
        ({"FOYER_RASA_PORT": "none"}, "FOYER_RASA_PORT"),
        ({"FOYER_VAR_DIR": "/nonexistent"}, "make train"),
    ],
)
def test_what_keeps_it_from_starting_is_told_in_one_line(small_var: Path, changes: dict[str, str], told: str) -> None:
    environ = environment(small_var, FOYER_RASA_SECRET=SECRET, FOYER_RASA_PORT=str(free_port()))
    failed = run_module("bot.launch", {**environ, **changes})
    assert failed.returncode == 2
    assert told in failed.stderr
    assert len(failed.stderr.splitlines()) == 1


def test_a_port_in_use_is_told_in_one_line(small_var: Path) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = str(occupant.getsockname()[1])
        failed = run_module("bot.launch", environment(small_var, FOYER_RASA_SECRET=SECRET, FOYER_RASA_PORT=port))
    assert failed.returncode == 2
    assert f"Port {port} is taken" in failed.stderr
    assert len(failed.stderr.splitlines()) == 1


def test_the_start_says_one_line_and_warns_of_nothing(rasa: RasaProcess) -> None:
    first = rasa.log.read_text().splitlines()[0]
    assert first.startswith("Rasa: loading the model")


def test_the_process_stays_small(rasa: RasaProcess) -> None:
    status = Path(f"/proc/{rasa.process.pid}/status").read_text(encoding="utf-8")
    resident_kb = int(status.partition("VmRSS:")[2].split()[0])
    assert resident_kb / 1024 < MOST_MEMORY_MB


def test_the_environment_of_rasa_is_private_and_single() -> None:
    environ = rasa_environment(BotSettings.from_environment({"FOYER_RASA_SECRET": "s"}))
    assert environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert environ["SANIC_WORKERS"] == "1"
    assert int(environ["TICKET_LOCK_LIFETIME"]) < 60
