"""Trains both models and tells what it cost in processor time: stock Rasa's once per fingerprint, Foyer's every time.

The stock model and its cost are kept under `var/bench/`: on all language data its training takes more than an hour.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.bench.stock_project import StockProject
from ops.problems import CannotRun
from ops.running.steps import last_words
from ops.settings import PROJECT, bot_python

TICK_SECONDS = 0.5
WORDS_EVERY_SECONDS = 30.0
KEPT = "training.json"
MODEL = Path("models") / "stock.tar.gz"
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


@dataclass(frozen=True, slots=True)
class Trained:
    """Stock Rasa's model: the project that holds it, what it was made of, the processor seconds that it took."""

    folder: Path
    fingerprint: str
    cpu_seconds: float


def trained_stock(bench: Path, project: StockProject) -> Trained:
    """The kept one if nothing has changed; an interrupted training leaves no `training.json` and does not count."""
    folder = bench / f"stock-{project.fingerprint}"
    kept = folder / KEPT
    if kept.exists():
        print("Stock Rasa: nothing has changed, its model is used again.", flush=True)
        return _read(kept)
    shutil.rmtree(folder, ignore_errors=True)
    project.write(folder)
    print("Stock Rasa: training its model, once for this language data. This takes a while.", flush=True)
    command = [str(Path(bot_python()).with_name("rasa")), "train", "--fixed-model-name", MODEL.name.split(".")[0]]
    environ = {**os.environ, **QUIET, "RASA_CACHE_DIRECTORY": str(folder / ".rasa")}
    cpu_seconds = _cpu_of(command, folder, environ, bench / "train-stock.log", "training stock Rasa's model")
    kept.write_text(json.dumps({"cpu_seconds": cpu_seconds, "fingerprint": project.fingerprint}), encoding="utf-8")
    return Trained(folder, project.fingerprint, cpu_seconds)


def newest_stock(bench: Path) -> Trained:
    """The one trained last, whatever its language data was."""
    kept = sorted(bench.glob(f"stock-*/{KEPT}"), key=lambda file: file.stat().st_mtime)
    if not kept:
        raise CannotRun("no stock model is kept yet: leave --older-stock out, so that one is trained.")
    return _read(kept[-1])


def trained_foyer(var: Path, bench: Path, language: Path) -> float:
    """Foyer's training from nothing on the same `language` data, into a folder that is thrown away.

    The sentence encoder is not trained, on either side.
    """
    bench.mkdir(parents=True, exist_ok=True)
    print("Foyer: training its model from nothing.", flush=True)
    with tempfile.TemporaryDirectory(dir=bench, prefix="train-") as folder:
        (Path(folder) / "encoder").symlink_to(var / "encoder", target_is_directory=True)
        environ = {**os.environ, **QUIET, "FOYER_VAR_DIR": folder, "FOYER_NLU": str(language)}
        command = [bot_python(), "-m", "bot.train"]
        return _cpu_of(command, PROJECT, environ, bench / "train-foyer.log", "training Foyer's model")


def _read(kept: Path) -> Trained:
    try:
        content = json.loads(kept.read_text(encoding="utf-8"))
        return Trained(kept.parent, str(content["fingerprint"]), float(content["cpu_seconds"]))
    except (ValueError, KeyError, TypeError):
        raise CannotRun(f"{kept} cannot be read: remove its folder, then it is trained again.") from None


def _cpu_of(command: Sequence[str], folder: Path, environ: Mapping[str, str], log: Path, doing: str) -> float:
    """Runs it to its end: user and system time of the process and all that it waited for."""
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=folder, env=dict(environ), stdout=output, stderr=subprocess.STDOUT)
    try:
        status, cpu_seconds = _wait(process.pid, doing)
    # Also when interrupted: a training that nobody waits for would go on for an hour.
    except BaseException:
        process.kill()
        process.wait()
        raise
    process.returncode = status
    if status != 0:
        raise CannotRun(f"{doing} failed: {last_words(log)}")
    return cpu_seconds


def _wait(process_id: int, doing: str) -> tuple[int, float]:
    started = told = time.monotonic()
    while True:
        ended, status, used = os.wait4(process_id, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
        time.sleep(TICK_SECONDS)
        now = time.monotonic()
        if now - told >= WORDS_EVERY_SECONDS:
            told = now
            print(f"  still {doing} ({now - started:.0f} s)", flush=True)
