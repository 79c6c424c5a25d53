"""Makes the two Python environments from their lock files: `python -m ops.setup service`, `... bot`.

Runs before anything is installed, so it may import the standard library only. What goes wrong ends as one line that
says what to do; the tools' own words are kept in var/log/.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

UV_VERSION = "0.13.8"
PROJECT = Path(__file__).resolve().parent.parent
WORDS_EVERY_SECONDS = 15.0

NETWORK_WORDS = re.compile(
    r"dns error|failed to lookup|name resolution|connection (refused|reset|error)|network is unreachable|timed out"
    r"|error sending request|could not connect|no matching distribution found for uv|failed to fetch|tunnel error",
    re.IGNORECASE,
)
PYTHON_WORDS = re.compile(r"no interpreter found|failed to download \S*cpython|no download found", re.IGNORECASE)
DISK_WORDS = re.compile(r"no space left", re.IGNORECASE)


class SetupFailed(Exception):
    """The environments cannot be made; the message says what the person can do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """One of the two worlds: where its lock file stands and which Python it wants."""

    title: str
    folder: Path
    wanted: str
    minor_versions: tuple[int, ...]
    size: str


SERVICE = Environment("the service", PROJECT, ">=3.11", (11, 12, 13, 14), "about 500 MB")
BOT = Environment("Rasa", PROJECT / "bot", "3.10", (10,), "about 2.7 GB, most of it TensorFlow")
ENVIRONMENTS = {"service": SERVICE, "bot": BOT}


def make_environment(environment: Environment, environ: Mapping[str, str]) -> None:
    """Installs exactly what the lock file names; quick when it is already there."""
    uv = ensure_uv(environ)
    python = find_python(environment.minor_versions, environ)
    if python is None and environment is BOT:
        _say("Python 3.10 was not found on this machine; uv will try to download it.")
    command = [str(uv), "sync", "--frozen", "--no-progress", "--python", str(python or environment.wanted)]
    # Another active environment must not be mistaken for the one to fill.
    clean = {name: value for name, value in environ.items() if name != "VIRTUAL_ENV"}
    _run_with_words(
        f"Setting up {environment.title} (first time: {environment.size})", command, environment.folder, clean
    )


def ensure_uv(environ: Mapping[str, str]) -> Path:
    """Our own pinned uv in .tools/, whatever else the machine has."""
    tools = PROJECT / ".tools"
    uv = tools / "bin" / "uv"
    if uv.exists() and _output([str(uv), "--version"]).startswith(f"uv {UV_VERSION}"):
        return uv
    if _status([sys.executable, "-c", "import ensurepip"]) != 0:
        raise SetupFailed(
            "This Python cannot make environments: install python3-venv (Debian, Ubuntu), then try again."
        )
    _run_with_words("Making .tools", [sys.executable, "-m", "venv", "--clear", str(tools)], PROJECT, environ)
    install = [str(tools / "bin" / "pip"), "install", "--quiet", "--retries", "1", f"uv=={UV_VERSION}"]
    _run_with_words(f"Fetching uv {UV_VERSION}", install, PROJECT, environ)
    return uv


def find_python(minor_versions: Iterable[int], environ: Mapping[str, str]) -> Path | None:
    """An interpreter of one of the versions: on PATH first, then where pyenv keeps them. None: uv may look itself."""
    for minor in minor_versions:
        for candidate in _candidates(minor, environ):
            if _status([str(candidate), "-c", f"import sys; sys.exit(sys.version_info[:2] != (3, {minor}))"]) == 0:
                return candidate
    return None


def _candidates(minor: int, environ: Mapping[str, str]) -> Iterable[Path]:
    on_path = shutil.which(f"python3.{minor}", path=environ.get("PATH"))
    if on_path:
        yield Path(on_path)
    root = Path(environ.get("PYENV_ROOT") or Path(environ.get("HOME", "/")) / ".pyenv")
    yield from sorted(root.glob(f"versions/3.{minor}.*/bin/python3.{minor}"))


def explain(output: str, title: str, log: Path) -> str:
    """One line for what the tools said at length."""
    if DISK_WORDS.search(output):
        return "The disk is full: Foyer needs about 4 GB for its two environments. Make room, then try again."
    if PYTHON_WORDS.search(output):
        return (
            "Python 3.10 is missing and could not be downloaded: install it (for example `pyenv install 3.10`,"
            " or your system's python3.10), then try again."
        )
    if NETWORK_WORDS.search(output):
        return f"No network: the package index could not be reached ({title}). Check the connection, then try again."
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "no output")
    return f"{title} failed: {last} (the whole story: {log})"


def _run_with_words(title: str, command: list[str], folder: Path, environ: Mapping[str, str]) -> None:
    """Runs a command quietly, tells every few seconds that it still works, and explains a failure in one line."""
    log = PROJECT / "var" / "log" / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    _say(f"{title} …")
    started = time.monotonic()
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=folder, env=dict(environ), stdout=output, stderr=subprocess.STDOUT) as process,
    ):
        while process.poll() is None:
            try:
                process.wait(timeout=WORDS_EVERY_SECONDS)
            except subprocess.TimeoutExpired:
                _say(f"  still at it ({time.monotonic() - started:.0f} s)")
    if process.returncode != 0:
        raise SetupFailed(explain(log.read_text(errors="replace"), title, log))


def _status(command: list[str]) -> int:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        return 1


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, check=False, text=True).stdout


def _say(words: str) -> None:
    print(words, flush=True)


def main(arguments: list[str]) -> int:
    try:
        for name in arguments:
            make_environment(ENVIRONMENTS[name], os.environ)
    except SetupFailed as failed:
        print(f"Foyer is not set up: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
