"""Puts vectors on Rasa's messages and finds them again, so that only this file knows how Rasa keeps them.

A training example may carry those of both encoders, each under its encoder's name.
"""

from __future__ import annotations

import numpy as np
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.ngrams import FloatArray

_SENTENCES = "sentences"


def add_vectors(message: Message, reader: str, sentence: FloatArray, words: FloatArray | None) -> None:
    """`words`: a row for each word, or None when nobody will ask."""
    message.add_features(Features(sentence[None, :], FEATURE_TYPE_SENTENCE, TEXT, reader))
    if words is not None:
        # Half precision: the words of a large training set would fill the memory otherwise.
        message.add_features(Features(words.astype(np.float16), FEATURE_TYPE_SEQUENCE, TEXT, reader))


def reader_on(message: Message) -> str | None:
    """Whose vectors a message of a chat carries."""
    return str(message.features[0].origin) if message.features else None


def sentence_vector(message: Message, reader: str) -> FloatArray:
    _, sentence = message.get_dense_features(TEXT, [reader])
    vector: FloatArray = sentence.features[0]
    return vector


def add_sentences(message: Message, sentences: list[tuple[str, FloatArray]]) -> None:
    """Each sentence of a message that has several, with its vector."""
    message.set(_SENTENCES, sentences)


def sentences_on(message: Message) -> list[tuple[str, FloatArray]]:
    found: list[tuple[str, FloatArray]] = message.get(_SENTENCES) or []
    return found


def word_vectors(message: Message, reader: str) -> FloatArray:
    words, _ = message.get_dense_features(TEXT, [reader])
    vectors: FloatArray = words.features
    return vectors
