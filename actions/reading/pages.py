"""Searches a message that holds more than a question: among facts, in a burst or in a story a question is blurred by
what stands around it, and found by itself (D7). It must not decide what a message holds; callers know that."""

import re
from collections.abc import Sequence

from memory.knowledge.contract import EncodedText, Hit, Knowledge

HITS = 3
# Where one thought ends and another begins; fewer words are no question.
PART_ENDS = re.compile(r"[.!?;:,؟،؛]+\s+|\n+")
SHORTEST_QUESTION = 3
# A search costs some milliseconds, and what is asked stands at the end more often than at the beginning.
MOST_PARTS = 4
# In more words than these most is not the question.
LONG_WORDS = 25


def search_parts(
    knowledge: Knowledge, text: str, locale: str, *, least: float, encoded: EncodedText | None = None
) -> Sequence[Hit]:
    """The best sections for the whole text, or for one of its parts where only that reaches the score `least`."""
    whole = knowledge.search(text, locale, limit=HITS, encoded=encoded)
    if _best(whole) >= least:
        return whole
    parts = [part for part in PART_ENDS.split(text) if len(part.split()) >= SHORTEST_QUESTION][-MOST_PARTS:]
    found = max((knowledge.search(part, locale, limit=HITS) for part in parts), key=_best, default=whole)
    return found if _best(found) >= least else whole


def _best(hits: Sequence[Hit]) -> float:
    return max((hit.score for hit in hits), default=0.0)
