"""`make run` as a person types it: what is wrong is one line and an exit status, and nothing is started."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ops.run import FIRST_SIGN_IN, addresses, services
from ops.settings import PROJECT, RunSettings, current_settings


def _run(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ops.run"],
        cwd=PROJECT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.service
@pytest.mark.parametrize(("setting", "who"), [("FOYER_PORT", "the gateway"), ("FOYER_RASA_PORT", "Rasa")])
def test_a_busy_port_is_one_line_and_a_failure(tmp_path: Path, setting: str, who: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ports = {"FOYER_PORT": "47801", "FOYER_RASA_PORT": "47802", setting: str(port)}
        answer = _run({**ports, "FOYER_VAR_DIR": str(tmp_path)})
    assert answer.returncode == 1
    assert answer.stdout == ""
    [line] = answer.stderr.splitlines()
    assert f"Port {port}, which {who} needs, is in use" in line


def test_a_setting_that_cannot_be_used_is_one_line_and_a_failure(tmp_path: Path) -> None:
    answer = _run({"FOYER_PORT": "door", "FOYER_VAR_DIR": str(tmp_path)})
    assert answer.returncode == 1
    [line] = answer.stderr.splitlines()
    assert line == "Foyer does not run: FOYER_PORT is 'door': it must be a port number from 1 to 65535."


def test_the_gateway_is_foyer_and_only_rasa_is_started_again() -> None:
    restarted = {service.program.name: service.restart for service in services(current_settings())}
    assert restarted == {"gateway": False, "rasa": True}


def test_gateway_and_rasa_are_given_the_same_secret_ports_and_folder(tmp_path: Path) -> None:
    settings = RunSettings(port=8001, rasa_port=5006, var=tmp_path)
    environ = settings.child_environment({}, secret="of this start")
    assert environ["FOYER_RASA_SECRET"] == "of this start"
    assert environ["FOYER_ACTIONS_URL"] == "http://127.0.0.1:8001/internal/rasa/actions"
    assert environ["FOYER_RASA_URL"] == "http://127.0.0.1:5006"
    assert environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_the_addresses_name_the_chosen_port(tmp_path: Path) -> None:
    told = addresses(RunSettings(port=8123, rasa_port=5006, var=tmp_path))
    assert "http://127.0.0.1:8123/desk" in told


def test_the_first_password_stands_right_under_the_address_of_the_desk(tmp_path: Path) -> None:
    settings = RunSettings(port=8123, rasa_port=5006, var=tmp_path)
    lines = addresses(settings, ["First start: sign in as a@b.example with the password xyz"]).splitlines()
    [desk] = [number for number, line in enumerate(lines) if line.endswith("/desk")]
    assert lines[desk + 1].strip() == "First start: sign in as a@b.example with the password xyz"
    assert FIRST_SIGN_IN in (PROJECT / "gateway" / "parts" / "first_admin.py").read_text(encoding="utf-8")
