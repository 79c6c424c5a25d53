"""Codes sent by e-mail: what looks like one in a message, how it is kept out of what is stored, and what a try of it
comes to. Pure; nothing here knows the code itself."""

import re
from datetime import datetime
from itertools import islice

from qualification.recognising.numbers import RecognitionNumbers
from qualification.state import CodeCheck

DIGITS = 6
MASK = "•" * DIGITS

# Six digits in whatever groups they were read aloud, typed or drawn, in any script that has digits; not a part of a
# longer number.
_GAP = r"(?:[.\-/]|[ \u00a0\n\ufe0f\u20e3]{1,3})?"
_CODE = re.compile(rf"(?<!\d)(?<!\d[ .\-/])\d(?:{_GAP}\d){{{DIGITS - 1}}}(?![ .\-/]?\d)")
# "482913", "it is 482 913", "48 29 13", but not "we are 100 200 people" nor "100-200": what is little more than a code
# is meant as one.
_BARE = re.compile(rf"\W*(?:[^\W\d]+\W+){{0,4}}(\d(?:[ \u00a0]?\d){{{DIGITS - 1}}})\W*")
# Each that is looked at is a try and takes 30 ms.
MOST_LOOKED_AT = 2


def codes_in(text: str) -> tuple[str, ...]:
    """What in a text may be a code, in plain digits: the first few, each once."""
    return tuple(islice(dict.fromkeys(_digits(found[0]) for found in _CODE.finditer(text)), MOST_LOOKED_AT))


def may_be_try(text: str) -> bool:
    """Whether the text says little more than a code."""
    return _BARE.fullmatch(text) is not None


def without_code(text: str, code: str | None) -> str:
    """The text with this code masked wherever it stands; with any that it may be when none is named. Other figures are
    the visitor's words."""
    return _CODE.sub(lambda found: MASK if code in {None, _digits(found[0])} else found[0], text)


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
