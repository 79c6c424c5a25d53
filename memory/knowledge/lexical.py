"""Finds sections by their words: BM25 over stems, brought to 0..1 so that it can be blended with meaning.

The library is bm25s: it keeps scores for all sections in a numpy matrix, so nothing that a visitor types is ever parsed
as a query language (as in SQLite's FTS5 or Tantivy), and there is no second database to keep. This module must not
know about embeddings.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_GERMAN, STOPWORDS_SPANISH
from numpy.typing import NDArray

from qualification.language.choosing import DEFAULT_LOCALE

# BM25's saturation and length normalisation. Sections are short and of similar length, and a word that is there once
# is as good as one that is there five times, so both are lower than the usual 1.5 and 0.75.
_K1 = 0.8
_B = 0.5
# How words are cut to stems, and which say nothing, in the languages that pages may be written in.
_LANGUAGES = {
    "en": ("english", frozenset(STOPWORDS_EN_PLUS)),
    "de": ("german", frozenset(STOPWORDS_GERMAN)),
    "es": ("spanish", frozenset(STOPWORDS_SPANISH)),
}
# A longer message adds nothing but time.
_MOST_WORDS = 64


class Compared(NamedTuple):
    """For each document the share 0..1 of the query's weight that it reaches; and the share of that weight which lies
    in words that no document has, 1.0 for a query without words."""

    scores: NDArray[np.float64]
    unknown_share: float


class LexicalIndex:
    """An immutable index over documents; documents keep their position."""

    def __init__(self, documents: Sequence[str], locale: str = DEFAULT_LOCALE) -> None:
        """Words of a language that is not known are cut and left out like English ones, which does little to them."""
        stems_in, stopwords = _LANGUAGES.get(locale, _LANGUAGES[DEFAULT_LOCALE])
        self._stopwords = frozenset(map(_bare, stopwords))
        self._stemmer = Stemmer.Stemmer(stems_in)
        stems = [self._stems(document) for document in documents]
        self._frequencies = Counter(stem for document in stems for stem in set(document))
        self._size = len(stems)
        self._bm25 = bm25s.BM25(k1=_K1, b=_B, method="lucene")
        self._bm25.index(stems, show_progress=False)

    def compare(self, query: str) -> Compared:
        """How the documents compare with a query; unknown words count against all of them."""
        weights = {stem: self._weight(stem) for stem in list(dict.fromkeys(self._stems(query)))[:_MOST_WORDS]}
        known = [stem for stem in weights if stem in self._frequencies]
        if not known:
            return Compared(np.zeros(self._size), 1.0)
        whole = sum(weights.values())
        unknown = whole - sum(weights[stem] for stem in known)
        return Compared(self._bm25.get_scores(known).astype(np.float64) / whole, unknown / whole)

    def _stems(self, text: str) -> list[str]:
        words = re.findall(r"\w+", text.casefold())
        # Accents go last: some endings are known by theirs.
        stems = self._stemmer.stemWords([word for word in words if _bare(word) not in self._stopwords])
        return [_bare(stem) for stem in stems]

    def _weight(self, stem: str) -> float:
        # The inverse document frequency of Lucene's BM25, which is also the most that one word can add to a score.
        frequency = self._frequencies[stem]
        return math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))


def _bare(word: str) -> str:
    """Without accents and dots, which many leave out in a chat ("contrasena", "como")."""
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
