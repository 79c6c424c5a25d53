"""Secrets in a visitor's text, masked before anything stores, logs or shows it (M6): card numbers, passwords, keys and
tokens, government ids. Phone and order numbers are no secrets. Every search takes time linear in the text: no pattern
may start anew inside of what it has already scanned."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qualification.screening.cards import cards
from qualification.screening.government_ids import government_ids
from qualification.screening.keys import keys
from qualification.screening.passwords import passwords
from qualification.screening.spans import SecretKind, Span


@dataclass(frozen=True, slots=True)
class Masked:
    """The text without its secrets, and which kinds there were, each named once."""

    text: str
    kinds: tuple[SecretKind, ...] = ()


MASKS = {
    SecretKind.CARD: "[card number removed]",
    SecretKind.PASSWORD: "[password removed]",
    SecretKind.KEY: "[key removed]",
    SecretKind.GOVERNMENT_ID: "[id number removed]",
}
# Thirty digits with the longest gaps between them: no card goes back as far, and none begins where that is cut off. All
# other secrets that can go on in the next text are shorter.
LONGEST_TAIL = 400
HAS_DIGIT = re.compile(r"\d")
Finder = Callable[[str], Iterator[Span]]
FINDERS: tuple[Finder, ...] = (passwords, keys)
# Most messages hold no digit, and these never find anything without one.
FINDERS_OF_DIGITS: tuple[Finder, ...] = (cards, government_ids)


def mask_secrets(text: str) -> Masked:
    """The text with every secret replaced by what it was."""
    return _masked(text, _secrets(text))


def mask_together(texts: Sequence[str], *, screened: int = 0) -> tuple[Masked, ...]:
    """Each of these texts, sent one right after the other, masked as if they were one.

    Of a secret that is spread over several, every part is masked where it stands. The first `screened` of them have
    been looked at together before: of those, only what goes on in the others is looked for, in the end of them.
    """
    together = "\n".join(texts)
    new_from = sum(len(text) + 1 for text in texts[:screened])
    cut = max(0, new_from - LONGEST_TAIL)
    found = [Span(cut + span.start, cut + span.end, span.kind) for span in _secrets(together[cut:])]
    spans, masked, begin = [span for span in found if span.end > new_from], [], 0
    for text in texts:
        end = begin + len(text)
        inside = [
            Span(max(span.start, begin) - begin, min(span.end, end) - begin, span.kind)
            for span in spans
            if span.start < end and span.end > begin
        ]
        masked.append(_masked(text, inside))
        begin = end + 1
    return tuple(masked)


def _secrets(text: str) -> list[Span]:
    # Raised and circled digits are found among the signs beyond ASCII alone.
    finders = FINDERS + FINDERS_OF_DIGITS if HAS_DIGIT.search(text) or not text.isascii() else FINDERS
    return _united([span for find in finders for span in find(text)])


def _masked(text: str, spans: Sequence[Span]) -> Masked:
    if not spans:
        return Masked(text)
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], MASKS[span.kind]]
        done = span.end
    return Masked("".join([*parts, text[done:]]), tuple(dict.fromkeys(span.kind for span in spans)))


def _united(spans: list[Span]) -> list[Span]:
    """In the order of the text; those that overlap become one, so that no end of the longer one is left over."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if kept and span.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return kept
