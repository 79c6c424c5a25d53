"""Ways to reach someone: e-mail addresses and phone numbers, checked and normalised."""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email

# E.164 allows 15 digits; nothing that people call has fewer than 7.
SHORTEST_PHONE, LONGEST_PHONE = 7, 15
EMAIL = re.compile(r"[^\s@<>(),;:\"']{1,64}@[^\s@<>(),;:\"']{1,255}")
_PHONE = re.compile(r"\+?\d[\d\s().\-/]{5,24}\d")
_CALLING = {
    "germany": "DE",
    "spain": "ES",
    "france": "FR",
    "united kingdom": "GB",
    "uk": "GB",
    "usa": "US",
    "united states": "US",
}


def read_email(said: str) -> str | None:
    """The address in its normal form; None when it is none that could exist ("dana@acme,com")."""
    match = EMAIL.search(said)
    if match is None:
        return None
    try:
        found = validate_email(match.group().rstrip(".!?"), check_deliverability=False)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def looks_like_email(text: str) -> bool:
    return "@" in text


def read_phone(said: str, country: str | None = None) -> str | None:
    """The number in E.164; a national one is read by `country`, and kept as typed digits when that is not known."""
    match = _PHONE.search(said)
    if match is None:
        return None
    region = _CALLING.get((country or "").lower())
    for candidate in (region, "US") if not match.group().startswith("+") else (None,):
        try:
            number = phonenumbers.parse(match.group(), candidate)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number) and (region or match.group().startswith("+")):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    digits = re.sub(r"\D", "", match.group())
    return digits if SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE else None
