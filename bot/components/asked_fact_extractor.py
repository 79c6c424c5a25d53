"""Rasa component: finds stated facts, knowing which one was just asked for.

A thin shell over `fact_tagger`. What was asked for comes as `requested`: in a chat from the
message's metadata, in training data from the example's or its block's `metadata`.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from bot.components.message_vectors import reader_on, word_vectors
from bot.components.taught_examples import taught
from bot.understanding.fact_features import TypedMessage, lines_of
from bot.understanding.fact_labels import labels_of
from bot.understanding.fact_tagger import FactTagger, TaggerTraining
from bot.understanding.languages import ENGLISH, MULTILINGUAL
from bot.understanding.ngrams import FloatArray
from bot.understanding.shapes import find_shapes
from bot.understanding.spans import fit_to_shapes
from bot.understanding.typed_words import cut_words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class AskedFactExtractor(GraphComponent, EntityExtractorMixin):
    """One tagger reads English, one all other languages; the latter is taught English as well."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"shrink_to_zero": 0.2, "shrink": 0.05, "rounds": 100, "directions": 64, "least_confidence": 0.4}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        taggers: Mapping[str, FactTagger] | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._taggers = taggers or {}

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
            # Language data without a single annotated fact is allowed.
            found = [reader for reader in (ENGLISH, MULTILINGUAL) if (folder / reader).exists()]
            return cls(config, model_storage, resource, {reader: FactTagger(folder / reader) for reader in found})

    def train(self, training_data: TrainingData) -> Resource:
        options = ("shrink_to_zero", "shrink", "rounds", "directions")
        training = TaggerTraining(**{option: self._config[option] for option in options})
        with self._model_storage.write_to(self._resource) as folder:
            if training_data.entity_examples:
                for reader, examples in taught(training_data.nlu_examples).items():
                    training.fit([_labelled(example, reader) for example in examples], folder / reader)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            reader = reader_on(message)
            if reader is not None and reader in self._taggers:
                self._extract(message, reader)
        return messages

    def _extract(self, message: Message, reader: str) -> None:
        typed = _typed(message, reader)
        found = [
            fit_to_shapes(span, typed.shapes)
            for line in lines_of(typed, message.get(TEXT))
            for span in self._taggers[reader].find(line, self.name)
            if span.confidence >= self._config["least_confidence"]
        ]
        add_spans(message, found)


def _typed(message: Message, reader: str) -> TypedMessage:
    text, requested = message.get(TEXT), requested_fact(message)
    shapes = find_shapes(text, phone_expected=requested == "phone")
    meanings: FloatArray = word_vectors(message, reader)
    return TypedMessage(cut_words(text, shapes), shapes, requested, meanings)


def _labelled(example: Message, reader: str) -> tuple[TypedMessage, list[str]]:
    typed = _typed(example, reader)
    facts = [
        (int(entity["start"]), int(entity["end"]), str(entity["entity"])) for entity in example.get(ENTITIES) or []
    ]
    return typed, labels_of(typed.words, facts)
