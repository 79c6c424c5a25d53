"""Between annotated text and the tagger's labels, one per word: B-, I-, L-, U- and O.

Pure. B, I, L: begin, inside, last word of a fact; U: the only one; O: outside.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.understanding.spans import Span
from bot.understanding.typed_words import Word

OUTSIDE = "O"


def labels_of(words: list[Word], facts: list[tuple[int, int, str]]) -> list[str]:
    """`facts`: (start, end, fact) in characters."""
    labels = [OUTSIDE] * len(words)
    for start, end, fact in facts:
        touched = [number for number, word in enumerate(words) if word.start < end and start < word.end]
        for number in touched:
            labels[number] = f"{_position(number, touched)}-{fact}"
    return labels


def spans_of(words: list[Word], labels: list[str], certainty: Callable[[int], float], extractor: str) -> list[Span]:
    """Facts in a labelled message; a span is as certain as its least certain word."""
    spans: list[Span] = []
    first: int | None = None
    for number, label in enumerate([*labels, OUTSIDE]):
        if first is not None and (label[0] in "OBU" or label[2:] != labels[first][2:]):
            sure = min(certainty(place) for place in range(first, number))
            start, end = words[first].start, words[number - 1].end
            spans.append(Span(labels[first][2:], start, end, sure, extractor))
            first = None
        if label != OUTSIDE and first is None:
            first = number
    return spans


def _position(number: int, touched: list[int]) -> str:
    if len(touched) == 1:
        return "U"
    if number == touched[0]:
        return "B"
    return "L" if number == touched[-1] else "I"
