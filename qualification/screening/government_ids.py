"""Numbers by which a state knows a person (M6)."""

import re
from collections.abc import Iterator

from qualification.screening.spans import SecretKind, Span

# The same gap twice: 120.50 2026 is an amount and a year.
US_SSN = re.compile(
    r"(?<![\d-])(?<!\d[.])(?!000|666|9)\d{3}(?P<gap>[-.\s\u2010-\u2015\u2212]{1,3})(?!00)\d{2}(?P=gap)(?!0000)\d{4}"
    r"(?![\d-])(?![.]\d)"
)
UK_NINO = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")
ES_DNI = re.compile(r"(?<!\w)(?:\d{8}|[XYZ]-?\d{7})-?[A-Z](?!\w)", re.IGNORECASE)
DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
NIE_DIGITS = str.maketrans("XYZ", "012")
SAID_ID = re.compile(
    r"\b(?:ssn|social security(?: number| no\.?| #)?|passport(?: number| no\.?)?|national id(?:entity)?(?: number)?"
    r"|tax id(?: number)?|aadhaar(?: number)?|id card(?: number)?|driver'?s licen[cs]e(?: number)?|personalausweis"
    r"|steuer-?id|sozialversicherungsnummer|reisepass(?:nummer)?|dni|nie|pasaporte)\b"
    r"[\s:=#]{0,3}(?:(?:is|ist|es)[\s:]{1,3})?(?P<value>[A-Z0-9](?:(?:[ -]|[./](?=\d))?[A-Z0-9]){4,19})(?!\w)",
    re.IGNORECASE,
)
FEWEST_ID_DIGITS = 5


def government_ids(text: str) -> Iterator[Span]:
    for pattern in (US_SSN, UK_NINO):
        for found in pattern.finditer(text):
            yield Span(*found.span(), SecretKind.GOVERNMENT_ID)
    for found in ES_DNI.finditer(text):
        if _is_dni(found.group()):
            yield Span(*found.span(), SecretKind.GOVERNMENT_ID)
    for found in SAID_ID.finditer(text):
        if sum(map(str.isdigit, found.group("value"))) >= FEWEST_ID_DIGITS:
            yield Span(*found.span("value"), SecretKind.GOVERNMENT_ID)


def _is_dni(written: str) -> bool:
    """The check letter of Spanish identity numbers; X, Y, Z of foreigners count as 0, 1, 2."""
    number = written.upper().replace("-", "")
    digits = number[:-1].translate(NIE_DIGITS)
    return number[-1] == DNI_LETTERS[int(digits) % len(DNI_LETTERS)]
