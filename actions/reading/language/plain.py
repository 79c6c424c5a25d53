"""A text put into plain words, piece by piece, with where each piece was typed. Knows no word itself."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Arabic figures and their signs, as Latin ones: one for one, so that nothing moves.
LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹\u066b\u066c", "01234567890123456789.,")
_TOKEN = re.compile(
    r"(?P<kept>\S{0,64}@\S{1,255}|https?://\S{1,500}|(?:[\w-]{2,63}\.){1,4}[a-z]{2,24}(?![\w.-]))"
    r"|(?P<figures>\d+(?:[.,:'\u2019]\d+)*)|(?P<word>(?:[^\W\d_]|[\u0300-\u036f])+)|(?P<sign>\S)"
)
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of what was typed: `form` is how it is looked up, `figures` what it is as a number."""

    form: str
    start: int
    end: int
    figures: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """What was put differently: where it stands in the plain words, and where it was typed."""

    plain: tuple[int, int]
    typed: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in plain words."""

    text: str
    blocks: tuple[Block, ...] = ()

    def there(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of what was typed stands in the plain words."""
        return _moved(start, end, [(block.typed, block.plain) for block in self.blocks])

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the plain words was typed."""
        return _moved(start, end, [(block.plain, block.typed) for block in self.blocks])


def _moved(start: int, end: int, pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[int, int]:
    """A span carried over; of what was put differently it takes the whole."""
    before = bisect_right(pairs, start, key=lambda pair: pair[0][0]) - 1
    if before >= 0:
        (_, there_end), (new_start, new_end) = pairs[before]
        start = new_start if start < there_end else start - there_end + new_end
    last = bisect_left(pairs, end, key=lambda pair: pair[0][0]) - 1
    if last >= 0:
        (_, there_end), (_, new_end) = pairs[last]
        end = new_end if end <= there_end else end - there_end + new_end
    return start, max(start, end)


def folded(text: str) -> str:
    """Without case and accents: many leave them out."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def spellings(text: str) -> set[str]:
    """How a word may be typed: "nächste", "nachste", "naechste"."""
    written = text.casefold()
    for umlaut, letters in _UMLAUTS.items():
        written = written.replace(umlaut, letters)
    return {folded(text), folded(written)}


def tokens_of(text: str) -> list[Token]:
    return [
        Token(
            match.group() if match["kept"] else folded(match.group()),
            *match.span(),
            figures=match["figures"] or "",
        )
        for match in _TOKEN.finditer(text)
    ]


def rewritten(text: str, pieces: Iterable[tuple[str, int, int]]) -> Plain:
    """The text with these pieces put differently."""
    written: list[str] = []
    blocks: list[Block] = []
    length = place = 0
    for meant, start, end in pieces:
        length += start - place
        written += [text[place:start], meant]
        blocks.append(Block((length, length + len(meant)), (start, end)))
        length, place = length + len(meant), end
    return Plain("".join([*written, text[place:]]), tuple(blocks))
