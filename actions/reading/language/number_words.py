"""Number words of any language as digits: "dreiundvierzig", "ciento veinte mil". Knows no word itself."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from qualification.language.reading import ReadingWords

_THOUSAND = 1000
_SCALES = {100: "hundred", 1_000: "thousand", 1_000_000: "million"}
# What "treinta y cinco" joins: tens with what is below ten.
_TENS, _UNITS = range(20, 100, 10), range(1, 10)
# No team, sum or time is larger; without a bound figures would grow until they cannot be written any more.
_MOST = Decimal(10) ** 12
_LONGEST_WORD = 60
Spelling = Callable[[str], Iterable[str]]


class NumberWords:
    """Reads number words, given in the spelling in which all words are looked up."""

    def __init__(self, words: ReadingWords, spelt: Spelling) -> None:
        self._numbers = {form: Decimal(str(value)) for word, value in words.numbers.items() for form in spelt(word)}
        self._inner = {
            form: Decimal(str(value)) for word, value in words.joined_numbers.items() for form in spelt(word)
        }
        self._scales = {form: value for word, value in words.scales.items() for form in spelt(word)}
        self._joins = {form for word in words.number_joins for form in spelt(word)}
        known = sorted({*self._numbers, *self._inner, *self._scales, *self._joins}, key=len, reverse=True)
        self._piece = re.compile("|".join(map(re.escape, known))) if words.written_together else None

    def vocabulary(self) -> Iterable[str]:
        return self._numbers

    def run(self, words: Sequence[str]) -> int:
        """How many of these words, from the first on, make up one number; 0 when the first is none."""
        length = 0
        while length < len(words):
            if self._pieces(words[length]) and self._value(words[: length + 1]) is not None:
                length += 1
            elif length and self._joins_two(words[length - 1 : length + 2]):
                length += 2
            else:
                break
        return length

    def written(self, words: Sequence[str]) -> str:
        """A run in digits; round ones keep their scale, so that "two to three thousand" is seen as what it is."""
        pieces = [piece for word in words for piece in self._pieces(word)]
        if len(pieces) == 1 and pieces[0] in self._scales:
            return _SCALES[self._scales[pieces[0]]]
        value = self._value(words) or Decimal(0)
        for scale, name in sorted(_SCALES.items(), reverse=True):
            if value >= scale and value % scale == 0 and value / scale < _THOUSAND:
                return f"{_figures(value / scale)} {name}"
        return _figures(value)

    def _joins_two(self, words: Sequence[str]) -> bool:
        """ "treinta y cinco", but not "diez y veinte"."""
        if len(words) != len(("ten", "and", "unit")) or words[1] not in self._joins:
            return False
        return self._numbers.get(words[0]) in _TENS and self._numbers.get(words[2]) in _UNITS

    def _pieces(self, word: str) -> list[str]:
        """The number words that make up a word; none when it is something else."""
        if word in self._numbers or word in self._scales:
            return [word]
        if self._piece is None or len(word) > _LONGEST_WORD:
            return []
        pieces = self._piece.findall(word)
        whole = "".join(pieces) == word and any(piece in self._numbers or piece in self._scales for piece in pieces)
        return pieces if whole and len(pieces) > 1 else []

    def _value(self, words: Sequence[str]) -> Decimal | None:
        """What the words add up to; None when they do not belong together ("five twenty")."""
        total, part, room = Decimal(0), Decimal(0), Decimal("Infinity")
        for word in words:
            pieces = self._pieces(word)
            for place, piece in enumerate(pieces):
                if piece in self._scales:
                    part, room = max(part, Decimal(1)) * self._scales[piece], Decimal(self._scales[piece])
                    if room >= _THOUSAND:
                        total, part = total + part, Decimal(0)
                    # "hundert" a dozen times over is no number of anything.
                    if max(part, total) > _MOST:
                        return None
                    continue
                number = self._numbers.get(piece, self._inner.get(piece))
                if number is None:
                    continue
                # "drei-und-vierzig": the unit stands before the tens that it is joined to.
                turned = place > 1 and pieces[place - 1] in self._joins
                if number >= room and not turned:
                    return None
                part, room = part + number, _room(number)
        return total + part


def _figures(value: Decimal) -> str:
    """With a comma, because "1.5" may be the first of May."""
    return f"{value.normalize():f}".replace(".", ",")


def _room(number: Decimal) -> Decimal:
    """What may still follow a number: units after tens, anything below a hundred after hundreds."""
    for scale in (Decimal(100), Decimal(10)):
        if number >= scale and number % scale == 0:
            return scale
    return Decimal(1)
