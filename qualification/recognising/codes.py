"""Codes sent by e-mail: what looks like one in a message, how it is kept out of what is stored, and what a try of it
comes to. Pure; nothing here knows the code itself."""

import re
from datetime import datetime

from qualification.recognising.numbers import RecognitionNumbers
from qualification.state import CodeCheck

DIGITS = 6
MASK = "•" * DIGITS

# Six digits, perhaps in two halves as people copy them; in any script that has digits.
_CODE = re.compile(r"(?<!\d)(\d{3})[ \u00a0.-]?(\d{3})(?!\d)")


def code_in(text: str) -> str | None:
    """The first thing in a text that may be a code, in plain digits."""
    found = _CODE.search(text)
    return None if found is None else "".join(str(int(digit)) for digit in found[1] + found[2])


def without_codes(text: str) -> str:
    """The text with everything masked that may be a code."""
    return _CODE.sub(MASK, text)


def check_of(
    text: str, *, verified: bool, tries: int, expires_at: datetime, numbers: RecognitionNumbers, now: datetime
) -> CodeCheck | None:
    """What the newest try came to; None when the text holds no try and nothing was proven."""
    if verified:
        return CodeCheck.RIGHT
    if MASK not in text:
        return None
    if now >= expires_at:
        return CodeCheck.EXPIRED
    return CodeCheck.SPENT if tries >= numbers.tries_at_most else CodeCheck.WRONG
