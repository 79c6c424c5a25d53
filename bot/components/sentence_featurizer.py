"""Rasa component: gives every message the vectors of its sentence and of its words, by the encoder of its language.

A thin shell over `sentence_encoder`. It reads the built encoders and must not build or fetch one.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.message_spans import locale_of
from bot.components.message_vectors import add_sentences, add_vectors
from bot.components.taught_examples import taught
from bot.settings import BotSettings
from bot.understanding.languages import MULTILINGUAL, reader_of
from bot.understanding.ngrams import FloatArray
from bot.understanding.sentence_encoder import SentenceEncoders
from bot.understanding.sentences import sentences_of
from bot.understanding.word_vectors import vectors_by_line, vectors_of_words

SENTENCE_VECTOR = "sentence_vector"
_READERS = "readers.json"
# Each line of a burst is read by itself; more lines are a pasted text, and to encode each of them would take long.
_MOST_LINES = 8


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Has no options: the encoders lie where the settings say, today, not where they lay in training.

    What it learns is which readers there is anything to read for: a language that nobody taught is read as English.
    """

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._encoders = SentenceEncoders(_encoder_folder())
        self._storage = storage
        self._resource = resource
        self._readers: Sequence[str] = ()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceFeaturizer:
        loaded = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded._readers = json.loads((folder / _READERS).read_text(encoding="utf-8"))
        return loaded

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        folder = _encoder_folder()
        if not all((place / "model.onnx").is_file() for place in (folder, folder / MULTILINGUAL)):
            raise InvalidConfigException(
                f"A sentence encoder is missing in {folder}: run `python -m bot.encoder` first."
            )

    def train(self, training_data: TrainingData) -> Resource:
        self._readers = list(taught(training_data.training_examples))
        with self._storage.write_to(self._resource) as folder:
            (folder / _READERS).write_text(json.dumps(self._readers), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                wanted = reader_of(locale_of(message))
                reader = wanted if wanted in self._readers else self._readers[0]
                vector = self._featurize(message, reader, with_words=True)
                encoder = self._encoders[reader]
                add_sentences(message, [(one, encoder.read(one).sentence) for one in sentences_of(message.get(TEXT))])
                # Goes out with the parse: whoever searches by meaning need not encode the words again.
                written = base64.b64encode(vector.astype("<f2").tobytes()).decode()
                message.set(SENTENCE_VECTOR, written, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        with_words = bool(training_data.entity_examples)
        for reader, examples in taught(training_data.training_examples).items():
            for example in examples:
                self._featurize(example, reader, with_words=with_words)
        return training_data

    def _featurize(self, message: Message, reader: str, *, with_words: bool) -> FloatArray:
        text, encoder = message.get(TEXT), self._encoders[reader]
        encoded = encoder.read(text)
        words = None
        if with_words:
            places = [(token.start, token.end) for token in message.get(TOKENS_NAMES[TEXT])]
            in_lines = places and 0 < text.count("\n") < _MOST_LINES
            words = vectors_by_line(text, places, encoder.read) if in_lines else vectors_of_words(encoded, places)
        add_vectors(message, reader, encoded.sentence, words)
        return encoded.sentence


def _encoder_folder() -> Path:
    return BotSettings.from_environment(os.environ).encoder_folder
