"""Rasa component: names the intent, with a confidence of 0.5 at the border of the scope.

A thin shell: `intent_model` has the arithmetic, `calibration` the border, `intent_files` the
form on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.message_vectors import reader_on, sentence_vector, sentences_on
from bot.components.taught_examples import taught
from bot.understanding.calibration import Calibration, border_of, familiarity_of_understood
from bot.understanding.intent_files import read_classifier, write_classifier
from bot.understanding.intent_model import IntentModel, IntentTraining
from bot.understanding.languages import ENGLISH, MULTILINGUAL
from bot.understanding.ngrams import FloatArray

Classifier = tuple[IntentModel, Calibration]
NOTHING: list[dict[str, Any]] = [{"name": None, "confidence": 0.0}]
# In the parse: the best intent of each sentence of a message that has several.
SENTENCE_INTENTS = "sentence_intents"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridIntentClassifier(IntentClassifier, GraphComponent):
    """Below 0.5 a message is out of scope; the ranking still names the intents.

    One model reads English, one all other languages; the latter is taught English as well.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [DenseFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "ngram_weight": 0.3,
            "softness": 1.0,
            # This share of messages that were understood rightly may fall below the border.
            "rejected_share": 0.05,
            "steepness": 6.0,
            # How fast the ranking falls off behind the best intent.
            "contrast": 4.0,
            "ranking_length": 10,
            "folds": 5,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        trained: Mapping[str, Classifier] | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._trained = trained or {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HybridIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> HybridIntentClassifier:
        with model_storage.read_from(resource) as folder:
            found = [reader for reader in (ENGLISH, MULTILINGUAL) if (folder / reader).exists()]
            return cls(config, model_storage, resource, {reader: read_classifier(folder / reader) for reader in found})

    def train(self, training_data: TrainingData) -> Resource:
        examples = [message for message in training_data.intent_examples if message.get(INTENT)]
        self._trained = {reader: self._taught(reader, own) for reader, own in taught(examples).items()}
        with self._model_storage.write_to(self._resource) as folder:
            for reader, classifier in self._trained.items():
                write_classifier(folder / reader, *classifier)
        return self._resource

    def _taught(self, reader: str, examples: list[Message]) -> Classifier:
        texts = [message.get(TEXT) for message in examples]
        intents = [message.get(INTENT) for message in examples]
        if len(set(intents)) <= 1:
            raise InvalidConfigException("Telling intents apart needs examples of at least two.")
        vectors = np.vstack([sentence_vector(message, reader) for message in examples])
        training = IntentTraining(self._config["ngram_weight"], self._config["softness"])
        understood = familiarity_of_understood(training, texts, vectors, intents, self._config["folds"])
        border = border_of(understood, self._config["rejected_share"])
        return training.fit(texts, vectors, intents), Calibration(border, self._config["steepness"])

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            reader = reader_on(message)
            if reader is None or reader not in self._trained:
                _put(message, NOTHING)
                continue
            _put(message, self._ranking(reader, message.get(TEXT), sentence_vector(message, reader)))
            read = [(text, self._ranking(reader, text, vector)[0]) for text, vector in sentences_on(message)]
            best = [{"text": text, **reading} for text, reading in read]
            message.set(SENTENCE_INTENTS, best, add_to_output=True)
        return messages

    def _ranking(self, reader: str, text: str, vector: FloatArray) -> list[dict[str, Any]]:
        model, calibration = self._trained[reader]
        margins, familiarity = model.score(text, vector)
        confidence = calibration.confidence(familiarity)
        best = np.argsort(-margins)[: self._config["ranking_length"]]
        shares = np.exp(self._config["contrast"] * (margins[best] - margins[best[0]]))
        return [
            {"name": model.intents[number], "confidence": float(confidence * share)}
            for number, share in zip(best, shares, strict=True)
        ]


def _put(message: Message, ranking: list[dict[str, Any]]) -> None:
    message.set(INTENT, ranking[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
