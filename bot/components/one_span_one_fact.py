"""Rasa component, last in the pipeline: settles what the extractors before it claim (`spans`)."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.components.message_spans import read_spans, replace_spans
from bot.understanding.spans import settle


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OneSpanOneFact(GraphComponent):
    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OneSpanOneFact:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            replace_spans(message, settle(read_spans(message)))
        return messages
