"""Finds the real servers that tests run against, and installs them where that is possible and harmless.

It never skips under CI: a run that quietly left Postgres out would claim a proof that it does not have.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

APT_LOCK = Path(tempfile.gettempdir()) / "foyer-tests-apt.lock"
APT_TIMEOUT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Program:
    """Something that tests start: the words a person knows it by, where it is found, and Debian's package for it."""

    title: str
    package: str
    names: tuple[str, ...]
    patterns: tuple[str, ...] = ()

    def find(self) -> Path | None:
        """The newest one under the known paths, otherwise the one on PATH."""
        found = [path for pattern in self.patterns for path in Path("/").glob(pattern.lstrip("/"))]
        if found:
            return max(found, key=_version)
        on_path = (shutil.which(name) for name in self.names)
        return next((Path(path) for path in on_path if path), None)


POSTGRES = Program("PostgreSQL", "postgresql", ("initdb",), ("/usr/lib/postgresql/*/bin/initdb",))
REDIS = Program("Redis", "redis-server", ("redis-server",))
CHROMIUM = Program("Chromium", "chromium", ("chromium", "chromium-browser", "google-chrome"))


def require(program: Program) -> Path:
    """The program's path; installs it as root on Debian; fails under CI, otherwise skips, where it cannot be had."""
    path = program.find()
    if path is None and can_install():
        install(program)
        path = program.find()
    if path is None:
        give_up(program, os.environ)
    return path


def give_up(program: Program, environ: Mapping[str, str]) -> NoReturn:
    """Ends the test that needed the program: a failure under CI, a skip that says what to install elsewhere."""
    reason = f"{program.title} is not installed: apt-get install {program.package}"
    if environ.get("CI", "").lower() in {"1", "true", "yes"}:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def can_install() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install(program: Program) -> None:
    """Installs Debian's package; one test process at a time, as apt allows only one."""
    # RUNLEVEL=1 keeps the package scripts from starting a server of their own beside ours.
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    with APT_LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if program.find() is not None:
            return
        for command in (["update"], ["install", "-y", "--no-install-recommends", program.package]):
            subprocess.run(
                ["apt-get", "-q", *command],
                env=environ,
                timeout=APT_TIMEOUT_SECONDS,
                stdout=subprocess.DEVNULL,
                check=False,  # what failed shows in the program still being absent
            )


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parts if part.isdecimal())
