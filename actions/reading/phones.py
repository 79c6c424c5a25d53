"""Telephone numbers in international form, by the country that is known."""

import re

import phonenumbers

from actions.reading.places import region_of

# E.164 allows 15 digits; nothing that people call has fewer than 7.
SHORTEST_PHONE, LONGEST_PHONE = 7, 15
_PHONE = re.compile(r"(?:\+\s?|\b00)?\(?\d[\d\s().\-/]{2,28}\d")
_EXTENSION = re.compile(r"\(0\)")
# The "1" that Mexico put before mobile numbers until 2019 is still typed; with it, no call gets through.
_OLD_MEXICAN = re.compile(r"^\+\s?52[\s-]?1[\s-]?(?=(?:\d[\s().-]*){10}$)")


def read_phone(said: str, country: str | None = None) -> str | None:
    """The number in E.164; a national one is read by `country`, and kept as typed digits when that is not known."""
    match = _PHONE.search(said)
    if match is None:
        return None
    typed = _EXTENSION.sub("", match.group())
    digits = re.sub(r"\D", "", typed)
    if typed.startswith("00"):
        typed, digits = f"+{digits[2:]}", digits[2:]
    if _OLD_MEXICAN.match(typed):
        typed = _OLD_MEXICAN.sub("+52 ", typed)
        digits = re.sub(r"\D", "", typed)
    region = region_of(country)
    international = typed.startswith("+")
    fits = SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE
    if fits and (international or region):
        number = _parsed(typed, None if international else region)
        if number is not None:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # What claims to be international and is none was mistyped: asked back, as a wrong number reaches a stranger.
    return digits if fits and not international else None


def _parsed(typed: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
