"""Finds stated facts word by word with a linear-chain conditional random field.

No Rasa here: typed messages in, spans out. The model is the file that the CRF library writes
itself, and beside it the directions of the words' meanings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pycrfsuite

from bot.understanding.fact_features import TypedMessage, word_features
from bot.understanding.fact_labels import spans_of
from bot.understanding.spans import Span
from bot.understanding.word_vectors import Directions

_LABELS, _MEANINGS = "facts.crfsuite", "meanings.npz"
Features = list[dict[str, float]]


@dataclass(frozen=True)
class TaggerTraining:
    """How the field is fitted: weights that shrink rare features, when to stop, and in how many directions
    meanings are told apart."""

    shrink_to_zero: float
    shrink: float
    rounds: int
    directions: int

    def fit(self, examples: list[tuple[TypedMessage, list[str]]], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        rows = np.concatenate([message.meanings for message, _ in examples])
        directions = Directions.learn(rows, self.directions)
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params(
            {
                "c1": self.shrink_to_zero,
                "c2": self.shrink,
                "max_iterations": self.rounds,
                # Lets it learn that some labels never follow each other.
                "feature.possible_transitions": True,
            }
        )
        for message, labels in examples:
            trainer.append(_features(message, directions), labels)
        trainer.train(str(folder / _LABELS))
        np.savez(folder / _MEANINGS, middle=directions.middle, axes=directions.axes)


class FactTagger:
    def __init__(self, folder: Path) -> None:
        with np.load(folder / _MEANINGS, allow_pickle=False) as numbers:
            self._directions = Directions(numbers["middle"], numbers["axes"])
        self._tagger = pycrfsuite.Tagger()
        # From memory, because Rasa removes the folder it unpacked the model to. The library keeps
        # a bare pointer into these bytes, so they must live as long as the tagger does.
        self._content = (folder / _LABELS).read_bytes()
        self._tagger.open_inmemory(self._content)

    def find(self, message: TypedMessage, extractor: str) -> list[Span]:
        if not message.words:
            return []
        labels: list[str] = self._tagger.tag(_features(message, self._directions))

        def certainty(place: int) -> float:
            return float(self._tagger.marginal(labels[place], place))

        return spans_of(message.words, labels, certainty, extractor)


def _features(message: TypedMessage, directions: Directions) -> Features:
    along = directions.of(message.meanings)
    names = _direction_names(along.shape[1])
    features = [dict.fromkeys(named, 1.0) for named in word_features(message)]
    for word, values in zip(features, along.tolist(), strict=True):
        word.update(zip(names, values))  # noqa: B905 - as many as each other; the check would cost a turn's time
    return features


@cache
def _direction_names(how_many: int) -> tuple[str, ...]:
    return tuple(f"direction={number}" for number in range(how_many))
