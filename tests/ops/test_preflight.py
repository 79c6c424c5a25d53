"""What keeps Foyer from starting is found before anything is started, and said in one line that says what to do."""

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.problems import CannotRun
from ops.running.preflight import check_bot_python, check_port, check_yaml, only_one
from ops.settings import RunSettings


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def _python_that_says(folder: Path, version: str) -> str:
    program = folder / "python"
    program.write_text(f"#!/bin/sh\necho {version}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.mark.service
def test_a_busy_port_is_named_with_the_setting_that_changes_it(busy_port: int) -> None:
    with pytest.raises(CannotRun, match=rf"Port {busy_port}, which Rasa needs, is in use.*FOYER_RASA_PORT="):
        check_port(busy_port, "FOYER_RASA_PORT", "Rasa")


@pytest.mark.service
def test_a_free_port_is_no_problem(busy_port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    check_port(free, "FOYER_PORT", "the gateway")


@pytest.mark.parametrize("text", ["0", "65536", "eighty", "-1", "80.5"])
def test_a_port_that_is_no_port_is_refused_by_name(text: str) -> None:
    with pytest.raises(CannotRun, match=r"FOYER_PORT is .* from 1 to 65535"):
        RunSettings.from_environment({"FOYER_PORT": text})


def test_gateway_and_rasa_cannot_share_a_port() -> None:
    with pytest.raises(CannotRun, match="both 5005"):
        RunSettings.from_environment({"FOYER_PORT": "5005"})


@pytest.mark.parametrize("place", ["config.yml", "data/nlu/sales.yml", "bot/domain/slots.yml", "bot/rules/all.yml"])
def test_broken_yaml_is_told_with_file_and_line(tmp_path: Path, place: str) -> None:
    broken = tmp_path / place
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_text("nlu:\n  - intent: greet\n examples: [\n")
    with pytest.raises(CannotRun, match=rf"{place}:3:\d+ is broken YAML .*mend that line"):
        check_yaml(tmp_path)


def test_a_data_file_that_is_not_text_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_bytes(b"language: \xff\xfe")
    with pytest.raises(CannotRun, match=r"config.yml is not UTF-8"):
        check_yaml(tmp_path)


def test_a_control_character_in_yaml_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("language: \x07en")
    with pytest.raises(CannotRun, match=r"config.yml is broken YAML"):
        check_yaml(tmp_path)


def test_the_wrong_python_for_rasa_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"needs Python 3\.10 but bot/\.venv has 3\.12"):
        check_bot_python(_python_that_says(tmp_path, "3.12"))


def test_a_missing_environment_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="run `make setup`"):
        check_bot_python(str(tmp_path / "python"))


def test_a_second_foyer_on_the_same_folder_is_refused_with_the_first_ones_number(tmp_path: Path) -> None:
    with (
        only_one(tmp_path),
        pytest.raises(CannotRun, match=rf"already runs .*process {os.getpid()}"),
        only_one(tmp_path),
    ):
        pass


def test_the_folder_is_free_again_when_the_first_foyer_has_ended(tmp_path: Path) -> None:
    for _ in range(2):
        with only_one(tmp_path):
            pass
