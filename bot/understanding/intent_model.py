"""Which intent a message has, and how sure that is: the arithmetic behind the classifier.

Pure numbers: texts and sentence vectors in, scores out; no Rasa, no files. A linear support
vector machine reads the sentence vector together with word and character n-grams. The
meaning-based and the letter-based view fail on different messages, which is why both are used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from bot.understanding.ngrams import FloatArray, NgramTable, plain_text

# More landmarks tell the known from the unknown no better, and each costs time in every turn.
LANDMARKS_PER_INTENT = 24
_GATHERING_ROUNDS, _STAY = 8, 1e-3


@dataclass(frozen=True)
class IntentModel:
    """One column of weights per intent, and landmarks as the map of known ground, each of one intent (its number)."""

    intents: list[str]
    words: NgramTable
    characters: NgramTable
    vector_weights: FloatArray
    word_weights: FloatArray
    character_weights: FloatArray
    offsets: FloatArray
    landmarks: FloatArray
    landmark_intents: npt.NDArray[np.int64]

    def score(self, text: str, vector: FloatArray) -> tuple[FloatArray, float]:
        """Margins per intent, and how much the message looks like anything known at all.

        Familiarity adds two views on the same question: how clearly the best intent wins, and
        how near its nearest landmark is.
        """
        plain = plain_text(text)
        margins = vector @ self.vector_weights + self.offsets
        for table, weights in (
            (self.words, self.word_weights),
            (self.characters, self.character_weights),
        ):
            numbers, values = table.weigh(plain)
            margins = margins + values @ weights[numbers]
        best = int(margins.argmax())
        nearness = (self.landmarks[self.landmark_intents == best] @ vector).max()
        return margins, float(margins[best] + nearness)


@dataclass(frozen=True)
class IntentTraining:
    """How the model is fitted: the weight of n-grams beside vectors, and the SVM's softness."""

    ngram_weight: float
    softness: float

    def fit(self, texts: list[str], vectors: FloatArray, intents: list[str]) -> IntentModel:
        plain = [plain_text(text) for text in texts]
        words, characters = NgramTable.learn("words", plain), NgramTable.learn("characters", plain)
        weighed = (words.matrix(plain), characters.matrix(plain))
        features = hstack([csr_matrix(vectors), *(part * self.ngram_weight for part in weighed)], format="csr")
        # A hundred times the library's tolerance: the same intents, in less time.
        machine = LinearSVC(C=self.softness, tol=1e-2, random_state=0)
        machine.fit(features, np.array(intents))
        weights, offsets = _one_row_per_intent(machine.coef_, machine.intercept_)
        first, second = vectors.shape[1], vectors.shape[1] + len(words.numbers)
        ground, owners = landmarks(vectors, np.array(intents))
        return IntentModel(
            intents=[str(name) for name in machine.classes_],
            words=words,
            characters=characters,
            vector_weights=_columns(weights[:, :first]),
            word_weights=_columns(weights[:, first:second] * self.ngram_weight),
            character_weights=_columns(weights[:, second:] * self.ngram_weight),
            offsets=offsets.astype(np.float32),
            landmarks=ground,
            landmark_intents=owners,
        )


def landmarks(vectors: FloatArray, intents: npt.NDArray[np.str_]) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """The training vectors themselves, or where they gather if an intent has very many; and whose each one is."""
    own = [vectors[intents == intent] for intent in np.unique(intents)]
    parts = [part if len(part) <= LANDMARKS_PER_INTENT else _gathered(part) for part in own]
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return np.vstack(parts), owners


def _gathered(vectors: FloatArray) -> FloatArray:
    """k-means on the sphere, begun evenly over the examples, which people write topic by topic."""
    starts = np.linspace(0, len(vectors) - 1, LANDMARKS_PER_INTENT).astype(int)
    centres: FloatArray = vectors[starts]
    for _ in range(_GATHERING_ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        # Its old self counts a little, so that a centre that nobody is near stays where it was.
        near = (nearest == np.arange(len(centres))[:, None]).astype(np.float32)
        moved = near @ vectors + _STAY * centres
        centres = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return centres


def _one_row_per_intent(
    weights: npt.NDArray[np.float64], offsets: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """With two intents the library keeps one row, whose sign tells them apart."""
    if weights.shape[0] > 1:
        return weights, offsets
    return np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])


def _columns(weights: npt.NDArray[np.float64]) -> FloatArray:
    return np.ascontiguousarray(weights.T, dtype=np.float32)
