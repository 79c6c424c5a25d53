"""Numbers as people type them: digits, "12k", "a couple of dozen", "twenty-five". Ranges too. Never negative."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "lakh": 100_000, "million": 1_000_000,
    # Only behind a number: "grand" and "k" alone state none.
    "k": 1_000, "grand": 1_000, "m": 1_000_000, "mio": 1_000_000, "mil": 1_000_000, "mn": 1_000_000,
}  # fmt: skip
_COUNTS_ALONE = frozenset({"dozen", "hundred", "thousand", "million", "lakh"})
_WORDS = {**UNITS, **TENS}
_CLOSE_ENOUGH = 0.83
_SHORTEST_SLIP = 5

_DIGITS = r"(?:\d{1,3}(?:[,.' ]\d{3}){1,4}|\d{1,12})(?:[.,]\d{1,2})?(?!\d)"
_TOKEN = re.compile(rf"(?P<digits>(?<![\w.]){_DIGITS})|(?P<word>[^\W\d_]+)")
_FRACTION = re.compile(r"[.,](\d{1,2})$")
# "15th", "3pm" and "10OO" are no amounts; "40ppl" and "50ish" are.
_NO_AMOUNT = frozenset({"st", "nd", "rd", "th", "am", "pm"})
_GARBLED = re.compile(r"\d[\d.,]{0,12}O|\bO{2,}\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\bminus\b|^\s*[-−]\s?\d")

_JOINS_RANGE = re.compile(r"-|–|—|/|\b(?:to|and|or|till|until|bis)\b")
_REVISES = re.compile(r"\b(?:no|not|sorry|wait|actually|rather|meant|mean|correction)\b")
_AT_MOST = (
    r"^until\b|\bup to\b|\bat (?:the )?most\b|\bmax(?:imum)?\b|\btops\b|\bor less\b|\bor fewer\b|≤"
    r"|\b(?:no|not|can'?t|cannot|never|n't)\b[^.;]{0,20}?\b(?:more than|over|above|exceed\w*)\b"
)
_AT_LEAST = (
    r"^starting\b|\+|\d\s?plus\b|≥"
    r"|\b(?:over|more than|at least|above|north of|upwards? of|min(?:imum)?|or more|and up|exceed\w*)\b"
)
_BELOW = r"\b(?:under|less than|fewer than|below|not even)\b|<"


@dataclass(frozen=True, slots=True)
class Range:
    """`high` is None when open at the top; `below` tells that the high end itself is not meant ("under 20")."""

    low: Decimal
    high: Decimal | None
    below: bool = False


@dataclass(slots=True)
class _Number:
    """One number while it is put together: "two thousand" + "three hundred" + "and fifty"."""

    start: int
    end: int
    whole: Decimal = Decimal(0)
    part: Decimal = Decimal(0)
    scale: int = 1
    words: bool = True
    # What the last word was, as "fifty three" goes on where "three fifty" does not.
    room: int = 1_000_000_000

    @property
    def value(self) -> Decimal:
        return self.whole + self.part

    def add(self, amount: int) -> bool:
        """Whether a further word still belongs to this number."""
        if not self.words or amount >= self.room:
            return False
        self.part += amount
        self.room = 10 if amount in TENS.values() else 0
        return True

    def times(self, scale: int) -> None:
        self.scale = max(self.scale, scale)
        self.part *= scale
        self.room = scale
        if scale >= SCALES["thousand"]:
            self.whole, self.part = self.whole + self.part, Decimal(0)


def _digits(token: str) -> Decimal:
    fraction = _FRACTION.search(token)
    whole = token[: fraction.start()] if fraction else token
    return Decimal(re.sub(r"\D", "", whole) + (f".{fraction[1]}" if fraction else ""))


def _numbers(text: str) -> list[_Number]:
    """Every number of a text in lower case, put together from its digits and words."""
    found: list[_Number] = []
    tokens = list(_TOKEN.finditer(text))
    open_number: _Number | None = None
    for place, token in enumerate(tokens):
        following = tokens[place + 1].group() if place + 1 < len(tokens) else ""
        if token["digits"]:
            attached = text[token.end() : token.end() + 2]
            open_number = None
            if attached not in _NO_AMOUNT:
                open_number = _Number(token.start(), token.end(), part=_digits(token["digits"]), words=False)
                found.append(open_number)
            continue
        open_number, begun = _go_on(open_number, token, following)
        if begun:
            found.append(begun)
    return found


def _go_on(number: _Number | None, token: re.Match[str], following: str) -> tuple[_Number | None, _Number | None]:
    """The number that stays open behind this word, and the one that the word begins."""
    word = token.group()
    if word in _WORDS:
        if number is not None and number.add(_WORDS[word]):
            number.end = token.end()
            return number, None
        begun = _Number(token.start(), token.end())
        begun.add(_WORDS[word])
        return begun, begun
    if word in SCALES and (number is not None or word in _COUNTS_ALONE):
        scaled = number or _Number(token.start(), token.end(), part=Decimal(1))
        scaled.times(SCALES[word])
        scaled.words, scaled.end = True, token.end()
        return scaled, None if number else scaled
    if word == "half":
        return _half(number, token, following)
    goes_on = number is not None and word in {"and", "a", "an"} and following in {*_WORDS, *SCALES, "half", "a"}
    return (number if goes_on else None), None


def _half(number: _Number | None, token: re.Match[str], following: str) -> tuple[_Number | None, _Number | None]:
    """ "two and a half thousand", "half a dozen"."""
    if number is not None:
        number.part += Decimal("0.5")
        number.end = token.end()
        return number, None
    if following not in {"a", "an", *SCALES}:
        return None, None
    begun = _Number(token.start(), token.end(), part=Decimal("0.5"))
    return begun, begun


@cache
def _vague_pattern(phrase: str) -> re.Pattern[str]:
    words = ("(?:thousand|grand|k)" if word == "thousand" else re.escape(word) for word in phrase.split())
    return re.compile(r"\b" + r"\s+(?:of\s+)?(?:a\s+)?".join(words) + r"\b")


def _vague(text: str, vague: Mapping[str, tuple[int, int]]) -> tuple[Range, str] | None:
    """What the vague words of a text count as, and the text without them."""
    for phrase in sorted(vague, key=len, reverse=True):
        match = _vague_pattern(phrase).search(text)
        if match:
            low, high = vague[phrase]
            return Range(Decimal(low), Decimal(high)), text[: match.start()] + " " + text[match.end() :]
    return None


def _mended(text: str) -> str:
    """Number words with a slip in them ("tweny"), as they were meant."""

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        close = get_close_matches(word, [*_WORDS, *_COUNTS_ALONE], 1, _CLOSE_ENOUGH)
        return close[0] if close and close[0][0] == word[0] else word

    return re.sub(rf"[a-z]{{{_SHORTEST_SLIP},12}}", mend, text)


def read_range(text: str, vague: Mapping[str, tuple[int, int]]) -> Range | None:
    """The number or range that `text` states; None when it states none, or one that cannot be."""
    lowered = " ".join(text.lower().split())
    if _GARBLED.search(lowered) or _NEGATIVE.search(lowered):
        return None
    estimate = _vague(lowered, vague)
    rest = estimate[1] if estimate else lowered
    numbers = _numbers(rest)
    if numbers:
        return _bounded(_stated(rest, numbers), rest)
    if estimate:
        return estimate[0]
    mended = _mended(lowered)
    return _bounded(_stated(mended, numbers), mended) if (numbers := _numbers(mended)) else None


def _stated(text: str, numbers: list[_Number]) -> Range:
    """One number or the ends of a range; of a number and its revision the revision."""
    if len(numbers) == 1:
        return Range(numbers[0].value, numbers[0].value)
    first, second = numbers[0], numbers[1]
    between = text[first.end : second.start]
    if _REVISES.search(between):
        return Range(second.value, second.value)
    if not _JOINS_RANGE.search(between):
        return Range(first.value, first.value)
    low, high = first.value, second.value
    # "2-5k" means two thousand to five thousand, but "500-1k" five hundred to one thousand.
    if first.scale == 1 and second.scale > 1 and low < high / second.scale:
        low *= second.scale
    return Range(min(low, high), max(low, high))


def _bounded(stated: Range, text: str) -> Range:
    if stated.high != stated.low:
        return stated
    if re.search(_AT_MOST, text):
        return Range(Decimal(0), stated.high)
    if re.search(_BELOW, text):
        return Range(Decimal(0), stated.high, below=True)
    if re.search(_AT_LEAST, text):
        return Range(stated.low, None)
    return stated
