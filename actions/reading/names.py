"""Names of people and companies: tidied, with the capitals that they are written with; of a link its domain."""

import re

MAX_CHARACTERS = 80
TITLE = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|dra|prof|sir|herrn?|frau|monsieur|madame|señora?|señorita|sr|sra|srta|ing|lic)\b\.?\s+(?=\S))+",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?P<host>(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24})"
    r"(?::\d{1,5})?(?:[/?#]\S{0,500})?(?![\w@-])",
    re.IGNORECASE,
)
_SAYS_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_OUR_SITE = re.compile(
    r"\b(?:our|my)\s+(?:\w+\s+)?(?:web\s?site|site|home\s?page|web page|web\s?shop|domain|url)\b", re.IGNORECASE
)
_ENDINGS = frozenset({
    "com", "org", "net", "io", "co", "ai", "app", "dev", "eu", "de", "at", "ch", "uk", "fr", "es", "us", "it",
    "nl", "be", "se", "no", "dk", "fi", "pl", "pt", "ie", "cz", "in", "jp", "au", "nz", "ca", "br", "mx",
    "info", "biz", "shop", "store", "tech", "cloud", "agency", "studio", "gg", "me", "tv", "xyz",
})  # fmt: skip
# Under these somebody else's name stands one place further left.
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "ne", "or", "gob", "asn", "ltd", "plc", "me"})
_HOSTED = frozenset(
    {
        "myshopify.com",
        "github.io",
        "wordpress.com",
        "blogspot.com",
        "wixsite.com",
        "netlify.app",
        "vercel.app",
        "web.app",
    }
)
# Of code and data, never of a name; who pastes a payload names nobody (D12).
_MACHINE_SIGNS = re.compile(r"[{}<>\[\]\\|=]")
_COUNTRY_LETTERS = 2
_SHOUTED = 4


def tidy(said: str) -> str | None:
    text = " ".join(said.split()).strip(" .,;:!?\"'()[]")
    return text if 1 <= len(text) <= MAX_CHARACTERS else None


def read_person(said: str) -> str | None:
    """A person's name without title; typed in one case it gets its capitals, otherwise it keeps them."""
    text = tidy(said)
    name = TITLE.sub("", text) if text else None
    if not name:
        return None
    shouted = name.isupper() and len(name) >= _SHOUTED
    return _capitals(name.lower()) if shouted or name.islower() else name


def _capitals(name: str) -> str:
    """ "jean-luc o'connor" becomes "Jean-Luc O'Connor"."""
    return re.sub(r"(?<![^\W_])(?<!\w')[^\W\d_]|(?<=\b[od]')[^\W\d_]", lambda match: match.group().upper(), name)


def read_proper(said: str) -> str | None:
    """A name of a thing: all in lower case it gets its capitals, anything else keeps the visitor's spelling."""
    text = tidy(said)
    if text is None or _MACHINE_SIGNS.search(text):
        return None
    if any(character.isupper() for character in text) or not text[0].isalpha():
        return text
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def read_company(said: str) -> str | None:
    """The name; of a link the domain that belongs to the company."""
    text = tidy(said)
    link = _LINK.fullmatch(text.rstrip("/")) if text else None
    if link and (_SAYS_LINK.search(link.group()) or link["host"].lower().rpartition(".")[2] in _ENDINGS):
        return domain_of(link["host"])
    return read_proper(said)


def domain_of(host: str) -> str:
    """ "shop.acme.co.uk" belongs to "acme.co.uk"."""
    labels = host.lower().removeprefix("www.").split(".")
    kept = 2
    if len(labels) > kept:
        national = len(labels[-1]) == _COUNTRY_LETTERS and labels[-2] in _SECOND_LEVEL
        kept += national or ".".join(labels[-2:]) in _HOSTED
    return ".".join(labels[-kept:])


def find_own_site(text: str) -> tuple[int, int] | None:
    """Where a visitor who speaks of "our website" writes its address."""
    said = _OUR_SITE.search(text)
    link = _LINK.search(text, said.end()) if said else None
    return link.span() if link else None
