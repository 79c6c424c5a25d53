"""Rasa component: finds stated facts, knowing which one was just asked for.

A thin shell over `fact_tagger`. What was asked for comes as `requested`: in a chat from the
message's metadata, in training data from the example's or its block's `metadata`.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.message_spans import add_spans, requested_fact
from bot.understanding.fact_features import TypedMessage, lines_of
from bot.understanding.fact_labels import labels_of
from bot.understanding.fact_tagger import FactTagger, TaggerTraining
from bot.understanding.shapes import find_shapes
from bot.understanding.spans import fit_to_shapes, trim
from bot.understanding.typed_words import cut_words

_FILE = "facts.crfsuite"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class AskedFactExtractor(GraphComponent, EntityExtractorMixin):
    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"shrink_to_zero": 0.05, "shrink": 0.02, "rounds": 60, "least_confidence": 0.4}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        tagger: FactTagger | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._tagger = tagger

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AskedFactExtractor:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AskedFactExtractor:
        with model_storage.read_from(resource) as folder:
            file = folder / _FILE
            # Language data without a single annotated fact is allowed.
            tagger = FactTagger(file) if file.exists() else None
            return cls(config, model_storage, resource, tagger)

    def train(self, training_data: TrainingData) -> Resource:
        training = TaggerTraining(self._config["shrink_to_zero"], self._config["shrink"], self._config["rounds"])
        with self._model_storage.write_to(self._resource) as folder:
            if training_data.entity_examples:
                texts = [example for example in training_data.nlu_examples if example.get(TEXT)]
                training.fit([_labelled(example) for example in texts], folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if self._tagger is not None and message.get(TEXT):
                self._extract(message, self._tagger)
        return messages

    def _extract(self, message: Message, tagger: FactTagger) -> None:
        text: str = message.get(TEXT)
        typed = _typed(text, requested_fact(message))
        found = [
            trim(text, fit_to_shapes(span, typed.shapes))
            for line in lines_of(typed, text)
            for span in tagger.find(line, self.name)
            if span.confidence >= self._config["least_confidence"]
        ]
        add_spans(message, found)


def _typed(text: str, requested: str | None) -> TypedMessage:
    shapes = find_shapes(text, phone_expected=requested == "phone")
    return TypedMessage(cut_words(text, shapes), shapes, requested)


def _labelled(example: Message) -> tuple[TypedMessage, list[str]]:
    typed = _typed(example.get(TEXT), requested_fact(example))
    facts = [
        (int(entity["start"]), int(entity["end"]), str(entity["entity"])) for entity in example.get(ENTITIES) or []
    ]
    return typed, labels_of(typed.words, facts)
