"""A visitor's text on its way in: cleaned for keeping, and made harmless for the engine (D12). Nothing here judges
what the text means, and nothing is lost that a person could read."""

import re
import unicodedata
from urllib.parse import urlsplit

from qualification.errors import RuleViolation

# Part of the public chat API and of its documentation, not a number to tune.
TEXT_LIMIT = 2000
# What is understood, read and searched of a burst: the engine takes no more.
LONGEST_TURN = 7_900
NEWLINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
BLANKS = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\n{3,}")
# Joiners that scripts and emoji are written with; all other invisible marks can only deceive.
JOINERS = frozenset("\u200c\u200d")
# Control and format characters, and halves of surrogate pairs.
INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
# Letters without a shape: Hangul fillers, the braille blank, invisible Khmer vowels.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")

# Everything that is, or is read as, a mark by which an engine knows a command: slashes, backslashes, at signs.
COMMAND_MARKS = frozenset(
    "/\u2044\u2215\u27cb\u29f8\u2571\u2afb\u2afd\uff0f\u3033\u338d\u1735\u2cc6\u0338\u0337"
    "\\\u2216\u27cd\u29f5\u29f9\u2572\uff3c\ufe68"
    "@\uff20\ufe6b"
)
# Put before such a mark. Not a blank, which an engine might strip; what follows is the visitor's text unchanged.
SHIELD = "> "
# Unicode's own measure for streams of text. Putting thousands of accents in order takes a tenth of a second.
MOST_ACCENTS = 30


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text as it is kept: one normal form, no control or direction marks, tidy blanks.

    Raises RuleViolation for a text with nothing to read in it, or with too much.
    """
    # Cleaning shortens, so a text many times too long is refused before any work is spent on it.
    if len(text) > limit * 4:
        raise _too_long(limit)
    lines = NEWLINES.sub("\n", text)
    visible = _few_accents("".join(character for character in lines if _is_kept(character)))
    # NFC keeps what people see; NFKC would change their words ("½", "™").
    tidy = BLANKS.sub(" ", unicodedata.normalize("NFC", visible))
    tidy = EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in tidy.split("\n"))).strip()
    if not any(is_readable(character) for character in tidy):
        raise RuleViolation("The message is empty; type something and send it again.")
    if len(tidy) > limit:
        raise _too_long(limit)
    return tidy


def harmless(text: str) -> str:
    """The text as the engine may have it: whatever would be read as a command is shielded, the rest is unchanged."""
    for place, character in enumerate(text):
        if character in COMMAND_MARKS:
            return SHIELD + text[place:]
        if is_readable(character):
            return text
    return text


def unshielded(text: str) -> str:
    """What the visitor wrote, of a text that `harmless` may have shielded."""
    shielded = text.startswith(SHIELD) and text[len(SHIELD) :][:1] in COMMAND_MARKS
    return text[len(SHIELD) :] if shielded else text


def is_readable(character: str) -> bool:
    """Whether a person sees something: no blank, no invisible mark, no accent without its letter."""
    return unicodedata.category(character)[0] not in "CZM" and character not in FILLERS


def _is_kept(character: str) -> bool:
    if character == "\n" or character in JOINERS:
        return True
    # A tab is a control character too, but one that people see as a blank.
    return character == "\t" or unicodedata.category(character) not in INVISIBLE


def _few_accents(text: str) -> str:
    """The text with no more accents on one letter than a person could read."""
    if text.isascii():
        return text
    kept, count = [], 0
    for character in text:
        accent = unicodedata.combining(character)
        count = count + len(unicodedata.normalize("NFD", character)) if accent else 0
        if count <= MOST_ACCENTS:
            kept.append(character)
    return "".join(kept)


def _too_long(limit: int) -> RuleViolation:
    return RuleViolation(f"The message is longer than {limit:,} characters; send it in shorter parts.")


def plain_page(url: str | None) -> str | None:
    """The page a visitor was on, without what may be private in its address: user, query and fragment. None if odd."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    path = "".join(character for character in parts.path if character.isprintable())
    return f"{parts.scheme}://{host}{port}{path}"
