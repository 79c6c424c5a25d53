"""The sentences of a message. Pure; what is said in one of them must not drown in the others."""

from __future__ import annotations

import re

# A line is a message of a burst, whether it ends like a sentence or not.
_ENDS = re.compile(r"(?<=[.!?…؟])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+")
LEAST_WORDS = 2
# More of them are a pasted text; what is wished for stands at its beginning or at its end.
MOST_AT_EACH_END = 4


def sentences_of(text: str) -> list[str]:
    """Those of a text that has several; none of a text that is one sentence, which is read as a whole anyway."""
    whole = text.strip()
    found = [part.strip() for part in _ENDS.split(whole)]
    if found == [whole]:
        return []
    telling = [part for part in found if len(_WORD.findall(part)) >= LEAST_WORDS]
    if len(telling) <= 2 * MOST_AT_EACH_END:
        return telling
    return telling[:MOST_AT_EACH_END] + telling[-MOST_AT_EACH_END:]
