"""Looks before the leap: what is known to go wrong is found before anything is started, and said in one line."""

import fcntl
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from ops.problems import CannotRun
from ops.settings import PROJECT, RunSettings, bot_python

DATA_FOLDERS = ("data", "bot/domain", "bot/rules")


def check_everything(settings: RunSettings) -> None:
    check_bot_python(bot_python())
    check_port(settings.port, "FOYER_PORT", "the gateway")
    check_port(settings.rasa_port, "FOYER_RASA_PORT", "Rasa")
    check_yaml(PROJECT)


def check_bot_python(python: str) -> None:
    """Rasa 3.6.21 runs on Python 3.10 only; another one fails much later and says something else."""
    try:
        answer = subprocess.run(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
    except OSError:
        raise CannotRun("Rasa's environment is missing: run `make setup`.") from None
    if answer != "3.10":
        raise CannotRun(f"Rasa needs Python 3.10 but bot/.venv has {answer or 'none'}: remove bot/.venv, `make setup`.")


def check_port(port: int, setting: str, who: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a connection that has just been closed does not make a port busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise CannotRun(f"Port {port} is reserved for root: choose a port above 1023 with {setting}.") from None
        except OSError:
            raise CannotRun(
                f"Port {port}, which {who} needs, is in use: stop the program that uses it,"
                f" or choose another port: {setting}=… make run."
            ) from None


def check_yaml(project: Path) -> None:
    """Every data file can be read as YAML; meaning is checked by the program that uses it."""
    for path in _yaml_files(project):
        try:
            yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except UnicodeDecodeError:
            raise CannotRun(f"{path.relative_to(project)} is not UTF-8 text: save it as UTF-8.") from None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
            raise CannotRun(
                f"{path.relative_to(project)}{where} is broken YAML ({error.problem}): mend that line, then try again."
            ) from None
        except yaml.YAMLError as error:
            raise CannotRun(f"{path.relative_to(project)} is broken YAML: {' '.join(str(error).split())}.") from None


def _yaml_files(project: Path) -> Iterator[Path]:
    config = project / "config.yml"
    if config.exists():
        yield config
    for folder in DATA_FOLDERS:
        yield from sorted((project / folder).rglob("*.yml"))


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """One Foyer per var folder: two gateways on one SQLite file without Redis would not hear each other."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise CannotRun(
                f"Foyer already runs on {var} (process {lock.read().strip() or 'unknown'}): stop it first,"
                " or give this one a folder of its own with FOYER_VAR_DIR."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
