"""Team sizes: "about 40 people", "just me", "12-15", "200+"."""

import re

from actions.reading.numbers import Range, read_range
from qualification.facts import Headcount
from qualification.language.reading import ReadingNumbers

_ALONE = re.compile(
    r"\b(?:just|only|nobody but)\s+(?:me|myself|one|1)\b|\bmyself\b|\bsolo\b|\balone\b|\bone[- ]?(?:man|person|woman)\b"
    r"|\bon my own\b|^\W*me\W*$|\bsole trader\b|\bfreelance",
    re.IGNORECASE,
)
# "12 in sales and 6 in support".
_PARTS = re.compile(
    r"^(?P<first>[^.;]{1,40}?(?:\b(?:in|on|at|for|doing)\b|\bfull\b)[^.;\d]{0,30}?)(?:\band\b|\bplus\b|[,&+])"
    r"(?P<second>[^.;]{1,40}?(?:\b(?:in|on|at|for|doing)\b|\bpart\b))",
    re.IGNORECASE,
)
_AND_ME = re.compile(
    r"\b(?:and|plus|\+)\s+(?:me|i|myself)\b|\b(?:me|myself|i)\s*(?:and|plus|\+|&)(?!\w)", re.IGNORECASE
)


def read_headcount(said: str, numbers: ReadingNumbers) -> Headcount | None:
    """People as a range; None when no number of people can be read."""
    found = _of_parts(said, numbers) or read_range(said, numbers.vague)
    with_me = _AND_ME.search(said) is not None
    if found is None or (found.low == 0 and found.high in {None, 0}):
        # "me and my husband" are two.
        return Headcount(2, 2) if with_me else Headcount(1, 1) if _ALONE.search(said) else None
    return _people(found, 1 if with_me else 0, numbers.most_people)


def _of_parts(said: str, numbers: ReadingNumbers) -> Range | None:
    """Two parts of one team, added up."""
    parts = _PARTS.match(said)
    if parts is None:
        return None
    first, second = (read_range(parts[name], numbers.vague) for name in ("first", "second"))
    if first is None or second is None or first.high is None or second.high is None:
        return None
    return Range(first.low + second.low, first.high + second.high)


def _people(found: Range, extra: int, most: int) -> Headcount | None:
    low = int(found.low) + extra
    high = None if found.high is None else int(found.high) + extra - found.below
    if low > most or (high is not None and not 1 <= high <= most):
        return None
    return Headcount(max(low, 1), high)
