"""What Foyer writes is for the user that it runs as, and for nobody else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PRIVATE = 0o077
# Each ends soon, for a reason of its own, and tells then which rights it would have given.
PROGRAMS = ("gateway.__main__", "ops.run")
TELL = "import os, sys; os.umask(0o022); from {} import main; main(); print(); print(os.umask(0))"


def _run(*command: str, **settings: str) -> str:
    environ = {**os.environ, **settings}
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, *command], env=environ, check=False, capture_output=True, text=True, timeout=60
    )
    return done.stdout


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_program_writes_is_readable_by_its_user_alone(program: str, tmp_path: Path) -> None:
    told = _run("-c", TELL.format(program), FOYER_VAR_DIR=str(tmp_path), FOYER_PORT="no port")
    assert int(told.split()[-1]) == PRIVATE


def test_a_new_database_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        _run("-m", "gateway.commands.migrate", FOYER_VAR_DIR=str(tmp_path / "var"))
    finally:
        os.umask(old)
    modes = {path.name: path.stat().st_mode & PRIVATE for path in (tmp_path / "var").rglob("*")}
    assert "foyer.db" in modes
    assert not any(modes.values())
