"""Turns texts into weighted word and character n-grams (tf-idf), fast enough for one at a time.

Pure. scikit-learn's vectoriser spends a millisecond on checks for every single text; this one
looks n-grams up in a dictionary and leaves the arithmetic to numpy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.understanding.shapes import UNDERSTOOD_CHARACTERS, find_shapes

FloatArray = npt.NDArray[np.float32]

_WORD = re.compile(r"[^\W_]{1,40}(?:'[^\W_]{1,3})?|[?!€$£%]")
_LONGEST_CHARACTERS_GRAM = 4


def plain_text(text: str) -> str:
    """Lower case, with one stand-in word for each address, amount or number.

    What a number is does not tell the intent; that there is one, does.
    """
    seen = text[:UNDERSTOOD_CHARACTERS]
    pieces: list[str] = []
    position = 0
    for shape in find_shapes(seen):
        pieces += [seen[position : shape.start], f" a{shape.kind.value}shape "]
        position = shape.end
    pieces.append(seen[position:])
    return "".join(pieces).lower().replace("\u2019", "'")


def word_grams(plain: str) -> Iterator[str]:
    words = _WORD.findall(plain)
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"


def character_grams(plain: str) -> Iterator[str]:
    for word in plain.split():
        padded = f" {word[:40]} "
        for size in range(2, _LONGEST_CHARACTERS_GRAM + 1):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


@dataclass(frozen=True)
class NgramTable:
    """The n-grams of one kind that training has seen, and how telling each one is."""

    kind: str
    numbers: dict[str, int]
    telling: FloatArray

    @classmethod
    def learn(cls, kind: str, plain_texts: list[str]) -> NgramTable:
        seen_in: Counter[str] = Counter()
        for plain in plain_texts:
            seen_in.update(set(_grams(kind, plain)))
        grams = sorted(seen_in)
        counts = np.array([seen_in[gram] for gram in grams], dtype=np.float32)
        telling = np.log((1 + len(plain_texts)) / (1 + counts)) + 1
        numbers = {gram: number for number, gram in enumerate(grams)}
        return cls(kind, numbers, telling.astype(np.float32))

    def weigh(self, plain: str) -> tuple[npt.NDArray[np.int64], FloatArray]:
        """The numbers of the known n-grams in the text and their weights (a vector of length 1)."""
        counts = Counter(number for gram in _grams(self.kind, plain) if (number := self.numbers.get(gram)) is not None)
        if not counts:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        numbers = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (1 + np.log(often)) * self.telling[numbers]
        length = np.sqrt(np.dot(weights, weights))
        return numbers, (weights / length).astype(np.float32)

    def matrix(self, plain_texts: list[str]) -> csr_matrix:
        rows = [self.weigh(plain) for plain in plain_texts]
        starts = np.concatenate([[0], np.cumsum([len(numbers) for numbers, _ in rows])])
        columns = np.concatenate([numbers for numbers, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        return csr_matrix((weights, columns, starts), shape=(len(rows), len(self.numbers)))


def _grams(kind: str, plain: str) -> Iterator[str]:
    return word_grams(plain) if kind == "words" else character_grams(plain)
