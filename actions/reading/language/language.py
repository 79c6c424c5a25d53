"""The visitor's language put into the plain words that the readers know ("nächste Woche" is "next week").

English is left as it is typed: its words are the plain ones. What was put differently keeps its place, so that a span
in the plain words can be found again in what was typed.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache

from actions.reading.language.glossary import Glossary
from actions.reading.language.number_words import NumberWords
from actions.reading.language.plain import LATIN, Plain, Token, folded, rewritten, spellings, tokens_of
from qualification.facts import FactKey, Seniority
from qualification.language.reading import ENGLISH, ReadingNumbers, ReadingWords

_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
})  # fmt: skip
_CLOSE_ENOUGH, _SHORTEST_SLIP = 0.85, 5
_SLASHED = re.compile(r"(?<![\d/.])(?!24/7)([0-3]?\d)/(0?[1-9]|1[0-2])(?:/((?:20)?\d\d))?(?![\d/])")
_MOST_NAMES, _LONGEST_RUN = 3, 8


class Language:
    """What the readers are told about one language. `words` is None for English and what nobody has written down."""

    def __init__(self, words: ReadingWords | None, english: ReadingWords) -> None:
        known = [words, english] if words is not None else [english]
        self._roles = [(level, re.compile(rf"\b(?:{folded(said)})\b")) for it in known for level, said in it.roles]
        self._named = _lead_in([lead for it in known for lead in it.names_after])
        self._perhaps_named = _lead_in([lead for it in known for lead in it.perhaps_names_after])
        self._leads = {
            FactKey.COMPANY: _lead_in(words.company_after if words is not None else ()),
            FactKey.ROLE: _lead_in(words.role_after if words is not None else ()),
            FactKey.COUNTRY: _lead_in(words.country_after if words is not None else ()),
        }
        self._countries = words.countries if words is not None else {}
        self._day_first = words is not None and words.day_first
        self._glossary = Glossary(words.plain) if words is not None else None
        self._address = Glossary(words.address) if words is not None else None
        self._numbers = NumberWords(words, spellings) if words is not None else None
        self._spelt = [word for word in self._vocabulary() if len(word) >= _SHORTEST_SLIP]

    def _vocabulary(self) -> list[str]:
        if self._glossary is None or self._numbers is None:
            return []
        return [*self._glossary.vocabulary(), *self._numbers.vocabulary()]

    def plain(self, text: str, *, mend: bool = False) -> Plain:
        """The text in plain words; `mend` also takes words with a slip in them for what was meant."""
        text = text.translate(LATIN)
        return rewritten(text, self._put(text, mend=mend)) if self._glossary is not None else Plain(text)

    def plain_address(self, text: str) -> Plain:
        """The text with the words of a spoken e-mail address put plainly ("arroba"), and no others."""
        text = text.translate(LATIN)
        if self._address is None:
            return Plain(text)
        tokens = tokens_of(text)
        found = ((self._address.at(tokens, place), token) for place, token in enumerate(tokens))
        return rewritten(text, ((it[0], token.start, token.end) for it, token in found if it is not None))

    def plain_time(self, text: str) -> str:
        """A time in plain words; "17/03" is written so that its first number is the day."""
        words = self.plain(text, mend=True).text
        return _SLASHED.sub(r"\1.\2.\3", words) if self._day_first else words

    def without_lead(self, key: FactKey, text: str) -> str:
        """What follows the words that say what is to come ("soy el", "wir heißen")."""
        return self._leads[key].sub("", text, count=1) if key in self._leads else text

    def country_of(self, letters: str) -> str:
        """The country that letters in capitals stand for ("AT"); anything else is given back."""
        return self._countries.get(letters.strip(), letters)

    def seniority(self, title: str) -> Seniority | None:
        """How far up a title stands; None when it does not say it ("marketing")."""
        bare = folded(title)
        without_umlauts = bare.replace("ae", "a").replace("oe", "o").replace("ue", "u")
        for said in (bare, without_umlauts):
            found = next((level for level, pattern in self._roles if pattern.search(said)), None)
            if found is not None:
                return found
        return None

    def name_in(self, text: str) -> str | None:
        """The name of somebody who says it ("ich heiße Anna"); None when the words are not about a name."""
        if said := self._named.match(text):
            rest = text[said.end() :]
            return rest if 1 <= len(rest.split()) <= _MOST_NAMES else None
        if said := self._perhaps_named.match(text):
            words = text[said.end() :].split()
            named = 1 <= len(words) <= _MOST_NAMES and all(word[0].isupper() for word in words)
            return " ".join(words) if named and self.seniority(" ".join(words)) is None else None
        return None

    def _put(self, text: str, *, mend: bool) -> Iterator[tuple[str, int, int]]:
        """Every piece that is put differently, with where it was typed."""
        tokens = self._with_numbers(tokens_of(text))
        place = 0
        while place < len(tokens):
            token = tokens[place]
            found = self._glossary.at(tokens, place) if self._glossary is not None else None
            if found is None and token.said:
                found = token.said, 1
            if found is None and mend:
                found = self._mended(token)
            if found is None and token.form == ".":
                found = self._ordinal_point(tokens, place)
            meant, length = found or ("", 0)
            if length:
                yield meant, token.start, tokens[place + length - 1].end
            place += length or 1

    def _with_numbers(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens with every run of number words as one."""
        if self._numbers is None:
            return list(tokens)
        read: list[Token] = []
        place = 0
        while place < len(tokens):
            length = self._numbers.run([token.form for token in tokens[place : place + _LONGEST_RUN]])
            words = tokens[place : place + max(length, 1)]
            said = self._numbers.written([token.form for token in words]) if length else ""
            form, figures = " ".join(token.form for token in words), said if said[:1].isdigit() else words[0].figures
            read.append(Token(form, words[0].start, words[-1].end, figures, said))
            place += len(words)
        return read

    def _mended(self, token: Token) -> tuple[str, int] | None:
        """A word of the calendar with a slip in it ("Febuar")."""
        if len(token.form) < _SHORTEST_SLIP or not token.form.isalpha():
            return None
        close = get_close_matches(token.form, self._spelt, 1, _CLOSE_ENOUGH)
        if not close or close[0][0] != token.form[0] or self._glossary is None or self._numbers is None:
            return None
        meant = Token(close[0], token.start, token.end)
        if self._numbers.run([meant.form]):
            return self._numbers.written([meant.form]), 1
        return self._glossary.at([meant], 0)

    def _ordinal_point(self, tokens: Sequence[Token], place: int) -> tuple[str, int] | None:
        """The point of "15. März", which is no end of a sentence."""
        if self._glossary is None or not 0 < place < len(tokens) - 1 or not tokens[place - 1].figures:
            return None
        month = self._glossary.at(tokens, place + 1)
        return ("", 1) if month is not None and month[0] in _MONTHS else None


def _lead_in(phrases: Sequence[str]) -> re.Pattern[str]:
    said = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"^(?:\W*(?:hallo|hi|hola|buenas|hello)\b)?\W*(?:{said})(?!\w)[\s:,]*", re.IGNORECASE)


def language_of(numbers: ReadingNumbers, locale: str) -> Language:
    """The language of a locale ("de", "de-AT"); what is not written down is read as English."""
    code = locale.replace("_", "-").partition("-")[0].lower()
    return _language(None if code == ENGLISH else numbers.languages.get(code), numbers.languages[ENGLISH])


@lru_cache(maxsize=32)
def _language(words: ReadingWords | None, english: ReadingWords) -> Language:
    return Language(words, english)
