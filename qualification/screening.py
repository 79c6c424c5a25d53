"""Secrets in a visitor's text, masked before anything stores, logs or shows it (M6): card numbers, passwords, keys and
tokens, government ids. Phone and order numbers are no secrets. Every search takes time linear in the text: no pattern
may start anew inside of what it has already scanned."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class SecretKind(StrEnum):
    """What was masked."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a password
    KEY = "key"
    GOVERNMENT_ID = "government_id"


@dataclass(frozen=True, slots=True)
class Masked:
    """The text without its secrets, and which kinds there were, each named once."""

    text: str
    kinds: tuple[SecretKind, ...] = ()


class Span(NamedTuple):
    """Where a secret stands."""

    start: int
    end: int
    kind: SecretKind


MASKS = {
    SecretKind.CARD: "[card number removed]",
    SecretKind.PASSWORD: "[password removed]",
    SecretKind.KEY: "[key removed]",
    SecretKind.GOVERNMENT_ID: "[id number removed]",
}
# How secrets are written. Each pattern begins where no other character of its own class stands before it, so that a
# long unbroken text is scanned once.

# --- Cards ------------------------------------------------------------------------------------------------------------

CARD_DIGITS = range(13, 20)
MOST_CARD_DIGITS = CARD_DIGITS.stop - 1
DIGITS = re.compile(r"\d+")
# Digits with at most one separator between them; the groups are looked at one by one.
DIGIT_RUN = re.compile(r"(?<!\d)\d(?:[ .\-\u00a0\u2009\u202f\u2010-\u2013]?\d)*")
# Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro.
CARD_BEGINNINGS = (
    "4", "51", "52", "53", "54", "55", "22", "23", "24", "25", "26", "27", "34", "37", "60", "62", "64", "65", "30",
    "35", "36", "38", "39", "50", "56", "57", "58", "63", "67",
)  # fmt: skip
SMALL_PIECE = 3
CARD_GROUPS = frozenset({(4, 6, 5), (4, 6, 4), (6, 13), (4, 5, 6)})
CARD_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|security code)\b[\s:=#]{0,3}(?:is\s{1,3})?(?P<value>\d{3,4})\b", re.IGNORECASE
)

# --- Passwords --------------------------------------------------------------------------------------------------------

# A pattern, not a password.
_SAID_WORDS = (
    r"passwords?|pass ?phrase|pass ?code|passwd|pass ?wort|kennwort|pwd|pw|contraseña|contrasena|clave|mot de passe"
)
# "password is X", "password: X", "password for my account is X", "password X". `told` tells the first three apart.
PASSWORD = re.compile(
    rf"(?<!\w)(?:{_SAID_WORDS})(?!\w)"
    r"(?:\s{1,3}(?:for|to|of|on|at|für|de|para)\s{1,3}(?:my\s|the\s|our\s|your\s)?[^\s:=]{1,40}){0,2}"
    r"(?:(?P<told>\s{0,3}(?:[:=]|->|→|(?<=\s)(?:is|was|are|ist|war|lautet|es)(?=[\s:]))[\s:]{0,3})|\s{1,3})"
    r"(?:\"(?P<quoted>[^\s\"][^\"\n]{0,80})\"|(?P<value>\S{1,128}))",
    re.IGNORECASE,
)
SHORTEST_PASSWORD = 4
# What people say about a password instead of saying it.
REMARKS = frozenset(
    """
    not wrong incorrect invalid expired forgotten lost unknown required correct right fine okay reset being blocked
    locked changed rejected refused accepted working broken missing empty short weak strong safe secure stored hashed
    encrypted compromised leaked hacked exposed visible shown sent saved needed mandatory optional case always never
    still also just only really very same different there here this that what when where which whose with without
    after before again until because about from into your yours mine ours they them then than more less like
    case-sensitive
    nicht falsch vergessen abgelaufen richtig gesperrt noch auch nur eine einen weil incorrecta incorrecto olvidada
    caducada muy para
    """.split()  # noqa: SIM905 - a page of quoted words would be harder to read and to extend
)
# Four digits only: six are a postal code in India.
PIN = re.compile(r"\bpin\b(?:\s{1,3}is\s{1,3}|\s{0,3}[:=]\s{0,3})(?P<value>\d{4})\b", re.IGNORECASE)
CREDENTIALS_IN_URL = re.compile(
    r"(?<![\w+.-])[a-z][a-z0-9+.-]{1,15}://[^\s:/@]{1,100}:(?P<value>[^\s/@]{1,100})(?=@)", re.IGNORECASE
)

# --- Keys and tokens --------------------------------------------------------------------------------------------------

KEY = re.compile(
    r"(?<![\w-])(?:"
    r"(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{16,}"  # OpenAI, Anthropic, Stripe
    r"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}"  # GitHub, GitLab
    r"|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}"  # Slack
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}(?!\w)|AIza[\w-]{30,}|ya29\.[\w-]{20,}"  # Amazon, Google
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|AC[0-9a-f]{32}(?!\w)"  # SendGrid, Mailgun, Twilio
    r"|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{20,}|pypi-[\w-]{20,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"
    r"|dop_v1_[0-9a-f]{40,}|pat-[a-z]{2}\d-[0-9a-f-]{20,}"  # DigitalOcean, HubSpot
    r"|eyJ[\w-]{8,}\.[\w-]{8,}\.?[\w-]*"  # JSON web tokens
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?"
    r")"
)
SAID_KEY = re.compile(
    r"\b(?:api[ _-]?keys?|secret[ _-]?key|access[ _-]?key|access[ _-]?token|auth[ _-]?token|api[ _-]?token|token"
    r"|client[ _-]?secret|bearer)\b"
    r"[\s:=]{0,3}(?:is\s{1,3})?[\"']?(?P<value>[A-Za-z0-9_+/=.~-]{16,})",
    re.IGNORECASE,
)

