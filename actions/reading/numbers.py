"""Numbers as people type them: digits, "12k", "a couple of dozen", "twenty-five". Ranges too. Never negative."""

import re
from dataclasses import dataclass
from decimal import Decimal

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 1_000_000}
SUFFIXES = {"k": 1_000, "m": 1_000_000, "mio": 1_000_000, "mil": 1_000_000, "mn": 1_000_000, **SCALES}

# Vague words become ranges: an honest "3 to 7" instead of an invented 5.
VAGUE = {
    "a couple of dozen": (20, 30),
    "a couple dozen": (20, 30),
    "couple of dozen": (20, 30),
    "a few dozen": (30, 60),
    "few dozen": (30, 60),
    "dozens": (24, 99),
    "half a dozen": (6, 6),
    "a dozen": (12, 12),
    "dozen": (12, 12),
    "a couple of hundred": (150, 300),
    "couple of hundred": (150, 300),
    "a couple hundred": (150, 300),
    "couple hundred": (150, 300),
    "a few hundred": (200, 500),
    "few hundred": (200, 500),
    "several hundred": (200, 900),
    "hundreds": (200, 900),
    "a few thousand": (2_000, 5_000),
    "thousands": (2_000, 9_000),
    "a couple": (2, 3),
    "couple": (2, 3),
    "a few": (3, 7),
    "few": (3, 7),
    "several": (4, 9),
    "a handful": (3, 6),
    "handful": (3, 6),
}

_DIGITS = re.compile(
    r"(?<![\w.])(\d{1,3}(?:[,.' ]\d{3}){1,4}|\d{1,12})(?:[.,](\d{1,2}))?\s{0,2}"
    r"(k|mio|mil|mn|million|m|hundred|thousand|grand)?(?![\w])",
    re.IGNORECASE,
)
_PAIR = 2
_THOUSAND = 1_000
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_OPEN_END = re.compile(r"\+|\bplus\b|\b(?:over|more than|at least|above|north of|upwards of|minimum)\b", re.IGNORECASE)
_OPEN_START = re.compile(
    r"\b(?:under|less than|fewer than|up to|at most|below|max(?:imum)?|no more than|not more than)\b|<", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Range:
    """`high` is None when open at the top."""

    low: Decimal
    high: Decimal | None


def _in_digits(text: str) -> list[Decimal]:
    found: list[Decimal] = []
    suffixes: list[str] = []
    for whole, fraction, suffix in _DIGITS.findall(text):
        number = Decimal(re.sub(r"[,.' ]", "", whole) + (f".{fraction}" if fraction else ""))
        found.append(number)
        suffixes.append(suffix.lower())
    # "2-5k" means two thousand to five thousand.
    if len(found) == _PAIR and not suffixes[0] and suffixes[1] and found[0] < _THOUSAND:
        suffixes[0] = suffixes[1]
    return [number * SUFFIXES.get(suffix, 1) for number, suffix in zip(found, suffixes, strict=True)]


def _in_words(text: str) -> list[Decimal]:
    """Runs of number words, each as one number: "twenty five to thirty" gives 25 and 30."""
    found: list[Decimal] = []
    current: int | None = None
    total = 0
    for word in [*(match.group().lower() for match in _WORD.finditer(text)), ""]:
        if word in UNITS or word in TENS:
            value = UNITS.get(word, TENS.get(word, 0))
            if current is not None and (word in TENS or current % 10 != 0 or current < TENS["twenty"]):
                found.append(Decimal(total + current))
                total, current = 0, value
            else:
                current = (current or 0) + value
        elif word in SCALES and (current is not None or word != "grand"):
            current = (current or 1) * SCALES[word]
            if SCALES[word] >= _THOUSAND:
                total, current = total + current, 0
        elif word == "and" and current is not None:
            continue
        elif current is not None:
            found.append(Decimal(total + current))
            total, current = 0, None
    return found


def read_range(text: str) -> Range | None:
    """The number or range that `text` states; None when it states none."""
    lowered = " ".join(text.lower().split())
    numbers = _in_digits(lowered) or _in_words(lowered)
    if not numbers:
        for phrase, (low, high) in VAGUE.items():
            if re.search(rf"\b{re.escape(phrase)}\b", lowered):
                return Range(Decimal(low), Decimal(high))
        return None
    if len(numbers) >= _PAIR:
        return Range(min(numbers[:2]), max(numbers[:2]))
    if _OPEN_END.search(lowered):
        return Range(numbers[0], None)
    if _OPEN_START.search(lowered):
        return Range(Decimal(0), numbers[0])
    return Range(numbers[0], numbers[0])
