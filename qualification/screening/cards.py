"""Card numbers, however they are written: in any script's digits, with any separators or none (M6).

The check digit alone decides about a number that stands by itself. Inside of a longer row of numbers it would be right
too often by chance, so there a card must also look like one. A number that is masked by mistake is asked for again; a
card that is stored is stored for good.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from qualification.screening.spans import SecretKind, Span

CARD_DIGITS = range(13, 20)
FEWEST_CARD_DIGITS, MOST_CARD_DIGITS = CARD_DIGITS[0], CARD_DIGITS[-1]
# International phone numbers have no more (E.164).
MOST_PHONE_DIGITS = 15

# What may stand between the digits of one number: whatever is no letter and no digit, and letters without a shape.
GAP_MARK = r"[\W_\u115f\u1160\u3164\uffa0]"
LONGEST_GAP = 12
# Possessive, as a gap holds no digit: no pattern ever goes back into one.
GAP = rf"{GAP_MARK}{{1,{LONGEST_GAP}}}+"
RUN = re.compile(rf"\d++(?:{GAP}\d++)*+")
DIGITS = re.compile(r"\d+")
# Where the next of several phone numbers begins; in "4111 +1111 +1111 +1111" it does not.
NEXT_PHONE = re.compile(r"(?<=[\s,;/|(])\+(?=\d(?:[^\w+]{0,3}\d){6})")

# A phone number begins with 0, a year with 19 or 20; no card does.
NO_CARD_BEGINNINGS = ("0", "19", "20")
# Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro.
CARD_BEGINNINGS = frozenset(
    """
    40 41 42 43 44 45 46 47 48 49 51 52 53 54 55 22 23 24 25 26 27 34 37 60 62 64 65 30 35 36 38 39 50 56 57 58 63 67
    """.split()  # noqa: SIM905 - a page of quoted numbers would be harder to read
)
SMALL_PIECE = 3
# Of each such size, as many as a card has at least and at most.
FEWEST_PIECES = {size: -(-FEWEST_CARD_DIGITS // size) for size in range(1, SMALL_PIECE + 1)}
MOST_PIECES = {size: MOST_CARD_DIGITS // size for size in range(1, SMALL_PIECE + 1)}
FOUR = 4
CARD_GROUPS = frozenset({(4, 6, 5), (4, 6, 4), (6, 13), (4, 5, 6)})
BEGINNINGS_OF_GROUPS = frozenset(sizes[0] for sizes in CARD_GROUPS)
EXPIRY = re.compile(rf"{GAP}(?:0?[1-9]|1[0-2]){GAP}(?:20)?\d\d(?:{GAP}\d{{3,4}})?$")
LONGEST_EXPIRY = 3 * LONGEST_GAP + len("12") + len("2027") + len("1234")
MOST_EXPIRY_DIGITS = len("12" + "2027" + "1234")
# Network addresses, dates, times, amounts and sums side by side. Each is taken as it is met, with no second thoughts:
# how they could be told apart otherwise grows beyond all bounds with their number.
_OTHER = (
    r"(?>(?:\d{1,3}\.){3}\d{1,3}(?!\d)|\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)(?!\d)"
    r"|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)|\d{1,2}:\d\d(?::\d\d)?(?![\d:])"
    r"|\d{1,3}(?:[.,]\d{3})++(?:[.,]\d\d)?(?!\d))"
)
OTHER_NUMBERS = re.compile(rf"{_OTHER}(?:{GAP}{_OTHER})++")
_AMOUNT = r"\d{1,6}+(?:[.,]\d{2,3}+){0,3}+"
AMOUNTS = re.compile(rf"{_AMOUNT}(?:\s?[-,/+=\u2013]?\s?[$\u20ac\xa3\xa5]\s?{_AMOUNT}|\s[+=]\s{_AMOUNT})++")
CARD_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|security code)\b[\s:=#]{0,3}(?:is\s{1,3})?(?P<value>\d{3,4})\b", re.IGNORECASE
)
# The cross sum of twice a digit.
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


# The cross sum of twice a digit.
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


class Numbers:
    """Numbers side by side with nothing but gaps between them."""

    def __init__(self, text: str, pieces: Sequence[tuple[int, int]]) -> None:
        self.pieces = pieces
        self.sizes = [end - start for start, end in pieces]
        self.digits = "".join([text[start:end] for start, end in pieces])
        self.before = [0, *accumulate(self.sizes)]
        """How many digits stand before each piece, and how many there are."""
        self._sums = _running_sums(self.digits), _running_sums(self.digits, later=1)

    def have_check_digit(self, first: int, past: int) -> bool:
        """Whether the pieces from `first` on and before `past` are one number with a valid check digit."""
        return self._fits(self.before[first], self.before[past])

    def longest_in_steps(self, start: int, fewest: int, most: int, step: int) -> int | None:
        """How many digits from this one on, in steps, are a number with a valid check digit: the largest such count."""
        past = start + most + 1
        # Every other end has the same digits doubled. Most texts are done with after these two looks.
        for end in (start + fewest, start + fewest + step):
            sums = self._sums[end % 2]
            if sums[start] in sums[end : past : 2 * step]:
                return next((count for count in range(most, 0, -step) if self._fits(start, start + count)), None)
        return None

    def _fits(self, start: int, end: int) -> bool:
        sums = self._sums[end % 2]
        return sums[start] == sums[end]


def cards(text: str) -> Iterator[Span]:
    text = _in_our_digits(text)
    for start, end in _runs(text):
        pieces = [found.span() for found in DIGITS.finditer(text, start, end)]
        if pieces[-1][1] - pieces[0][0] >= FEWEST_CARD_DIGITS:
            for first, past in _cards_among(text, Numbers(text, pieces), international=text[start - 1 : start] == "+"):
                yield Span(pieces[first][0], pieces[past - 1][1], SecretKind.CARD)
    for code in CARD_CODE.finditer(text):
        yield Span(*code.span("value"), SecretKind.CARD)


def _cards_among(text: str, numbers: Numbers, *, international: bool) -> Iterator[tuple[int, int]]:
    """The pieces that are cards, first and past of each; those that share a piece are told as one."""
    rows = [*_numbers_by_themselves(text, numbers, international=international), *_rows_like_cards(numbers)]
    begin = done = -1
    for first, past in sorted(rows):
        count = numbers.before[past] - numbers.before[first]
        is_phone = international and first == 0 and count <= MOST_PHONE_DIGITS
        if count not in CARD_DIGITS or is_phone or not numbers.have_check_digit(first, past):
            continue
        if first >= done:
            if done > 0:
                yield begin, done
            begin = first
        done = max(done, past)
    if done > 0:
        yield begin, done


def has_valid_check_digit(digits: str) -> bool:
    """Luhn: every second digit from the right doubled, the sum of all digits a multiple of ten."""
    return Numbers(digits, [(0, len(digits))]).have_check_digit(0, 1)


def _running_sums(digits: str, later: int = 0) -> list[int]:
    """The sum of the digits before each place, every second one doubled, as a rest of ten: equal rests at two places
    tell that what stands between them adds up to a multiple of ten."""
    values = [int(digit) for digit in digits]
    values[later::2] = [DOUBLED[value] for value in values[later::2]]
    return [total % 10 for total in accumulate(values, initial=0)]


def _in_our_digits(text: str) -> str:
    """The text with the digits of all scripts, also raised, lowered and circled ones, as we count with them."""
    if text.isascii():
        return text
    return text.translate({ord(sign): str(unicodedata.digit(sign)) for sign in set(text) if sign.isdigit()})


def _runs(text: str) -> Iterator[tuple[int, int]]:
    for run in RUN.finditer(text):
        start, end = run.span()
        if end - start < FEWEST_CARD_DIGITS:
            continue
        for phone in NEXT_PHONE.finditer(text, start, end):
            yield start, phone.start()
            start = phone.end()
        yield start, end


def _numbers_by_themselves(text: str, numbers: Numbers, *, international: bool) -> Iterator[tuple[int, int]]:
    """What may be one number in whatever pieces: all of it, all but an expiry date, what is separated alike."""
    pieces, before = numbers.pieces, numbers.before
    start, end = pieces[0][0], pieces[-1][1]
    if OTHER_NUMBERS.fullmatch(text, start, end) or AMOUNTS.fullmatch(text, start, end):
        return
    rows = _separated_alike(text, pieces)
    if not international and before[-1] <= MOST_CARD_DIGITS + MOST_EXPIRY_DIGITS:
        expiry = EXPIRY.search(text, max(start, end - LONGEST_EXPIRY), end)
        whole = len(pieces)
        rows += [(0, whole), (0, sum(piece[0] < expiry.start() for piece in pieces) if expiry else whole)]
    for first, past in rows:
        if not numbers.digits.startswith(NO_CARD_BEGINNINGS, before[first]):
            yield first, past


def _separated_alike(text: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    gaps = [text[one[1] : other[0]] for one, other in pairwise(pieces)]
    rows, place = [], 0
    for _, alike in groupby(gaps):
        count = len(list(alike))
        rows.append((place, place + count + 1))
        place += count
    return rows


def _rows_like_cards(numbers: Numbers) -> Iterator[tuple[int, int]]:
    """Pieces side by side that begin as cards do and are grouped as cards are.

    Two phone numbers side by side have as many digits as a card, but not its groups.
    """
    sizes, digits, alike_until = numbers.sizes, numbers.digits, 0
    for first, (size, start) in enumerate(zip(sizes, numbers.before, strict=False)):
        if first >= alike_until:
            alike_until = next((place for place in range(first, len(sizes)) if sizes[place] != size), len(sizes))
        if digits[start : start + 2] not in CARD_BEGINNINGS:
            continue
        if size <= SMALL_PIECE:
            yield from _in_small_pieces(numbers, first, alike_until)
        else:
            yield from ((first, past) for past in _ends(sizes, first))


def _in_small_pieces(numbers: Numbers, first: int, alike_until: int) -> Iterator[tuple[int, int]]:
    """In equal small pieces, of which the last may be smaller."""
    sizes, start = numbers.sizes, numbers.before[first]
    size = sizes[first]
    most = min(MOST_PIECES[size], alike_until - first)
    count = numbers.longest_in_steps(start, FEWEST_PIECES[size] * size, most * size, size)
    if count is not None:
        yield first, first + count // size
    last = first + most
    if last == alike_until < len(sizes) and sizes[last] < size:
        yield first, last + 1


def _ends(sizes: Sequence[int], first: int) -> Iterator[int]:
    """In one piece, in fours, or as American Express and Diners print it."""
    digits, past = 0, first
    while past < len(sizes) and digits <= MOST_CARD_DIGITS and digits % FOUR == 0:
        digits += sizes[past]
        past += 1
        if digits in CARD_DIGITS:
            yield past
    if sizes[first] not in BEGINNINGS_OF_GROUPS:
        return
    for count in (2, 3):
        # At the end of the text there may be fewer pieces than asked for.
        group = tuple(sizes[first : first + count])
        if group in CARD_GROUPS:
            yield first + len(group)
