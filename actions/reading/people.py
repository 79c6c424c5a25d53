"""Team sizes: "about 40 people", "just me", "12-15", "200+"."""

import re

from actions.reading.numbers import read_range
from qualification.facts import Headcount

_ALONE = re.compile(
    r"\b(?:just|only)\s+(?:me|myself|one|1)\b|\bmyself\b|\bsolo\b|\bone[- ]?(?:man|person|woman)\b"
    r"|\bon my own\b|^\s*me\W*$|\bsole trader\b"
    r"|\bfreelance",
    re.IGNORECASE,
)
_AND_ME = re.compile(r"\b(?:and me|plus me|and myself|me and)\b", re.IGNORECASE)
_TOP = 10_000_000


def read_headcount(said: str) -> Headcount | None:
    """People as a range; None when no number of people can be read."""
    found = read_range(said)
    if found is None or (found.high is None and found.low == 0):
        return Headcount(1, 1) if _ALONE.search(said) else None
    extra = 1 if _AND_ME.search(said) else 0
    low = int(found.low) + extra
    high = None if found.high is None else int(found.high) + extra
    if low > _TOP or (high is not None and (high > _TOP or high < 1)):
        return None
    return Headcount(max(low, 1), high)
