"""Words of a visitor in a line of the brief: made tidy, and cut so that it shows and says nothing else than before.

Any language: nothing is done to the words themselves.
"""

import unicodedata

CUT = "…"
# A script without spaces, or a wall of letters, is cut within the word.
LONGEST_WORD = 100
# Double marks are the brief's own: within its quotations they become single ones, as in print.
_SINGLE_MARKS = {"\N{LEFT DOUBLE QUOTATION MARK}": "\N{LEFT SINGLE QUOTATION MARK}"}
_SINGLE_MARKS |= {"\N{RIGHT DOUBLE QUOTATION MARK}": "\N{RIGHT SINGLE QUOTATION MARK}"}
# What turns the direction of writing would reach beyond the quotation, so it goes.
_TURNING = dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_MARKS = str.maketrans({**_SINGLE_MARKS, **_TURNING})


def tidy(text: str) -> str:
    """In one line and one way of writing accents."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_MARKS)).split())


def cut(text: str, words: int) -> str:
    """The text, or its beginning with a mark that it goes on."""
    whole = tidy(text)
    kept: list[str] = []
    for word in whole.split()[:words]:
        kept.append(word[:LONGEST_WORD])
        if len(word) > LONGEST_WORD:
            break
    while len(kept) > 1 and not _may_end(" ".join(kept), whole):
        kept.pop()
    beginning = " ".join(kept)
    return whole if beginning == whole else f"{beginning}{CUT}"


def full_stop(text: str) -> str:
    """What ends a sentence with these words: "Acme, Inc." has its own."""
    return "" if text.endswith((".", CUT)) else "."


def is_cut_of(shown: str, text: str) -> bool:
    """Whether this is the text, or a beginning of it that shows where it was cut."""
    whole = tidy(text)
    if shown == whole:
        return bool(whole)
    return shown.endswith(CUT) and whole.startswith(shown[:-1]) and _may_end(shown[:-1], whole)


def _may_end(beginning: str, whole: str) -> bool:
    """At the end of a word, and behind a number only if there is nothing else: "40…" may have been "40 000"."""
    if beginning == whole:
        return True
    last = beginning.rpartition(" ")[2]
    ends_word = whole[len(beginning) :].startswith(" ") or len(last) >= LONGEST_WORD
    return bool(last) and ends_word and (last == beginning or not last[-1].isdigit())
