"""Hands the examples of a benchmark's task to Rasa as they are: no markup that a text could break."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class BenchmarkExamples(TrainingDataImporter):  # type: ignore[misc]  # Rasa ships no types
    """Named in the task's configuration; the one "training data path" is the task itself."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **_: Any,
    ) -> None:
        self._config_file = str(config_file)
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._task = Path(paths[0])

    def get_domain(self) -> Domain:
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = yaml.safe_load(Path(self._config_file).read_text(encoding="utf-8"))
        return config

    def get_config_file_for_auto_config(self) -> str:
        return self._config_file

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        task = json.loads(self._task.read_text(encoding="utf-8"))
        return TrainingData([_message(example) for example in task["train"]])


def _message(example: dict[str, Any]) -> Message:
    text: str = example["text"]
    entities = [
        {"start": start, "end": end, "value": text[start:end], "entity": label}
        for start, end, label in example["entities"]
    ]
    message = Message.build(text, intent=example["intent"], entities=entities)
    if example["requested"]:
        message.set("metadata", {"example": {"requested": example["requested"]}})
    return message
