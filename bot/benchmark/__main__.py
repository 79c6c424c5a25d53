"""Trains a pipeline on given examples and tells what it makes of other texts: `python -m bot.benchmark TASK RESULT`.

Through Rasa's own interfaces alone: its training, its agent, its messages. What is right is
judged by whoever asked; it must not know any language set. Both files are JSON:

    TASK    config (path), foyer (whether it is Foyer's own pipeline), train (examples with text,
            intent, entities as [start, end, label], requested), texts (with text, requested)
    RESULT  train_cpu_seconds, memory_mib, parses (for each text: intent, confidence, entities,
            seconds)
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bot.rasa_output import held_back, quiet_logs
from bot.unused_imports import keep_out_unused

MIB_IN_KIB = 1024
WARM_UP = 20
IMPORTER = {"name": "bot.benchmark.examples.BenchmarkExamples"}


def run(task: dict[str, Any], task_file: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, held_back():
        before = time.process_time()
        model = _train(task, task_file, Path(folder))
        train_cpu_seconds = time.process_time() - before
        if task["foyer"]:
            _patch()
        parses = asyncio.run(_parse_all(model, task["texts"]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB_IN_KIB
    return {"train_cpu_seconds": train_cpu_seconds, "memory_mib": memory, "parses": parses}


def _train(task: dict[str, Any], task_file: Path, folder: Path) -> str:
    import yaml
    from rasa.model_training import train_nlu

    config = yaml.safe_load(Path(task["config"]).read_text(encoding="utf-8"))
    config_file = folder / "config.yml"
    # Rasa would look for policies otherwise; only the understanding is trained.
    understanding = {key: value for key, value in config.items() if key != "policies"}
    config_file.write_text(yaml.safe_dump({**understanding, "importers": [IMPORTER]}), encoding="utf-8")
    model = train_nlu(str(config_file), str(task_file), str(folder))
    if model is None:
        raise RuntimeError("Rasa made no model of the task.")
    return str(model)


def _patch() -> None:
    """As Foyer runs: trained by plain Rasa, served by a patched one."""
    from bot.patches import apply_patches

    apply_patches()


async def _parse_all(model: str, texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    agent = Agent.load(model)
    if agent.processor is None:
        raise RuntimeError("Rasa did not load the model that it has just made.")

    async def parse(text: dict[str, Any]) -> dict[str, Any]:
        message = UserMessage(text["text"], metadata={"requested": text["requested"]})
        began = time.perf_counter()
        parsed = await agent.processor.parse_message(message)
        seconds = time.perf_counter() - began
        return {
            "intent": parsed["intent"]["name"],
            "confidence": parsed["intent"]["confidence"],
            "entities": [[found["start"], found["end"], found["entity"]] for found in parsed["entities"]],
            "seconds": seconds,
        }

    for text in texts[:WARM_UP]:
        await parse(text)
    return [await parse(text) for text in texts]


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:  # noqa: PLR2004 - the two of the usage
        print("Usage: python -m bot.benchmark TASK RESULT", file=sys.stderr)
        return 2
    task_file, result_file = Path(arguments[0]).resolve(), Path(arguments[1])
    task = json.loads(task_file.read_text(encoding="utf-8"))
    os.environ.update(RASA_TELEMETRY_ENABLED="false", RASA_MAX_CACHE_SIZE="0", OMP_NUM_THREADS="1")
    if task["foyer"]:
        keep_out_unused(Path(task["config"]))
    with held_back():
        quiet_logs("ERROR")
    result_file.write_text(json.dumps(run(task, task_file)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
