"""When a burst of messages is over and the turn begins (D11). Only tells how long to wait; the waiting is done by
others, with their clock."""

import re
from collections.abc import Sequence
from datetime import timedelta

from qualification.rulebook import Rulebook

GREETINGS = frozenset(
    {
        "hi",
        "hey",
        "hello",
        "hallo",
        "hola",
        "yo",
        "howdy",
        "greetings",
        "good",
        "morning",
        "afternoon",
        "evening",
        "day",
    }
    | {"there", "all", "team", "everyone", "folks", "guten", "tag", "buenos", "dias", "moin", "servus", "again"}
)
OPEN_ENDS = frozenset(
    {
        "and",
        "or",
        "but",
        "so",
        "because",
        "if",
        "that",
        "which",
        "with",
        "for",
        "to",
        "the",
        "a",
        "an",
        "my",
        "our",
        "of",
    }
    | {"also", "plus", "und", "oder", "aber", "weil", "dass", "mit", "y", "o", "pero", "porque", "que", "con", "para"}
)
OPEN_MARKS = (",", ";", ":", "-", "–", "…", "...", "(", "&", "+")
WORD = re.compile(r"[^\W\d_]+")
# Only the end of a text tells whether more is coming; the cut keeps the time small for very long ones.
TAIL = 200


def quiet_before_turn(texts: Sequence[str], *, typing: bool, waited: timedelta, rulebook: Rulebook) -> timedelta:
    """How long it must have been quiet since the last of these messages.

    `waited` is counted from the first message of the burst; what is left of the total is never exceeded.
    """
    numbers = rulebook.turn_taking
    last = texts[-1].strip() if texts else ""
    quiet = numbers.quiet_ms
    if is_bare_greeting(last):
        quiet = max(quiet, numbers.greeting_ms)
    if looks_unfinished(last):
        quiet = max(quiet, numbers.unfinished_ms)
    if typing:
        quiet = max(quiet, numbers.typing_ms)
    left = timedelta(milliseconds=numbers.total_ms) - waited
    return max(timedelta(), min(timedelta(milliseconds=quiet), left))


def is_bare_greeting(text: str) -> bool:
    """A greeting without anything else; the question usually follows in the next message."""
    words = WORD.findall(text[:TAIL].casefold())
    return bool(words) and len(text) < TAIL and GREETINGS.issuperset(words)


def looks_unfinished(text: str) -> bool:
    """Ends in the middle of a sentence: an open mark, or a word that wants another."""
    tail = text[-TAIL:].rstrip()
    if not tail or tail.endswith(("?", "!")):
        return False
    if tail.endswith(OPEN_MARKS):
        return True
    words = WORD.findall(tail.casefold())
    return bool(words) and tail[-1].isalpha() and words[-1] in OPEN_ENDS
