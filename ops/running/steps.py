"""One step of getting ready: a program that runs to its end, in a process group of its own.

A step that fails ends the command with one line; what it said at length is kept in var/log/.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.problems import CannotRun
from ops.settings import PROJECT, RunSettings, bot_python, service_python
from ops.stopping import Stopped, StopRequests

TICK_SECONDS = 0.2
WORDS_EVERY_SECONDS = 10.0
END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """What is done, in words, and by which command. Its own words on standard output are for people and shown."""

    name: str
    doing: str
    command: tuple[str, ...]


ENCODER = Step("encoder", "building the sentence encoder", (bot_python(), "-m", "bot.encoder"))
TRAIN = Step("train", "training the language model", (bot_python(), "-m", "bot.train"))
MIGRATE = Step("migrate", "bringing the database up to date", (service_python(), "-m", "gateway.commands.migrate"))


def run_step(step: Step, settings: RunSettings, environ: Mapping[str, str], stop: StopRequests) -> None:
    """Runs a step to its end; CannotRun tells what it failed on."""
    log = settings.var / "log" / f"{step.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("w") as output,
        subprocess.Popen(
            step.command, cwd=PROJECT, env=dict(environ), stderr=output, start_new_session=True
        ) as process,
    ):
        try:
            status = _wait_with_words(process, step, stop)
        except Stopped:
            end_group(process)
            raise
    if status != 0:
        raise CannotRun(f"{step.doing} failed: {last_words(log)}")


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all that it started: politely first, then not."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
            process.wait(timeout=END_SECONDS)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def last_words(log: Path) -> str:
    """The last line that a failed step wrote, and where the rest stands."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return f"{lines[-1] if lines else 'it said nothing'} (the whole story: {log})"


def _wait_with_words(process: subprocess.Popen[bytes], step: Step, stop: StopRequests) -> int:
    started = told = time.monotonic()
    while True:
        try:
            return process.wait(timeout=TICK_SECONDS)
        except subprocess.TimeoutExpired:
            stop.check()
        now = time.monotonic()
        if now - told >= WORDS_EVERY_SECONDS:
            told = now
            print(f"  still {step.doing} ({now - started:.0f} s)", flush=True)
