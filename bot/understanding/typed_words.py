"""Cuts a message into words the way people type them, and knows where each one stands.

Pure. An e-mail address or a link is one word; digits and letters are cut apart ("40ppl" is
"40" and "ppl") so that a fact can end between them; everything else that is no blank stands alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.shapes import UNDERSTOOD_CHARACTERS, Shape, ShapeKind

# A run of letters may carry accents written as separate marks, and an ending such as "'s".
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]){0,63}(?:['\u2019][^\W\d_]{1,3})?"
_WORD = re.compile(rf"{_LETTERS}|\d{{1,15}}(?:[.,]\d{{1,15}}){{0,5}}|\S")
_WHOLE = frozenset({ShapeKind.EMAIL, ShapeKind.LINK})


@dataclass(frozen=True)
class Word:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def cut_words(text: str, shapes: list[Shape]) -> list[Word]:
    seen = text[:UNDERSTOOD_CHARACTERS]
    words: list[Word] = []
    position = 0
    for shape in shapes:
        if shape.kind in _WHOLE:
            words += _plain_words(seen, position, shape.start)
            words.append(Word(seen[shape.start : shape.end], shape.start))
            position = shape.end
    return words + _plain_words(seen, position, len(seen))


def _plain_words(text: str, start: int, end: int) -> list[Word]:
    return [Word(match.group(), match.start()) for match in _WORD.finditer(text, start, end)]
