"""Finds the signature under a pasted e-mail and what its lines seem to say. Guesses: whoever uses them asks first.

Pure and bounded; a message without a signature comes back as it is."""

import re
from collections.abc import Iterator
from itertools import takewhile

from qualification.facts import FactKey

LONGEST_LINE = 70
MOST_LINES = 10
# With the empty ones, the closing and the dashes between them.
MOST_LINES_LOOKED_AT = 3 * MOST_LINES
# Under a closing two lines are a signature; without one it takes three, and a way to reach somebody.
LEAST_LINES, LEAST_BARE_LINES = 2, 3
LEAST_DIGITS, MOST_DIGITS = 7, 15

_DASHES = re.compile(r"(?:--+|__+|—|–)")
_CLOSING = re.compile(
    r"(?:(?:best|kind|warm|warmest|with kind|many thanks and (?:best|kind)) regards|regards|best wishes|all the best"
    r"|sincerely|yours (?:sincerely|truly|faithfully)|cheers|best|many thanks|kind greetings"
    r"|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|(?:viele|beste|freundliche|liebe) gr(?:ü|ue)(?:ß|ss)e|mfg|vg|lg"
    r"|saludos(?: cordiales)?|un(?: cordial)? saludo|atentamente|cordialmente)[,.! ]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,4}")
_SITE = re.compile(r"(?:https?://|www\.)\S{3,200}", re.IGNORECASE)
_PHONE = re.compile(r"\+?\(?\d[\d\s()./-]{5,24}\d")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_PARTS = re.compile(r"\s*(?:,|\||·|•|\bat\b|@(?=\s))\s*", re.IGNORECASE)
_LABEL = re.compile(r"^(?:e-?mail|mail|phone|tel|telephone|mobile|mob|cell|fax|web|[etmpw])\s*[.:]\s*", re.IGNORECASE)
NAME_WORDS = (2, 4)


def split_signature(text: str) -> tuple[str, str]:
    """What was written, and the signature under it ("" when there is none). Together they hold every line."""
    lines = text.split("\n")
    # Only near the end: each look reads the rest, and a turn may have thousands of lines.
    for place in range(max(1, len(lines) - MOST_LINES_LOOKED_AT), len(lines)):
        if _begins(lines, place) and any(line.strip() for line in lines[:place]):
            return "\n".join(lines[:place]).rstrip(), "\n".join(lines[place:])
    return text, ""


def read_signature(signature: str) -> tuple[tuple[FactKey, str], ...]:
    """What the lines of a signature seem to say, each fact once."""
    found: dict[FactKey, str] = {}
    for key, said in _facts(_before_small_print(_own_lines(signature.split("\n")))):
        found.setdefault(key, said)
    return tuple(found.items())


def _begins(lines: list[str], place: int) -> bool:
    """Whether the signature begins with this line: a closing, a line of dashes, or a block of its own at the end."""
    line = lines[place].strip()
    closing, dashes = _CLOSING.fullmatch(line), _DASHES.fullmatch(line)
    own = _own_lines(lines[place:])
    rest = _before_small_print(own)
    # Words of farewell announce a signature whatever follows it; dashes and empty lines stand above other things too.
    if not rest or not (closing or len(rest) == len(own) or (dashes and _is_name(rest[0]))):
        return False
    named = _is_name(rest[0])
    if closing or dashes:
        return len(rest) >= LEAST_LINES and (named or any(map(_reaches, rest)))
    own_block = not lines[place - 1].strip() and "" not in [one.strip() for one in lines[place:]]
    return own_block and len(rest) >= LEAST_BARE_LINES and named and any(map(_reaches, rest))


def _own_lines(lines: list[str]) -> list[str]:
    """The lines that say something, without closing and dashes."""
    stripped = [line.strip() for line in lines]
    return [line for line in stripped if line and not _CLOSING.fullmatch(line) and not _DASHES.fullmatch(line)]


def _before_small_print(lines: list[str]) -> list[str]:
    """The lines of a signature without what companies add under it: a disclaimer, an older mail."""
    return list(takewhile(lambda line: len(line) <= LONGEST_LINE, lines[:MOST_LINES]))


def _facts(lines: list[str]) -> Iterator[tuple[FactKey, str]]:
    if lines and _is_name(lines[0]):
        yield FactKey.NAME, lines[0].rstrip(",")
        lines = lines[1:]
    titles: list[str] = []
    for line in lines:
        address, phone = _ADDRESS.search(line), _phone_in(line)
        if address:
            yield FactKey.EMAIL, address[0]
        if phone:
            yield FactKey.PHONE, phone
        if not (address or phone or _SITE.search(line) or any(letter.isdigit() for letter in line)):
            titles += [part for part in _PARTS.split(_LABEL.sub("", line)) if part]
    # As people write it: what they are, then where.
    yield from zip((FactKey.ROLE, FactKey.COMPANY), titles, strict=False)


def _is_name(line: str) -> bool:
    words = line.rstrip(",").split()
    whole = all(_WORD.fullmatch(word) and word[0].isupper() for word in words)
    return whole and NAME_WORDS[0] <= len(words) <= NAME_WORDS[1]


def _reaches(line: str) -> bool:
    return bool(_ADDRESS.search(line) or _SITE.search(line) or _phone_in(line))


def _phone_in(line: str) -> str | None:
    for found in _PHONE.finditer(line):
        if LEAST_DIGITS <= sum(letter.isdigit() for letter in found[0]) <= MOST_DIGITS:
            return found[0]
    return None
