"""What a message says without words: capitals, exclamation marks, question marks in a row."""

import re
from dataclasses import dataclass

from qualification.rulebook import MoodNumbers

_MOST_EXCLAMATIONS = 4
_DEMANDING = re.compile(r"\?{3,}|\?!|!\?")
CAPITALS = "capitals"
DEMANDING = "???"
EXCLAIMING = "!"


@dataclass(frozen=True, slots=True)
class Signs:
    """`shouted` is a message in capitals, `demanding` one with "???"; more than a few exclamations count no more."""

    shouted: bool
    demanding: bool
    exclamations: int


def signs_of(text: str, numbers: MoodNumbers) -> Signs:
    letters, capitals = sum(map(str.isalpha, text)), sum(map(str.isupper, text))
    # A single word in capitals is an address, a name or a code.
    enough = " " in text and letters >= numbers.shouting_letters
    return Signs(
        shouted=enough and capitals >= numbers.shouting_share * letters,
        demanding=_DEMANDING.search(text) is not None,
        exclamations=min(text.count("!"), _MOST_EXCLAMATIONS),
    )
