"""Sentiment and urgency of a message together. Only a bounded part of it is read, so the time is bounded too."""

import re
from dataclasses import dataclass, replace

from actions.mood.feeling import Feelings
from actions.mood.hurry import Hurry
from actions.mood.phrases import plain, sentences
from actions.mood.signs import signs_of
from actions.mood.spelling import Spelling
from qualification.language.mood import MoodWords
from qualification.language.reading import ENGLISH
from qualification.rulebook import MoodNumbers
from qualification.understanding import MoodWord, Sentiment

_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class MoodReading:
    """Sentiment -1 to 1, urgency 0 to 1, and the words that said so."""

    sentiment: float
    urgency: float
    words: tuple[MoodWord, ...]


class Mood:
    """Reads how messages feel and how much they hurry, in each language whose words stand in the rulebook; of any other
    language the faces only."""

    def __init__(self, numbers: MoodNumbers) -> None:
        self._longest = numbers.longest
        self._readers = {ENGLISH: _Reader(numbers, Spelling())}
        for language, words in numbers.languages.items():
            self._readers[language] = _Reader(in_language(numbers, words), Spelling.of(words))

    def read(self, text: str, language: str = ENGLISH) -> MoodReading:
        text = bounded(plain(text), self._longest)
        code = language.replace("_", "-").partition("-")[0].lower()
        if code in self._readers:
            return self._readers[code].read(text)
        # A word may look like an English one and mean something else.
        return self._readers[ENGLISH].read(_LETTERS.sub(" ", text))


class _Reader:
    """Feelings and hurry in one language."""

    def __init__(self, numbers: MoodNumbers, spelling: Spelling) -> None:
        self._numbers = numbers
        self._spelling = spelling
        self._feelings = Feelings(numbers, spelling)
        self._hurry = Hurry(numbers, spelling)

    def read(self, text: str) -> MoodReading:
        spoken, signs = sentences(text, self._spelling), signs_of(text, self._numbers)
        sentiment, felt = self._feelings.read(text, spoken, signs)
        happy = self._numbers.sentiment(sentiment) is Sentiment.POSITIVE
        urgency, hurried = self._hurry.read(text, spoken, None if happy else signs)
        return MoodReading(sentiment, urgency, (*felt, *hurried))


def in_language(numbers: MoodNumbers, words: MoodWords) -> MoodNumbers:
    """The same numbers with the words of another language in the place of the English ones."""
    return replace(
        numbers,
        sober=words.sober,
        feelings=words.feelings,
        thanks=words.thanks,
        praise=words.praise,
        trouble=words.trouble,
        relief=words.relief,
        hurry=words.hurry,
        harm=words.harm,
        deadlines=words.deadlines,
        calm=words.calm,
    )


def bounded(text: str, longest: int) -> str:
    """The beginning and the end of a text that is too long, cut between words: half of "unhappy" says the opposite."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half].rpartition(' ')[0]}\n{text[-half:].partition(' ')[2]}"
