"""Has a pipeline trained on a case and asked about its test, in Rasa's environment and a process of its own."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ops.bench_nlu.scores import Parse
from ops.bench_nlu.sets import Case, Example
from ops.problems import CannotRun
from ops.running.steps import last_words
from ops.settings import PROJECT, bot_python

FOYER, STOCK = "Foyer", "stock Rasa"
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
FOYER_CONFIG = PROJECT / "config.yml"
STOCK_CONFIG = PROJECT / "ops" / "bench" / "stock" / "config.yml"


@dataclass(frozen=True, slots=True)
class Answers:
    """What one trained model made of the test's texts, and what that cost."""

    parses: tuple[Parse, ...]
    train_cpu_seconds: float
    memory_mib: float


def ask(system: str, case: Case, seed: int, log: Path) -> Answers:
    """Trains `system` on the case, its examples in the order of `seed`, and has it parse every text of the test."""
    shuffled = case.shuffled(seed)
    with tempfile.TemporaryDirectory() as folder:
        task, result = Path(folder) / "task.json", Path(folder) / "result.json"
        config = _config(system, seed, Path(folder))
        content = {
            "config": str(config),
            "foyer": system == FOYER,
            "train": [_to_json(example) for example in shuffled.train],
            "texts": [{"text": example.text, "requested": example.requested} for example in case.test],
        }
        task.write_text(json.dumps(content), encoding="utf-8")
        _run([bot_python(), "-m", "bot.benchmark", str(task), str(result)], log)
        return _answers(json.loads(result.read_text(encoding="utf-8")))


def _config(system: str, seed: int, folder: Path) -> Path:
    """Foyer's own configuration as it ships; stock Rasa's with the seed that its networks begin from."""
    if system == FOYER:
        return FOYER_CONFIG
    config = yaml.safe_load(STOCK_CONFIG.read_text(encoding="utf-8"))
    # Without answers to choose from, it would only say so.
    config["pipeline"] = [part for part in config["pipeline"] if part["name"] != "ResponseSelector"]
    for part in config["pipeline"]:
        if part["name"] == "DIETClassifier":
            part["random_seed"] = seed
    file = folder / "stock.yml"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    return file


def _run(command: Sequence[str], log: Path) -> None:
    with log.open("w") as output:
        ended = subprocess.run(
            command, cwd=PROJECT, env={**os.environ, **QUIET}, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if ended.returncode != 0:
        raise CannotRun(f"Training or asking failed: {last_words(log)}")


def _to_json(example: Example) -> Mapping[str, Any]:
    return {
        "text": example.text, "intent": example.intent, "entities": example.spans, "requested": example.requested,
    }  # fmt: skip


def _answers(result: Mapping[str, Any]) -> Answers:
    parses = tuple(
        Parse(
            parse["intent"],
            parse["confidence"],
            tuple((start, end, label) for start, end, label in parse["entities"]),
            parse["seconds"],
        )
        for parse in result["parses"]
    )
    return Answers(parses, result["train_cpu_seconds"], result["memory_mib"])
