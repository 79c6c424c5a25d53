"""Card numbers, however they are written: in any script's digits, with any separators or none (M6).

The check digit alone decides about a number that stands by itself. Inside of a longer row of numbers it would be right
too often by chance, so there a card must also look like one. A number that is masked by mistake is asked for again; a
card that is stored is stored for good.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from qualification.screening.spans import SecretKind, Span

CARD_DIGITS = range(13, 20)
MOST_CARD_DIGITS = CARD_DIGITS.stop - 1
# International phone numbers have no more (E.164).
MOST_PHONE_DIGITS = 15

# What may stand between the digits of one number: blanks and line breaks, punctuation that people separate with,
# and everything invisible (control and format characters, fillers, variation selectors, the ring of keycap digits).
_MARKS = (
    r"\s,./\\_\-|*~;'\"`"
    "\u00b4\u00b7\u060c\u066b\u066c\u2019\u2022\u3001\u3002\uff0c\uff0e\uff0f\uff3f\uff0d"
)
_DASHES = "\u2010-\u2015\u2212\u2043\u2044\u2215\ufe58\ufe63"
_INVISIBLE = (
    "\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2027-\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u20e3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
GAP = rf"[{_MARKS}{_DASHES}{_INVISIBLE}]{{1,12}}"
RUN = re.compile(rf"(?<!\d)\d(?:(?:{GAP})?\d){{12,}}")
DIGITS = re.compile(r"\d+")

# A phone number begins with 0, a year with 19 or 20; no card does.
NO_CARD_BEGINNINGS = ("0", "19", "20")
# Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro.
CARD_BEGINNINGS = (
    "4", "51", "52", "53", "54", "55", "22", "23", "24", "25", "26", "27", "34", "37", "60", "62", "64", "65", "30",
    "35", "36", "38", "39", "50", "56", "57", "58", "63", "67",
)  # fmt: skip
SMALL_PIECE = 3
CARD_GROUPS = frozenset({(4, 6, 5), (4, 6, 4), (6, 13), (4, 5, 6)})
EXPIRY = re.compile(rf"{GAP}(?:0?[1-9]|1[0-2]){GAP}(?:20)?\d\d(?:{GAP}\d{{3,4}})?$")
# Dates, amounts and network addresses side by side.
_OTHER = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d\d)?|(?:\d{1,3}\.){3}\d{1,3})"
)
OTHER_NUMBERS = re.compile(rf"{_OTHER}(?:{GAP}{_OTHER})+")
CARD_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|security code)\b[\s:=#]{0,3}(?:is\s{1,3})?(?P<value>\d{3,4})\b", re.IGNORECASE
)


class Piece(NamedTuple):
    """Digits without a gap between them, in the digits that we count with."""

    start: int
    end: int
    digits: str


def cards(text: str) -> Iterator[Span]:
    for run in RUN.finditer(text):
        pieces = [Piece(*found.span(), _plain(found.group())) for found in DIGITS.finditer(text, *run.span())]
        international = text[: run.start()].endswith("+")
        for row in (*_numbers_by_themselves(text, pieces, run), *_rows_like_cards(pieces)):
            digits = "".join(piece.digits for piece in row)
            is_phone = international and row[0] is pieces[0] and len(digits) <= MOST_PHONE_DIGITS
            if not is_phone and has_valid_check_digit(digits):
                yield Span(row[0].start, row[-1].end, SecretKind.CARD)
    for code in CARD_CODE.finditer(text):
        yield Span(*code.span("value"), SecretKind.CARD)


def has_valid_check_digit(digits: str) -> bool:
    """Luhn: every second digit from the right doubled, the sum of all digits a multiple of ten."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        digit = int(character) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004 - the cross sum of two digits
    return total % 10 == 0


def _plain(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _numbers_by_themselves(text: str, pieces: Sequence[Piece], run: re.Match[str]) -> Iterator[Sequence[Piece]]:
    """What may be one number in whatever pieces: all of it, all but an expiry date, what is separated alike."""
    if OTHER_NUMBERS.fullmatch(run.group()):
        return
    expiry = EXPIRY.search(text, run.start(), run.end())
    if text[: run.start()].endswith("+"):
        rows = _separated_alike(text, pieces)
    else:
        without_expiry = [piece for piece in pieces if expiry is None or piece.start < expiry.start()]
        rows = [pieces, without_expiry, *_separated_alike(text, pieces)]
    for row in rows:
        begins_well = not row[0].digits.startswith(NO_CARD_BEGINNINGS)
        if begins_well and sum(len(piece.digits) for piece in row) in CARD_DIGITS:
            yield row


def _separated_alike(text: str, pieces: Sequence[Piece]) -> list[Sequence[Piece]]:
    gaps = [text[one.end : other.start] for one, other in pairwise(pieces)]
    rows, place = [], 0
    for _, alike in groupby(gaps):
        count = len(list(alike))
        rows.append(pieces[place : place + count + 1])
        place += count
    return rows


def _rows_like_cards(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Pieces side by side that begin as cards do and are grouped as cards are."""
    for place in range(len(pieces)):
        digits, sizes = "", []
        for count, piece in enumerate(pieces[place : place + MOST_CARD_DIGITS], start=1):
            digits += piece.digits
            sizes.append(len(piece.digits))
            if len(digits) > MOST_CARD_DIGITS or (len(digits) > 1 and not digits.startswith(CARD_BEGINNINGS)):
                break
            if len(digits) in CARD_DIGITS and _grouped_like_card(sizes):
                yield pieces[place : place + count]


def _grouped_like_card(sizes: Sequence[int]) -> bool:
    """In one piece, in fours, in equal small pieces, or as American Express and Diners print it.

    Two phone numbers side by side have as many digits as a card, but not its groups.
    """
    front = sizes[:-1]
    in_fours = all(size % 4 == 0 for size in front)
    in_small_pieces = len(set(front)) == 1 and sizes[-1] <= front[0] <= SMALL_PIECE
    return in_fours or in_small_pieces or tuple(sizes) in CARD_GROUPS
