"""The language of a conversation (D14): opened in the page's, changed by what the visitor clearly writes in, or by a
plain wish, which wins. Judges how sure one may be; which language a text looks like is read elsewhere."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

DEFAULT_LOCALE = "en"
"""Complete by definition: what is missing in another language is said in this one, and reps read it."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
# Words of somebody else, as long as a sentence; a single quoted word may be anything.
_QUOTATION = re.compile(r"\"[^\"\n]{12,}\"|“[^“”\n]{12,}”|„[^„“”\n]{12,}[“”]|«[^«»\n]{12,}»|»[^«»\n]{12,}«")
_OWN_WORDS = 2


def without_quotations(text: str) -> str:
    """The visitor's own words: who shows a German sentence need not speak German. All of it when there are too few."""
    own = _QUOTATION.sub(" ", text)
    return own if len(_WORD.findall(own)) >= _OWN_WORDS else text


@dataclass(frozen=True, slots=True)
class Clarity:
    """How clearly a message must be in a language to count: confidence, letters and words at least."""

    confidence: float
    letters: int
    words: int

    def holds(self, detected: "Detected") -> bool:
        return (
            detected.confidence >= self.confidence and detected.letters >= self.letters and detected.words >= self.words
        )


@dataclass(frozen=True, slots=True)
class Wishes:
    """Words by which a visitor asks for a language: `whole` as the entire message, `within` anywhere in it."""

    whole: tuple[str, ...]
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageNumbers:
    """How clearly a message must be in a language to be believed.

    `opening` holds for the first message, `switch` for later ones, `answering` while a question is open, `overrule`
    against the visitor's own choice, `foreign` for a language that is not spoken. `telling` are small words that only
    one language has, and `telling_words` of them tell it where the detector is unsure; those that are `shared` are left
    out when the language is looked for. A wish longer than `wish_words` is about something else as well. `greetings`
    are too short to judge by and mean a language all the same.
    """

    opening: Clarity
    switch: Clarity
    answering: Clarity
    overrule: Clarity
    foreign: Clarity
    telling_words: int
    telling: Mapping[str, frozenset[str]]
    shared: frozenset[str]
    wish_words: int
    wishes: Mapping[str, Wishes]
    greetings: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Detected:
    """The language that a text looks most like, and how much of it there is to judge by."""

    language: str
    confidence: float
    letters: int
    words: int


@dataclass(frozen=True, slots=True)
class Held:
    """How the conversation is held so far: `begun` once something was said, `chosen` by the visitor, `answering` while
    a question is open. `spoken` are the languages that it could be held in."""

    locale: str
    spoken: tuple[str, ...]
    begun: bool = False
    chosen: bool = False
    answering: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What holds from this message on. `message` is the language that the message itself is in, as far as it is clear;
    `foreign` says that nobody speaks that here, `wished` that it asks for a language and for nothing else."""

    locale: str
    chosen: bool
    message: str
    foreign: bool = False
    wished: bool = False


def opening_language(wanted: str | None, spoken: Collection[str], otherwise: str) -> str:
    """The language a conversation opens in: the page's or browser's ("de-AT") if it is spoken."""
    code = re.split(r"[-_]", (wanted or "").lower())[0]
    return code if code in spoken else otherwise


def choose_language(text: str, detected: Detected | None, held: Held, numbers: LanguageNumbers) -> Choice:
    """The language to answer in from this very message on. `detected` is None when there was nothing to judge by."""
    wish = _wish(text, numbers)
    if wish in held.spoken:
        return Choice(wish, chosen=True, message=wish, wished=len(text.split()) <= numbers.wish_words)
    greeting = _greeting(text, numbers)
    if greeting in held.spoken and not held.chosen:
        return Choice(greeting, chosen=False, message=greeting)
    if detected is None or detected.language == held.locale or _speaks_against(text, detected, held, numbers):
        seen = held.locale
    elif detected.language in held.spoken:
        seen = detected.language if _switches(detected, held, numbers) else held.locale
    elif numbers.foreign.holds(detected):
        return Choice(held.locale, held.chosen, detected.language, foreign=True)
    else:
        seen = held.locale
    if seen == held.locale:
        seen = _told_by_small_words(text, held, numbers) or held.locale
    return Choice(seen, held.chosen and seen == held.locale, seen)


def _speaks_against(text: str, detected: Detected, held: Held, numbers: LanguageNumbers) -> bool:
    """Whether the message has more small words of the language it is held in than of the one it looks like."""
    return _told(text, held.locale, numbers) > _told(text, detected.language, numbers)


def _told_by_small_words(text: str, held: Held, numbers: LanguageNumbers) -> str | None:
    """Another spoken language of whose small words the message has enough, and none of the one it is held in."""
    if held.chosen or held.answering or _told(text, held.locale, numbers):
        return None
    counts = {language: _told(text, language, numbers) for language in held.spoken if language != held.locale}
    best = max(counts, key=counts.__getitem__, default=None)
    return best if best is not None and counts[best] >= numbers.telling_words else None


def _told(text: str, language: str, numbers: LanguageNumbers) -> int:
    telling = numbers.telling.get(language, frozenset())
    return sum(word in telling for word in _WORD.findall(text.casefold().replace("\u2019", "'")))


def _switches(detected: Detected, held: Held, numbers: LanguageNumbers) -> bool:
    if held.chosen:
        return numbers.overrule.holds(detected)
    if held.answering:
        return numbers.answering.holds(detected)
    return (numbers.switch if held.begun else numbers.opening).holds(detected)


def _greeting(text: str, numbers: LanguageNumbers) -> str:
    bare = _EDGES.sub("", " ".join(text.casefold().split()))
    return next((language for language, words in numbers.greetings.items() if bare in words), "")


def _wish(text: str, numbers: LanguageNumbers) -> str:
    """The language that the words ask for, the last one of several; "" when they ask for none."""
    plain = _EDGES.sub("", " ".join(text.casefold().split()))
    is_short = len(plain.split()) <= numbers.wish_words
    found = ""
    last = -1
    for language, wishes in numbers.wishes.items():
        if plain in wishes.whole:
            return language
        ends = [(_end_of(phrase, plain), phrase) for phrase in wishes.within]
        end = max((end for end, phrase in ends if is_short or end in {len(phrase), len(plain)}), default=-1)
        if end > last:
            found, last = language, end
    return found


def _end_of(phrase: str, text: str) -> int:
    """Where the words last end in the text; -1 when they do not stand there."""
    place = text.rfind(phrase)
    found = place >= 0 and re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)").match(text, place)
    return place + len(phrase) if found else -1
