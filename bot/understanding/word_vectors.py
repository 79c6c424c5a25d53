"""What each word of a message means where it stands, in few numbers.

Pure. The encoder reads pieces of words into hundreds of numbers each; a word gets the mean of its pieces, and of all
directions in which words differ those are kept in which the words of the training data differ most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.understanding.ngrams import FloatArray
from bot.understanding.sentence_encoder import Encoded

# To find the directions, a sample of the words will do.
MOST_SAMPLED = 60_000


def vectors_of_words(encoded: Encoded, words: list[tuple[int, int]]) -> FloatArray:
    """A row for each of `words` (start, end). What the encoder did not get to read looks like the message at large."""
    places, wanted = np.array(encoded.places), np.array(words).reshape(-1, 2)
    touching = (places[:, 0] < wanted[:, 1:]) & (places[:, 1] > wanted[:, :1])
    touching[~touching.any(axis=1)] = True
    shares = touching / touching.sum(axis=1, keepdims=True)
    rows: FloatArray = shares.astype(np.float32) @ encoded.pieces
    return rows


def vectors_by_line(text: str, words: list[tuple[int, int]], read: Callable[[str], Encoded]) -> FloatArray:
    """Like `vectors_of_words`, each line read by itself: lines are messages of a burst, typed one after the other."""
    rows, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        here = [(first - start, past - start) for first, past in words if start <= first < end]
        if here:
            rows.append(vectors_of_words(read(line), here))
        start = end + 1
    return np.concatenate(rows)


@dataclass(frozen=True)
class Directions:
    """`middle`: of all words; `axes`: a column for each direction, so long that the first one spreads by one."""

    middle: FloatArray
    axes: FloatArray

    @classmethod
    def learn(cls, rows: FloatArray, most: int) -> Directions:
        """Principal components."""
        sampled = rows[:: len(rows) // MOST_SAMPLED + 1].astype(np.float32)
        middle = sampled.mean(axis=0)
        spreads, axes = np.linalg.eigh(np.cov((sampled - middle).T))
        largest = axes[:, ::-1][:, :most] / np.sqrt(spreads[-1])
        return cls(middle, np.ascontiguousarray(largest, dtype=np.float32))

    def of(self, rows: FloatArray) -> FloatArray:
        along: FloatArray = (rows.astype(np.float32) - self.middle) @ self.axes
        return along
