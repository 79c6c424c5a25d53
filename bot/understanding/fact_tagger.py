"""Finds stated facts word by word with a linear-chain conditional random field.

No Rasa here: typed messages in, spans out. The model is the file that the CRF library writes
itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from bot.understanding.fact_features import TypedMessage, word_features
from bot.understanding.fact_labels import spans_of
from bot.understanding.spans import Span


@dataclass(frozen=True)
class TaggerTraining:
    """How the field is fitted: weights that shrink rare features, and when to stop."""

    shrink_to_zero: float
    shrink: float
    rounds: int

    def fit(self, examples: list[tuple[TypedMessage, list[str]]], file: Path) -> None:
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
            trainer.append(word_features(message), labels)
        trainer.train(str(file))


class FactTagger:
    def __init__(self, file: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        # From memory, because Rasa removes the folder it unpacked the model to. The library keeps
        # a bare pointer into these bytes, so they must live as long as the tagger does.
        self._content = file.read_bytes()
        self._tagger.open_inmemory(self._content)

    def find(self, message: TypedMessage, extractor: str) -> list[Span]:
        if not message.words:
            return []
        labels: list[str] = self._tagger.tag(word_features(message))

        def certainty(place: int) -> float:
            return float(self._tagger.marginal(labels[place], place))

        return spans_of(message.words, labels, certainty, extractor)
