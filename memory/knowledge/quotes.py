"""What of a section may be said as an answer: its first sentences, whole and unchanged, never more than fit."""

import re
from collections.abc import Sequence

LONGEST_QUOTE = 400
# A first paragraph shorter than this is often only half of an answer ("Neither."), so the next one is added if it fits.
_SHORT_PARAGRAPH = 120
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*(?=\s)")


def quote_of(paragraphs: Sequence[str]) -> str:
    """Whole sentences from the beginning of a section, at most LONGEST_QUOTE characters; "" if not even one fits."""
    if not paragraphs:
        return ""
    first = paragraphs[0]
    if len(first) < _SHORT_PARAGRAPH and len(paragraphs) > 1:
        both = f"{first} {paragraphs[1]}"
        if len(both) <= LONGEST_QUOTE:
            return both
    return _whole_sentences(first)


def _whole_sentences(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() <= LONGEST_QUOTE]
    return text[: ends[-1]] if ends else ""
