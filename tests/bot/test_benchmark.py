"""The benchmark's own way through Rasa: examples in, what was understood of other texts out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.benchmark.__main__ import main
from bot.settings import PROJECT

GREETINGS = ["hi", "hello there", "good morning", "hey", "hi all", "good evening", "hello", "morning"]
# Markup that a file of examples would take for something else must arrive as it is.
SIZES = [f"we are {number} people [all](told)" for number in range(10, 50, 5)]


def _task(folder: Path) -> Path:
    file = folder / "task.json"
    greetings: list[dict[str, Any]] = [
        {"text": text, "intent": "greet", "entities": [], "requested": None} for text in GREETINGS
    ]
    sizes: list[dict[str, Any]] = [
        {"text": text, "intent": "inform", "entities": [[7, 9, "team_size"]], "requested": None} for text in SIZES
    ]
    texts = [{"text": "hello", "requested": None}, {"text": "we are 20 people [all](told)", "requested": "team_size"}]
    content: dict[str, Any] = {"foyer": True, "train": [*greetings, *sizes], "texts": texts}
    file.write_text(json.dumps({**content, "config": str(PROJECT / "config.yml")}), encoding="utf-8")
    return file


def test_it_trains_the_shipped_pipeline_and_asks_it(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    command = [sys.executable, "-W", "ignore", "-m", "bot.benchmark", str(_task(tmp_path)), str(result)]
    subprocess.run(command, cwd=PROJECT, check=True)  # noqa: S603 - our own program
    found = json.loads(result.read_text(encoding="utf-8"))
    assert [parse["intent"] for parse in found["parses"]] == ["greet", "inform"]
    assert [7, 9, "team_size"] in found["parses"][1]["entities"]
    assert found["train_cpu_seconds"] > 0
    assert found["memory_mib"] > 0


def test_without_its_two_files_it_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "TASK RESULT" in capsys.readouterr().err
