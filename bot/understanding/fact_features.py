"""What the fact tagger looks at for each word of a message.

Pure. Beside the word and its neighbours it looks at the shape (a number, an amount, an address)
and at the fact that the assistant has just asked for: "40" after "how many are you?" is a
team size, after "what could you spend?" a budget.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.understanding.ngrams import FloatArray
from bot.understanding.shapes import Shape
from bot.understanding.typed_words import Word

NOT_ASKED = "nothing"

_CAPITALS, _SMALL, _DIGITS = re.compile(r"[A-Z]+"), re.compile(r"[a-z]+"), re.compile(r"\d")
_NEIGHBOURS = (-2, -1, 1, 2)
_LONG_MESSAGE = 6


@dataclass(frozen=True)
class TypedMessage:
    """One message as the tagger meets it; `requested` is the fact just asked for, if any, and `meanings` has a row of
    numbers for each word, from the encoder."""

    words: list[Word]
    shapes: list[Shape]
    requested: str | None
    meanings: FloatArray


def lines_of(message: TypedMessage, text: str) -> list[TypedMessage]:
    """One message for each line with words: lines are messages typed one after the other, and each is read as if it
    had come alone, so that a fact does not depend on what stands in the next one."""
    lines: dict[int, list[int]] = {}
    for place, word in enumerate(message.words):
        lines.setdefault(text.count("\n", 0, word.start), []).append(place)
    return [
        replace(message, words=[message.words[place] for place in places], meanings=message.meanings[places])
        for places in lines.values()
    ]


def word_features(message: TypedMessage) -> list[list[str]]:
    lowered = [word.text.lower().replace("\u2019", "'")[:40] for word in message.words]
    outlines = [outline(word.text) for word in message.words]
    kinds = [_shape_kind(word, message.shapes) for word in message.words]
    requested = message.requested or NOT_ASKED
    length = min(len(lowered), _LONG_MESSAGE)
    features = []
    for here, word in enumerate(lowered):
        own = [
            "always",
            f"word={word}",
            f"outline={outlines[here]}",
            f"shape={kinds[here]}",
            *_affixes(word),
            f"length={length}",
            f"asked={requested}",
            f"asked+outline={requested}+{outlines[here]}",
            f"asked+shape={requested}+{kinds[here]}",
            f"asked+length={requested}+{length}",
            f"asked+place={requested}+{'first' if here == 0 else 'later'}",
        ]
        features.append(own + _neighbourhood(here, lowered, outlines, kinds))
    return features


def outline(word: str) -> str:
    """'McDonald3' becomes 'XxXx0': what a word looks like, whichever it is."""
    masked = _DIGITS.sub("0", word[:40])
    return _SMALL.sub("x", _CAPITALS.sub("X", masked))


def _affixes(word: str) -> list[str]:
    return [f"starts={word[:2]}", f"starts={word[:4]}", f"ends={word[-2:]}", f"ends={word[-3:]}"]


def _neighbourhood(here: int, lowered: list[str], outlines: list[str], kinds: list[str]) -> list[str]:
    found = []
    for distance in _NEIGHBOURS:
        there = here + distance
        if 0 <= there < len(lowered):
            found.append(f"{distance}:word={lowered[there]}")
            found.append(f"{distance}:outline={outlines[there]}")
            found.append(f"{distance}:shape={kinds[there]}")
        else:
            found.append(f"{distance}:edge")
    if here > 0:
        found.append(f"pair={lowered[here - 1]}_{lowered[here]}")
    if here + 1 < len(lowered):
        found.append(f"next_pair={lowered[here]}_{lowered[here + 1]}")
    return found


def _shape_kind(word: Word, shapes: list[Shape]) -> str:
    for shape in shapes:
        if shape.overlaps(word.start, word.end):
            return shape.kind.value
    return "none"
