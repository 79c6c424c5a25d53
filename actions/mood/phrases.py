"""A message as sentences of words, and phrases of several words found in them. Knows nothing of what they mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from actions.mood.spelling import Spelling

T = TypeVar("T")

NUMBER = "#"
WEEKDAY = "@"
COMMA = ","
ANY_WORD = "*"
# What a phrase of the rulebook leaves open.
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "fifteen", "thirty"]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SHORT_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
_OPEN = {**dict.fromkeys(_NUMBERS, NUMBER), **dict.fromkeys([*_WEEKDAYS, *_SHORT_WEEKDAYS], WEEKDAY)}
_APOSTROPHES = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "`": "'"})
_BLANKS = re.compile(r"[^\S\n]+")
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:[.,:](?=\d)\d+)*(?:'[^\W_]+)*|,")
# A "but" begins another sentence: what stands before it is not meant by what follows.
_SENTENCE_END = re.compile(r"[.!?;\u2026]+(?=\s|$)|\n+|(?=\b(?:but|aber|pero)\b)", re.IGNORECASE)
# Spanish questions and exclamations open with a sign of their own, which says nothing that the closing one does not.
_OPENING = str.maketrans("\u00bf\u00a1", "  ")
_AS_TYPED = Spelling()


class Word(NamedTuple):
    """A word as phrases name it, and where it stands in the text. A tuple, as hundreds are made in a turn."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of the text and the words in it, which may be none. All of them together are the whole text."""

    start: int
    end: int
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase in a sentence: its first and last word, and what it stands for."""

    first: int
    last: int
    value: T


class Phrases(Generic[T]):
    """Phrases looked up by their first two words, so that the time does not grow with their number.

    Apostrophes count neither in the text nor in a phrase: many leave them out.
    """

    def __init__(self, phrases: Mapping[str, T], spelling: Spelling = _AS_TYPED) -> None:
        self._by_start: dict[tuple[str, str], list[tuple[tuple[str, ...], T]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            forms = tuple(spelling.form(word) for word in phrase.replace("'", "").split())
            self._by_start.setdefault((forms[0], "".join(forms[1:2])), []).append((forms, phrases[phrase]))
        self._firsts = frozenset(first for first, _ in self._by_start)

    def find(self, words: Sequence[Word]) -> Iterator[Found[T]]:
        """From left to right, at each place the longest that fits, none inside another."""
        free = 0
        for place, word in enumerate(words):
            if place < free or word.form not in self._firsts:
                continue
            found = self._at(words, place)
            if found:
                yield found
                free = found.last + 1

    def _at(self, words: Sequence[Word], place: int) -> Found[T] | None:
        first, second = words[place].form, "".join(word.form for word in words[place + 1 : place + 2])
        for start in ((first, second), (first, ANY_WORD), (first, "")):
            for forms, value in self._by_start.get(start, ()):
                if _stands(forms, words, place):
                    return Found(place, place + len(forms) - 1, value)
        return None

    def any(self, words: Sequence[Word]) -> bool:
        return next(self.find(words), None) is not None

    def end(self, words: Sequence[Word]) -> bool:
        """Whether one of them stands at the end."""
        return any(found.last == len(words) - 1 for found in self.find(words))


def _stands(forms: Sequence[str], words: Sequence[Word], place: int) -> bool:
    """Whether the words after the first do; the first was found already."""
    if place + len(forms) > len(words):
        return False
    return all(_fits(forms[further], words[place + further].form) for further in range(1, len(forms)))


def _fits(form: str, said: str) -> bool:
    return form == said or (form == ANY_WORD and said != COMMA)


def plain(text: str) -> str:
    """The text with one kind of apostrophe and single blanks."""
    return _BLANKS.sub(" ", text.translate(_APOSTROPHES).translate(_OPENING)).strip()


def sentences(text: str, spelling: Spelling = _AS_TYPED) -> list[Sentence]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    borders = [0, *ends, len(text)]
    return [
        Sentence(start, end, [_word(match, spelling) for match in _WORD.finditer(text, start, end)])
        for start, end in pairwise(borders)
        if end > start
    ]


def _word(match: re.Match[str], spelling: Spelling) -> Word:
    form = spelling.form(match.group().lower())
    if not form.isalpha():
        form = _DIGITS.sub(NUMBER, form).replace("'", "")
    return Word(_OPEN.get(form, form), match.start(), match.end())
