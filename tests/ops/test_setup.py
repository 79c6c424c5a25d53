"""Making the environments: each way it can fail ends as one line that says what to do."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from ops.settings import PROJECT
from ops.setup import explain, find_python

NOWHERE = "http://127.0.0.1:9/simple"  # the discard port of loopback: nothing listens there


@pytest.fixture
def fresh_clone(tmp_path: Path) -> Path:
    """What set-up needs of a clone in which nothing was made yet."""
    clone = tmp_path / "foyer"
    shutil.copytree(PROJECT / "ops", clone / "ops", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", "uv.lock", "bot/pyproject.toml", "bot/uv.lock"):
        (clone / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, clone / name)
    return clone


def _make(clone: Path, environ: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    # The make that runs the tests hands its flags on; `-k` would make this one fail twice.
    env = {name: value for name, value in environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        ["make", "setup", *arguments], cwd=clone, env=env, capture_output=True, text=True, check=False
    )


def _foyers_lines(answer: subprocess.CompletedProcess[str]) -> list[str]:
    """What was said on standard error, without make's own closing line."""
    return [line for line in answer.stderr.splitlines() if not line.startswith("make")]


def test_without_a_usable_python_one_line_says_what_to_install(fresh_clone: Path) -> None:
    answer = _make(fresh_clone, os.environ, "PYTHON=")
    assert answer.returncode != 0
    [line] = _foyers_lines(answer)
    assert "needs Python 3.11 or newer" in line
    assert "apt-get install python3" in line


def test_without_a_network_one_line_says_so(fresh_clone: Path, tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    environ |= {"PIP_INDEX_URL": NOWHERE, "PIP_CONFIG_FILE": os.devnull, "UV_CACHE_DIR": str(tmp_path / "cache")}
    answer = _make(fresh_clone, environ)
    assert answer.returncode != 0
    [line] = _foyers_lines(answer)
    assert "No network" in line
    assert "Check the connection" in line


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("error: Failed to fetch: `https://x/simple/`\n  dns error: failed to lookup address", "No network"),
        ("error: No interpreter found for Python 3.10 in managed installations or search path", "pyenv install 3.10"),
        ("error: Failed to download https://x/cpython-3.10.18.tar.gz\n  tunnel error", "pyenv install 3.10"),
        ("error: failed to write\n  No space left on device (os error 28)", "disk is full"),
        ("error: The lockfile is corrupt\n\n", "The lockfile is corrupt"),
        ("", "no output"),
    ],
)
def test_what_the_tools_say_becomes_one_line(output: str, words: str) -> None:
    line = explain(output, "Setting up Rasa", Path("var/log/setup.log"))
    assert words in line
    assert "\n" not in line


def test_a_python_that_pyenv_keeps_is_found_without_being_active(tmp_path: Path) -> None:
    program = tmp_path / "versions" / "3.10.13" / "bin" / "python3.10"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    assert find_python((10,), {"PATH": "", "PYENV_ROOT": str(tmp_path)}) == program


def test_a_python_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    program = tmp_path / "python3.10"
    program.write_text("#!/bin/sh\necho 'pyenv: python3.10: command not found' >&2\nexit 127\n")
    program.chmod(0o755)
    assert find_python((10,), {"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None
