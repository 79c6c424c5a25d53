"""Rule 4: nothing happens at import. Every module is imported without network, settings or a home, and watched."""

import subprocess
from pathlib import Path

from tests.architecture.sources import PROJECT, SERVICE, sources

# Alembic runs these scripts itself, with a database at hand; they are programs, not modules.
PROGRAMS = ("memory.migrations",)


def _modules(*folders: str) -> list[str]:
    names = [source.module for source in sources(*folders)]
    return [name for name in names if not name.endswith("__main__") and not name.startswith(PROGRAMS)]


def _import(python: Path, modules: list[str], folder: Path) -> str:
    """What the imports did, as sentences; an import that fails tells the whole story."""
    program = PROJECT / "tests" / "architecture" / "importing.py"
    answer = subprocess.run(  # noqa: S603 -- our own program and our own module names
        [python, "-B", program, PROJECT, *modules], cwd=folder, env={}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_importing_the_service_does_nothing(tmp_path: Path) -> None:
    assert _import(PROJECT / ".venv/bin/python", _modules(*SERVICE), tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


def test_importing_rasas_side_does_nothing(tmp_path: Path) -> None:
    assert _import(PROJECT / "bot/.venv/bin/python", _modules("bot"), tmp_path) == ""
    assert list(tmp_path.iterdir()) == []
