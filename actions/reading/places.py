"""Countries, in the languages of the visitors, and what follows from one: its telephone region and its zone."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone
from phonenumbers.geodata.locale import LOCALE_DATA

_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt", "pl", "sv", "ar")
# What people say beside the names that the library knows.
_OTHER_NAMES = {
    "uk": "GB", "u.k": "GB", "gb": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "us": "US", "u.s": "US", "usa": "US", "u.s.a": "US", "states": "US",
    "america": "US", "united states of america": "US", "uae": "AE", "u.a.e": "AE", "emirates": "AE", "holland": "NL",
    "korea": "KR", "russia": "RU", "czechia": "CZ", "ivory coast": "CI", "macedonia": "MK", "bosnia": "BA",
    "swiss": "CH", "inglaterra": "GB", "escocia": "GB", "gran bretana": "GB", "grossbritannien": "GB",
    "ee.uu": "US", "eeuu": "US", "ee. uu": "US", "ee uu": "US", "estados unidos de america": "US", "holanda": "NL",
    "schottland": "GB", "paises bajos": "NL", "emiratos": "AE", "brd": "DE", "republica checa": "CZ",
    "hong kong": "HK", "taiwan": "TW", "vietnam": "VN", "turkiye": "TR",
}  # fmt: skip
_CLOSE_ENOUGH, _SHORTEST_SLIP = 0.86, 5
_WHERE = re.compile(
    r"(?:\((?:in\s+)?"
    r"|\b(?:based|located|headquartered|operat\w{1,3}|live|sit|office|we(?:'re| are| r)|i(?:'m| am|m))\b"
    r"[^.,;!?]{0,25}?\b(?:in|from)\s+)(?:the\s+)?(?P<first>[^\W\d_]+)(?:\s[^\W\d_]+)?",
    re.IGNORECASE,
)
_UNKNOWN_ZONE = "Etc/Unknown"


def _key(name: str) -> str:
    """A name without case, accents, article and edges."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    text = " ".join(bare.casefold().split()).strip(" .,;:!?\"'()[]")
    return text.removeprefix("the ")


@cache
def _regions() -> Mapping[str, str]:
    """Every known name of a country with its two letters."""
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for region, known in LOCALE_DATA.items():
            names.setdefault(_key(_name(known, language)), region)
    return {**names, **_OTHER_NAMES}


def _name(known: Mapping[str, str], language: str) -> str:
    """The library writes "*de" where one language uses the name of another."""
    name = known.get(language) or known["aa"]
    return known[name[1:]] if name.startswith("*") else name


def region_of(country: str | None) -> str | None:
    """The two letters of a country; None when it is none, or not known."""
    if not country:
        return None
    key = _key(country)
    if key in _regions() or len(key) < _SHORTEST_SLIP:
        return _regions().get(key)
    close = get_close_matches(key, _regions(), 1, _CLOSE_ENOUGH)
    return _regions()[close[0]] if close and close[0][0] == key[0] else None


def read_country(said: str) -> str | None:
    """The country's usual English name; None when `said` names none ("Europe")."""
    for words in (said, re.sub(r"^.*\b(?:in|from)\s+", "", said)):
        region = region_of(words)
        if region is not None:
            return _name(LOCALE_DATA[region], "en")
    return None


def find_country(text: str) -> tuple[int, int] | None:
    """Where a visitor who says where they are names a country; no slips are mended here, as nobody asked."""
    for match in _WHERE.finditer(text):
        for end in (match.end(), match.end("first")):
            if _key(text[match.start("first") : end]) in _regions():
                return match.start("first"), end
    return None


def zone_of(phone: str | None, country: str | None) -> ZoneInfo | None:
    """Where the visitor's clock most likely stands: told by the telephone number, else by the country."""
    number = None
    region = region_of(country)
    if phone and phone.startswith("+"):
        number = phonenumbers.parse(phone)
    elif region is not None:
        number = phonenumbers.example_number(region)
    zones = timezone.time_zones_for_number(number) if number is not None else ()
    if not zones or zones[0] == _UNKNOWN_ZONE:
        return None
    try:
        return ZoneInfo(zones[0])
    except ZoneInfoNotFoundError:
        return None