# --- Government ids ---------------------------------------------------------------------------------------------------

US_SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])")
UK_NINO = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")
ES_DNI = re.compile(r"(?<!\w)(?:\d{8}|[XYZ]-?\d{7})-?[A-Z](?!\w)", re.IGNORECASE)
DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
NIE_DIGITS = str.maketrans("XYZ", "012")
SAID_ID = re.compile(
    r"\b(?:ssn|social security(?: number| no\.?)?|passport(?: number| no\.?)?|national id(?:entity)?(?: number)?"
    r"|tax id(?: number)?|aadhaar(?: number)?|id card(?: number)?|driver'?s licen[cs]e(?: number)?|personalausweis"
    r"|steuer-?id|reisepass(?:nummer)?|dni|nie|pasaporte)\b"
    r"[\s:=#]{0,3}(?:(?:is|ist|es)[\s:]{1,3})?(?P<value>[A-Z0-9](?:[ -]?[A-Z0-9]){4,19})(?!\w)",
    re.IGNORECASE,
)
FEWEST_ID_DIGITS = 5


def mask_secrets(text: str) -> Masked:
    """The text with every secret replaced by what it was."""
    spans = _without_overlaps([span for find in FINDERS for span in find(text)])
    if not spans:
        return Masked(text)
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], MASKS[span.kind]]
        done = span.end
    return Masked("".join([*parts, text[done:]]), tuple(dict.fromkeys(span.kind for span in spans)))


def has_valid_check_digit(digits: str) -> bool:
    """Luhn: every second digit from the right doubled, the sum of all digits a multiple of ten."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        digit = int(character) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004 - the cross sum of two digits
    return total % 10 == 0


def _cards(text: str) -> Iterator[Span]:
    for run in DIGIT_RUN.finditer(text):
        groups = list(DIGITS.finditer(text, run.start(), run.end()))
        international = text[: run.start()].endswith("+")
        place = 0
        while place < len(groups):
            length = 0 if international and place == 0 else _card_groups(groups[place : place + MOST_CARD_DIGITS])
            if length:
                yield Span(groups[place].start(), groups[place + length - 1].end(), SecretKind.CARD)
            place += length or 1
    for code in CARD_CODE.finditer(text):
        yield Span(*code.span("value"), SecretKind.CARD)


def _card_groups(groups: Sequence[re.Match[str]]) -> int:
    """How many of these digit groups, from the first on, write one card number; 0 when they do not."""
    digits, sizes = "", []
    for count, group in enumerate(groups, start=1):
        digits += group.group()
        sizes.append(len(group.group()))
        if len(digits) > MOST_CARD_DIGITS or (len(digits) > 1 and not digits.startswith(CARD_BEGINNINGS)):
            return 0
        if len(digits) in CARD_DIGITS and _is_card(digits, sizes):
            return count
    return 0


def _is_card(digits: str, sizes: Sequence[int]) -> bool:
    return _grouped_like_card(sizes) and has_valid_check_digit(digits)


def _grouped_like_card(sizes: Sequence[int]) -> bool:
    """In one piece, in fours, in equal small pieces, or as American Express and Diners print it.

    Two phone numbers side by side have as many digits as a card, but not its groups.
    """
    front = sizes[:-1]
    in_fours = all(size % 4 == 0 for size in front)
    in_small_pieces = len(set(front)) == 1 and sizes[-1] <= front[0] <= SMALL_PIECE
    return in_fours or in_small_pieces or tuple(sizes) in CARD_GROUPS


def _passwords(text: str) -> Iterator[Span]:
    for said in PASSWORD.finditer(text):
        value = said.group("quoted") or said.group("value")
        if said.group("quoted") or _may_be_password(value, told=bool(said.group("told"))):
            start = said.start("quoted") if said.group("quoted") else said.start("value")
            yield Span(start, start + len(value), SecretKind.PASSWORD)
    for pattern in (PIN, CREDENTIALS_IN_URL):
        for found in pattern.finditer(text):
            yield Span(*found.span("value"), SecretKind.PASSWORD)


def _may_be_password(value: str, *, told: bool) -> bool:
    """Whether the word after "password" is one. Told with "is" or a colon, any word but a plain remark about it."""
    if len(value) < SHORTEST_PASSWORD or value.startswith("["):
        return False
    plain = value.casefold().strip(".,;!?'’")
    if told:
        return plain not in REMARKS and "'" not in plain and "’" not in plain
    return any(map(str.isdigit, value)) and not value.replace(".", "").replace(",", "").isdigit()


def _keys(text: str) -> Iterator[Span]:
    for found in KEY.finditer(text):
        yield Span(*found.span(), SecretKind.KEY)
    for found in SAID_KEY.finditer(text):
        if any(map(str.isdigit, found.group("value"))):
            yield Span(*found.span("value"), SecretKind.KEY)


def _government_ids(text: str) -> Iterator[Span]:
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


def _without_overlaps(spans: list[Span]) -> list[Span]:
    """In the order of the text; of two that overlap the one that begins first, then the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (_cards, _passwords, _keys, _government_ids)
