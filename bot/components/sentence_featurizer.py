"""Rasa component: gives every message its sentence vector.

A thin shell over `sentence_encoder`. It reads the built encoder and must not build or fetch one.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.settings import BotSettings
from bot.understanding.ngrams import FloatArray
from bot.understanding.sentence_encoder import SentenceEncoder

SENTENCE_VECTOR = "sentence_vector"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Has no options: the encoder lies where the settings say, today, not where it lay in training."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._encoder = SentenceEncoder(_encoder_folder())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        folder = _encoder_folder()
        if not (folder / "model.onnx").is_file():
            raise InvalidConfigException(
                f"There is no sentence encoder in {folder}: run `python -m bot.encoder` first."
            )

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            vector = self._featurize(message, TEXT)
            if vector is not None:
                # Goes out with the parse: whoever searches by meaning need not encode the words again.
                written = base64.b64encode(vector.astype("<f2").tobytes()).decode()
                message.set(SENTENCE_VECTOR, written, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for example in training_data.training_examples:
            for attribute in DENSE_FEATURIZABLE_ATTRIBUTES:
                self._featurize(example, attribute)
        return training_data

    def _featurize(self, message: Message, attribute: str) -> FloatArray | None:
        text = message.get(attribute)
        if not text:
            return None
        vector = self._encoder.vector(text)
        self.add_features_to_message(None, vector[None, :], attribute, message)
        return vector


def _encoder_folder() -> Path:
    return BotSettings.from_environment(os.environ).encoder_folder
