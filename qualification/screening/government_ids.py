"""Numbers by which a state knows a person (M6)."""

import re
from collections.abc import Callable, Iterator

from qualification.screening.spans import SecretKind, Span

# The same gap twice: 120.50 2026 is an amount and a year.
US_SSN = re.compile(
    r"(?<![\d-])(?<!\d[.])(?!000|666|9)\d{3}(?P<gap>[-.\s\u2010-\u2015\u2212]{1,3})(?!00)\d{2}(?P=gap)(?!0000)\d{4}"
    r"(?![\d-])(?![.]\d)"
)
UK_NINO = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")
ES_DNI = re.compile(r"(?<!\w)(?:\d{8}|[XYZ]-?\d{7})-?[A-Z](?!\w)", re.IGNORECASE)
# Area, day of birth, first letter of the name, serial number and check digit.
DE_INSURANCE = re.compile(
    r"(?<!\w)\d{2} ?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2} ?[A-Z] ?\d{3}(?!\w)", re.IGNORECASE
)
DE_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
CH_INSURANCE = re.compile(r"(?<![\w.])756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?![\w]|[.]\d)")
DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
NIE_DIGITS = str.maketrans("XYZ", "012")
SAID_ID = re.compile(
    r"\b(?:ssn|social security(?: number| no\.?| #)?|passport(?: number| no\.?)?|national id(?:entity)?(?: number)?"
    r"|tax id(?: number)?|aadhaar(?: number)?|id card(?: number)?|driver'?s licen[cs]e(?: number)?"
    r"|(?:personal)?ausweis(?:-?nummer|-?nr\.?)?|steuer-?(?:id(?:entifikations)?-?(?:nummer|nr\.?)?|nummer|nr\.?)|id-?nr\.?"
    r"|(?:sozial|renten|kranken)-?versicherungs-?(?:nummer|nr\.?)|sv-?(?:nummer|nr\.?)|ahv(?:-?(?:nummer|nr\.?))?"
    r"|reisepass(?:-?nummer|-?nr\.?)?|führerschein(?:-?nummer|-?nr\.?)?"
    # "nie" in small letters is German for never.
    r"|dni|(?-i:NIE)|nif|pasaporte|seguridad social|nuss|carn[eé] de (?:conducir|identidad)|curp|cuil"
    r"|c[eé]dula(?: de (?:identidad|ciudadan[ií]a))?|documento (?:nacional )?de identidad"
    r"|رقم الهوية|رقم الإقامة|الرقم القومي|رقم الجواز|رقم جواز السفر)(?!\w)"
    r"(?:\s{1,3}(?:number|nummer|nr\.?|n[uú]mero|n[uú]m\.?|n[º°]))?"
    r"[\s:=#]{0,3}(?:(?:is|ist|lautet|es|hat die nummer|هو)[\s:]{1,3})?"
    r"(?P<value>[A-Z0-9](?:(?:[ -]|[./](?=\d))?[A-Z0-9]){4,19})(?!\w)",
    re.IGNORECASE,
)
FEWEST_ID_DIGITS = 5


def government_ids(text: str) -> Iterator[Span]:
    for pattern, is_one in _SHAPED:
        for found in pattern.finditer(text):
            if is_one(found.group()):
                yield Span(*found.span(), SecretKind.GOVERNMENT_ID)
    for found in SAID_ID.finditer(text):
        if sum(map(str.isdigit, found.group("value"))) >= FEWEST_ID_DIGITS:
            yield Span(*found.span("value"), SecretKind.GOVERNMENT_ID)


def _is_dni(written: str) -> bool:
    """The check letter of Spanish identity numbers; X, Y, Z of foreigners count as 0, 1, 2."""
    number = written.upper().replace("-", "")
    digits = number[:-1].translate(NIE_DIGITS)
    return number[-1] == DNI_LETTERS[int(digits) % len(DNI_LETTERS)]


def _is_insured(written: str) -> bool:
    """The check digit of German insurance numbers; the letter counts as its place in the alphabet, in two digits."""
    number = written.upper().replace(" ", "")
    digits = f"{number[:8]}{ord(number[8]) - ord('A') + 1:02}{number[9:11]}"
    sums = (sum(map(int, str(int(digit) * weight))) for digit, weight in zip(digits, DE_WEIGHTS, strict=True))
    return sum(sums) % 10 == int(number[-1])


def _is_ean(written: str) -> bool:
    """The check digit of Swiss insurance numbers, which is that of bar codes."""
    digits = [int(sign) for sign in written if sign.isdigit()]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def _by_shape_alone(_: str) -> bool:
    return True


# Numbers known by their shape, each with what else must be right about it.
_SHAPED: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (US_SSN, _by_shape_alone),
    (UK_NINO, _by_shape_alone),
    (ES_DNI, _is_dni),
    (DE_INSURANCE, _is_insured),
    (CH_INSURANCE, _is_ean),
)
