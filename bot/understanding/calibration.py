"""Turns familiarity into a confidence whose value 0.5 is the border of the scope.

Pure. The border is found on the training data alone, by cross-validation: it is set so that
only a small share of the messages that were understood rightly falls below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import KFold, StratifiedKFold

from bot.understanding.intent_model import IntentTraining
from bot.understanding.ngrams import FloatArray

# So many held-out messages place the border well enough; further folds are left out.
ENOUGH_UNDERSTOOD = 800


@dataclass(frozen=True)
class Calibration:
    """`border`: familiarity at which confidence is 0.5; `steepness`: how fast it leaves 0.5."""

    border: float
    steepness: float

    def confidence(self, familiarity: float) -> float:
        return float(1 / (1 + np.exp(-self.steepness * (familiarity - self.border))))


def familiarity_of_understood(
    training: IntentTraining, texts: list[str], vectors: FloatArray, intents: list[str], folds: int
) -> list[float]:
    """How familiar held-out messages look whose intent was found rightly."""
    understood: list[float] = []
    for taught, held_out in _folds(intents, folds):
        if len(understood) >= ENOUGH_UNDERSTOOD:
            break
        model = training.fit([texts[row] for row in taught], vectors[taught], [intents[row] for row in taught])
        for row in held_out:
            margins, familiarity = model.score(texts[row], vectors[row])
            if model.intents[int(margins.argmax())] == intents[row]:
                understood.append(familiarity)
    return understood


def border_of(understood: list[float], rejected_share: float) -> float:
    """The familiarity below which `rejected_share` of the rightly understood messages lie."""
    return float(np.quantile(understood, rejected_share)) if understood else 0.0


def _folds(intents: list[str], folds: int) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    names, counts = np.unique(intents, return_counts=True)
    if len(intents) < 2 * folds or len(names) <= 1:
        return
    # Every intent in every fold where there are examples enough for that.
    splitter = StratifiedKFold if counts.min() >= folds else KFold
    # A fold that lost an intent altogether still teaches; one with a single intent left cannot.
    rows = np.zeros((len(intents), 1))
    for taught, held_out in splitter(folds, shuffle=True, random_state=0).split(rows, intents):
        if len({intents[row] for row in taught}) > 1:
            yield taught, held_out
