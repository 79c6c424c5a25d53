"""Things in a message that are recognised by their shape: e-mail, phone, money, link, number.

Pure and bounded: every repetition has an upper limit and only the first
`UNDERSTOOD_CHARACTERS` are looked at, so no text can make the search slow. Shapes say what a
piece of text looks like, not what it means: which fact it is, is decided elsewhere. The words that
belong to a shape ("im Monat", "al mes") count in all languages at once, because the language of a
message is only guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

# The widget accepts 2,000 characters; whatever is longer is understood by its beginning.
UNDERSTOOD_CHARACTERS = 2_000
MOST_SHAPES = 50


class ShapeKind(Enum):
    EMAIL = "email"
    LINK = "link"
    MONEY = "money"
    PHONE = "phone"
    NUMBER = "number"


@dataclass(frozen=True)
class Shape:
    kind: ShapeKind
    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+%'-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w-])")
_LINK = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s<>\"']{1,500}"
    r"|(?:www\.)?(?:[A-Za-z0-9\u00df-\u00ff-]{1,63}\.){1,4}"
    r"(?:com|org|net|io|co|ai|app|dev|eu|de|uk|fr|es|us|at|ch|mx|ar|cl|pe|info)"
    r"(?:/[^\s<>\"']{0,300})?(?![\w@-]))",
    re.IGNORECASE,
)
_DIGITS = r"\d{1,12}(?:[.,'\u00a0]\d{1,3}){0,4}"
_SCALE = r" ?(?:k|m|mn|mio|bn|mil|million|thousand|grand|tsd|tausend|millionen|millones)(?![a-z\u00df-\u00ff])\.?"
_AMOUNT = rf"{_DIGITS}(?:{_SCALE})?"
_SIGN = r"(?:[$€£¥₹]|(?:usd|eur|gbp|chf|us\$|aud|cad|inr)(?![a-z]))"
_UNIT = (
    r"(?:[$€£¥₹]|(?:usd|eur|gbp|chf|aud|cad|inr|mxn|dollars?|euros?|pounds?|bucks|quid|grand|francs?"
    r"|franken|pfund|d[oó]lar(?:es)?|pesos?|libras?)(?![a-z\u00df-\u00ff]))"
)
_PERIOD = (
    r"(?: ?(?:/|per|a|an|each|every) ?"
    r"(?:month|mo|mth|year|yr|annum|quarter|week|seat|user|agent|head)"
    r"| ?(?:/|im|pro|je|den|jeden) ?(?:monat|mon|jahr|quartal|woche|platz|nutzer|benutzer|user|kopf|mitarbeiter|lizenz)"
    r"| ?(?:/|al|por|cada|por cada) ?(?:mes|a[nñ]o|trimestre|semana|usuario|agente|persona|licencia|puesto)"
    r"| ?(?:monatlich|mtl|jährlich|vierteljährlich|mensual(?:es|mente)?|anual(?:es|mente)?|trimestral(?:es)?)"
    r"| ?(?:monthly|yearly|annually|p\.? ?a\.?|p\.? ?m\.?))(?![a-z\u00df-\u00ff])"
)
_RANGE = rf"(?: ?(?:-|–|—|to|and|or|bis|und|oder|hasta|[ayo](?= )) ?{_SIGN}? ?{_AMOUNT})?"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:{_SIGN} ?{_AMOUNT}(?![\d]){_RANGE}(?: ?{_UNIT})?"
    rf"|{_AMOUNT}{_RANGE} ?{_UNIT}"
    rf"|{_DIGITS}{_SCALE}(?={_PERIOD}))(?:{_PERIOD})?(?![\d])",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,/+-])(?:\+|00)?\(?\d[\d() ./-]{4,22}\d(?![\w/-]|[.,]\d)")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,12}(?:[.,]\d{1,3}){0,4}(?!\d)")

_PHONE_WORD = re.compile(
    r"\b(?:phone|call|mobile|cell|tel|telephone|whatsapp|ring|reach|text|sms|number is"
    r"|telefon(?:nummer|isch)?|handy(?:nummer)?|mobil(?:nummer)?|anrufen|rufen|rückruf|durchwahl|erreichbar|nummer ist"
    r"|tel[eé]fono|m[oó]vil|celular|ll[aá]me(?:me|nme)?|llamar(?:me)?|n[uú]mero es|هاتف|هاتفي|جوال|رقمي)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_LEAST_PHONE_DIGITS, _MOST_PHONE_DIGITS = 7, 15
# Written in groups, as people write a number for others to call.
_LEAST_GROUPS, _LEAST_GROUPED_DIGITS = 3, 9


def find_shapes(text: str, *, phone_expected: bool = False) -> list[Shape]:
    """In order of appearance, never overlapping; of two readings the more particular one stays."""
    seen = text[:UNDERSTOOD_CHARACTERS]
    found: list[Shape] = []
    if "@" in seen:
        _collect(found, _EMAIL, ShapeKind.EMAIL, seen)
    if "." in seen or "/" in seen:
        _collect(found, _LINK, ShapeKind.LINK, seen)
    if any(character.isdigit() for character in seen):
        _collect(found, _MONEY, ShapeKind.MONEY, seen)
        _collect_phones(found, seen, expected=phone_expected)
        _collect(found, _NUMBER, ShapeKind.NUMBER, seen)
    return sorted(found, key=lambda shape: shape.start)


def _collect(found: list[Shape], pattern: re.Pattern[str], kind: ShapeKind, text: str) -> None:
    for match in pattern.finditer(text):
        if len(found) >= MOST_SHAPES:
            return
        if not any(shape.overlaps(match.start(), match.end()) for shape in found):
            found.append(Shape(kind, match.start(), match.end()))


def _collect_phones(found: list[Shape], text: str, *, expected: bool) -> None:
    expected = expected or _PHONE_WORD.search(text) is not None
    for match in _PHONE.finditer(text):
        free = not any(shape.overlaps(match.start(), match.end()) for shape in found)
        if free and looks_like_phone(match.group(), expected=expected):
            found.append(Shape(ShapeKind.PHONE, match.start(), match.end()))


def looks_like_phone(text: str, *, expected: bool) -> bool:
    """`expected`: the visitor was asked for a number or speaks of calling.

    Without that a bare run of digits is more often an order number, a year span or a date.
    """
    digits = sum(character.isdigit() for character in text)
    if not _LEAST_PHONE_DIGITS <= digits <= _MOST_PHONE_DIGITS or _DATE.fullmatch(text.strip()):
        return False
    international = text.startswith(("+", "00", "("))
    groups = len(re.findall(r"\d+", text))
    return international or expected or (groups >= _LEAST_GROUPS and digits >= _LEAST_GROUPED_DIGITS)
