"""Finds sections by meaning: cosine between the query and each section's questions, titles and quote."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.knowledge.blending import Meaning
from memory.knowledge.contract import EncodedText
from memory.knowledge.encoder import SentenceEncoder, Vector
from memory.knowledge.vectors import encode_all

# A second wording that is near as well makes a chance hit of the first less likely.
_SHARE_OF_SECOND_WORDING = 0.15
# How the components of a vector that comes with its text are written.
_NUMBER = np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class Wordings:
    """The texts by which a section can be near to a query; at least one question."""

    title: str
    quote: str
    questions: tuple[str, ...]


class SemanticIndex:
    """An immutable index over sections; sections keep their position."""

    def __init__(self, sections: Sequence[Wordings], encoder: SentenceEncoder, cache: Path) -> None:
        self._encoder = encoder
        titles = [section.title for section in sections]
        quotes = [section.quote for section in sections]
        questions = [question for section in sections for question in section.questions]
        vectors = encode_all([*titles, *quotes, *questions], encoder, cache)
        self._titles, self._quotes, self._questions = np.split(vectors, [len(titles), len(titles) + len(quotes)])
        self._question_rows = _rows_of_sections([len(section.questions) for section in sections])

    def meaning(self, query: str, encoded: EncodedText | None = None) -> Meaning:
        """How near each section is to the query, which `encoded` may hold the vector of."""
        vector = self._known(query, encoded)
        if vector is None:
            vector = self._encoder.encode(query)
        # One place more than there are questions: rows of sections with few questions are filled up with it.
        nearness = np.append(self._questions @ vector, np.float32(-1.0))[self._question_rows]
        second, first = np.sort(nearness, axis=1)[:, -2:].T
        question = np.where(second > -1.0, first + _SHARE_OF_SECOND_WORDING * (second - first), first)
        nearest = (question, self._titles @ vector, self._quotes @ vector)
        return Meaning(*(values.astype(np.float64) for values in nearest))

    def _known(self, query: str, encoded: EncodedText | None) -> Vector | None:
        """The vector that came with the text, unless it is that of another text or of another encoder."""
        if encoded is None or not _same_words(encoded.text, query):
            return None
        size = self._titles.shape[1]
        if len(encoded.vector) != size * _NUMBER.itemsize:
            return None
        return np.frombuffer(encoded.vector, dtype=_NUMBER).astype(np.float32)


def _same_words(one: str, other: str) -> bool:
    # The encoder does not see how many spaces or lines there are between words.
    return one.split() == other.split()


def _rows_of_sections(counts: Sequence[int]) -> NDArray[np.intp]:
    width = max(2, *counts)
    rows = np.full((len(counts), width), sum(counts), dtype=np.intp)
    start = 0
    for section, count in enumerate(counts):
        rows[section, :count] = np.arange(start, start + count)
        start += count
    return rows
