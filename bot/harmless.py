"""Makes a visitor's text harmless for the engine (D12).

Pure. Rasa takes a message that begins with `/` as a command, with confidence 1.0; relatives of
that (`@`, look-alikes, hidden characters in front) are treated the same. The gateway already
does this; it is done again here because this is the last door before the engine. A second
lock is `patches.switch_off_commands`.
"""

from __future__ import annotations

import unicodedata

# Solidus, fullwidth, division, fraction and big solidus; at-signs ASCII, fullwidth and small.
COMMAND_SIGNS = frozenset("/\uff0f\u2215\u2044\u29f8@\uff20\ufe6b")
NOTHING_LEFT = "."


def harmless_text(text: str) -> str:
    """Without control and hidden characters but line ends, and not beginning with a command sign.

    What remains is never empty, so that a message of nothing but signs is still a message.
    """
    visible = "".join(_visible(character) for character in text)
    position = 0
    while position < len(visible) and (visible[position].isspace() or visible[position] in COMMAND_SIGNS):
        position += 1
    return visible[position:].rstrip() or NOTHING_LEFT


def _visible(character: str) -> str:
    # A line is a message of a burst, and facts are read line by line.
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    # Format characters (right-to-left marks, zero-width ones) and halves of broken pairs.
    return "" if category in ("Cf", "Cs") else character
