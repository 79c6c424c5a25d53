"""Codes sent by e-mail: what looks like one in a message, how it is kept out of what is stored, and what a try of it
comes to. Pure; nothing here knows the code itself."""

import re
from datetime import datetime

from qualification.recognising.numbers import RecognitionNumbers
from qualification.state import CodeCheck

DIGITS = 6
MASK = "•" * DIGITS

# Six digits, perhaps in two halves as people copy them; in any script that has digits. No other sign may part them:
# "100-200" are figures.
_CODE = re.compile(r"(?<!\d)\d{3}[ \u00a0]?\d{3}(?!\d)")
# "482913", "it is 482 913", "48 29 13", but not "we are 100 200 people": what is little more than a code is meant as
# one, in whatever groups it was read aloud.
_BARE = re.compile(rf"\W*(?:[^\W\d]+\W+){{0,4}}(\d(?:[ \u00a0]?\d){{{DIGITS - 1}}})\W*")


def code_in(text: str) -> str | None:
    """The first thing in a text that may be a code, in plain digits."""
    found = _BARE.fullmatch(text)
    if found is not None:
        return _digits(found[1])
    found = _CODE.search(text)
    return None if found is None else _digits(found[0])


def may_be_try(text: str) -> bool:
    """Whether the text says little more than a code."""
    return _BARE.fullmatch(text) is not None


def without_code(text: str) -> str:
    """The text with what may be its code masked, wherever it stands; other figures are the visitor's words."""
    bare = _BARE.fullmatch(text)
    if bare is not None:
        return text[: bare.start(1)] + MASK + text[bare.end(1) :]
    code = code_in(text)
    return _CODE.sub(lambda found: MASK if _digits(found[0]) == code else found[0], text)


def check_of(
    text: str, *, verified: bool, tries: int, expires_at: datetime, numbers: RecognitionNumbers, now: datetime
) -> CodeCheck | None:
    """What the newest try came to; None when the text holds no try, nothing was proven and the code still works."""
    if verified:
        return CodeCheck.RIGHT
    tried = MASK in text
    if now >= expires_at:
        # Nothing is masked any more by then.
        return CodeCheck.EXPIRED if tried or may_be_try(text) else CodeCheck.LAPSED
    if not tried:
        return None
    return CodeCheck.SPENT if tries >= numbers.tries_at_most else CodeCheck.WRONG


def _digits(written: str) -> str:
    return "".join(str(int(sign)) for sign in written if sign.isdecimal())
