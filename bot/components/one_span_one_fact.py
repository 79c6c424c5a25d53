"""Rasa component, last in the pipeline: settles what the extractors before it claim (`spans`)."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.message_spans import read_spans, replace_spans, requested_fact
from bot.understanding.spans import settle, without_denied, without_remarks

# The border of the scope, as the intent classifier sets it.
_UNDERSTOOD = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OneSpanOneFact(GraphComponent):
    """Option `stating`: the intents whose message may be a fact as a whole."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._stating = frozenset(config["stating"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"stating": ["inform", "correct"]}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OneSpanOneFact:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            claims = without_denied(message.get(TEXT), read_spans(message))
            if self._is_remark(message):
                claims = without_remarks(message.get(TEXT), claims, requested_fact(message))
            replace_spans(message, settle(claims))
        return messages

    def _is_remark(self, message: Message) -> bool:
        intent = message.get(INTENT) or {}
        return intent.get("name") not in self._stating and intent.get("confidence", 0) >= _UNDERSTOOD
