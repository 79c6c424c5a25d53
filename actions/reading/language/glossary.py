"""Phrases of a language and the plain words that they mean. Says what stands somewhere; changes nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence

from actions.reading.language.plain import Token, spellings, tokens_of

_NUMBER = "#"
_CLOCKS = frozenset({"#:00", "#am", "#pm"})
_GLUED, _LONGEST_ORDINAL = re.compile(r"\w#|#\w"), 2


class Glossary:
    """Phrases looked up by their first word; the longest one counts."""

    def __init__(self, plain: Mapping[str, Sequence[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for meant, phrases in plain.items():
            for spelling in {spelling for phrase in phrases for spelling in spellings(phrase)}:
                forms = tuple(token.form for token in tokens_of(spelling))
                self._by_first.setdefault(forms[0], []).append((forms, meant))
        for found in self._by_first.values():
            found.sort(key=lambda entry: len(entry[0]), reverse=True)

    def vocabulary(self) -> Iterable[str]:
        return self._by_first

    def at(self, tokens: Sequence[Token], place: int) -> tuple[str, int] | None:
        """What the words from `place` on mean, and how many of them; None when they are not known."""
        token = tokens[place]
        for first in (token.form, _NUMBER if token.figures else ""):
            for forms, meant in self._by_first.get(first, ()):
                said = tokens[place : place + len(forms)]
                figures = [one.figures for one in said if one.figures]
                if len(said) == len(forms) and all(map(_fits, forms, said)) and _suits(meant, figures):
                    return _with_figures(meant, figures), len(forms)
        return None


def _fits(form: str, token: Token) -> bool:
    return form == token.form or (form == _NUMBER and bool(token.figures))


def _suits(meant: str, figures: Sequence[str]) -> bool:
    """Whether these numbers can stand for "#": a day ("the #th") or a quarter has no fraction and is no year."""
    if meant in _CLOCKS or not _GLUED.search(meant):
        return True
    return all(number.isdigit() and len(number) <= _LONGEST_ORDINAL for number in figures)


def _with_figures(meant: str, figures: Sequence[str]) -> str:
    """The plain words with the numbers that stand for "#"; "14.30" of a clock is 14:30."""
    for number in figures:
        if meant == "#:00" and not number.isdigit():
            return number.replace(".", ":")
        meant = meant.replace(_NUMBER, number, 1)
    return meant
