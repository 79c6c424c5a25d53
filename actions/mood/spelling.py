"""How words are looked up: English ones as typed; those of other languages without accents, as many leave them out, and
the small words of the grammar as their English counterparts. Knows no word itself."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from qualification.language.mood import MoodWords

_WORD = re.compile(r"[^\W\d_]+")


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Spelling:
    """`plain` are the small words, `felt` those with a feeling, each by its folded form."""

    folds: bool = False
    plain: Mapping[str, str] = field(default_factory=dict)
    felt: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, words: MoodWords) -> "Spelling":
        return cls(
            folds=True,
            plain={_folded(word): meant for meant, known in words.plain.items() for word in known},
            felt={_folded(word): word for word in words.feelings if " " not in word},
        )

    def form(self, word: str) -> str:
        """A word (in lower case) as it is looked up."""
        return self.plain.get(_folded(word), _folded(word)) if self.folds else word

    def clause(self, text: str) -> str:
        """A clause with the small words in English and those with a feeling as they are written down."""
        return _WORD.sub(self._spelt, text) if self.folds else text

    def _spelt(self, match: re.Match[str]) -> str:
        word = match.group()
        folded = _folded(word)
        meant = self.plain.get(folded) or self.felt.get(folded) or word
        shouted = meant.upper()
        # "großartig" has no capitals of its own.
        return shouted if word.isupper() and len(word) > 1 and shouted.lower() == meant else meant
