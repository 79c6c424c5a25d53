"""E-mail addresses: as typed, as spoken ("dana at acme dot com"), and those that cannot be or are surely a slip."""

import re
from itertools import islice

from email_validator import EmailNotValidError, validate_email

from qualification.language.reading import ReadingNumbers

_PART = r"[^\s@<>(),;:\"'\[\]]"
EMAIL = re.compile(rf"{_PART}{{1,64}}(?:'{_PART}{{1,64}}){{0,2}}@{_PART}{{1,255}}")
# "(at)" is written to hide an address from robots; nobody writes it for anything else.
_HIDDEN_AT, _HIDDEN_DOT = (
    r"[ \t]{0,2}[(\[{][ \t]?at[ \t]?[)\]}][ \t]{0,2}",
    r"[ \t]{0,2}[(\[{][ \t]?dot[ \t]?[)\]}][ \t]{0,2}",
)
_DOT = rf"(?:\.|{_HIDDEN_DOT}|[ \t]dot[ \t])"
_LABEL = r"[\w+-]{1,63}"
HIDDEN = re.compile(
    rf"(?<![\w.+-]){_LABEL}(?:{_DOT}{_LABEL}){{0,4}}(?:{_HIDDEN_AT}|[ \t]@[ \t]?|@[ \t])"
    rf"{_LABEL}(?:{_DOT}{_LABEL}){{1,4}}"
)
# "at" in plain words may mean a place ("Dana at acme.com"): only where an address is expected, or with "dot" behind it.
_SPOKEN_AT = r"[ \t]at[ \t]"
SPOKEN = re.compile(
    rf"(?<![\w.+-]){_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_SPOKEN_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,4}}", re.IGNORECASE
)
_SPOKEN_DOT = re.compile(r"[ \t]dot[ \t]", re.IGNORECASE)
# Nobody writes more of them to a chat; a wall of signs shall not take time.
_MOST = 20
# Begins an encoded word: in a mail it would stand for another address.
ENCODED = "=?"
_LOOSE = ".!?,"


def find_emails(text: str, *, expected: bool) -> list[tuple[int, int]]:
    """Where addresses stand, right or broken; `expected`: one was asked for."""
    found = [
        (match.start(), match.start() + len(match.group().rstrip(_LOOSE)))
        for match in islice(EMAIL.finditer(text), _MOST)
    ]
    for pattern in (HIDDEN, SPOKEN):
        for match in islice(pattern.finditer(text), _MOST):
            sure = pattern is HIDDEN or expected or _SPOKEN_DOT.search(match.group())
            if sure and not any(match.start() < end and start < match.end() for start, end in found):
                found.append(match.span())
    return sorted(found)


def read_email(said: str, numbers: ReadingNumbers) -> str | None:
    """The address in its normal form; None when it is none that could exist ("dana@acme,com"), or surely a slip."""
    spans = find_emails(said, expected=True)
    if not spans:
        return None
    start, end = spans[0]
    try:
        found = validate_email(_typed(said[start:end]), check_deliverability=False)
    except EmailNotValidError:
        return None
    address = found.normalized.lower()
    return None if ENCODED in address or _is_slip(address, numbers) else address


def _typed(spoken: str) -> str:
    """A spoken or hidden address as it is typed."""
    if "@" in spoken and " " not in spoken:
        return spoken
    dotted = re.sub(rf"{_HIDDEN_DOT}|[ \t]dot[ \t]", ".", spoken, flags=re.IGNORECASE)
    return re.sub(rf"{_HIDDEN_AT}|{_SPOKEN_AT}|[ \t]?@[ \t]?", "@", dotted, count=1, flags=re.IGNORECASE)


def _is_slip(address: str, numbers: ReadingNumbers) -> bool:
    host, *_, ending = address.rpartition("@")[2].split(".")
    return host in numbers.misspelt_mail_hosts or ending in numbers.misspelt_mail_endings
