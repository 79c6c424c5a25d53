"""Sentiment and urgency of a message together. Only a bounded part of it is read, so the time is bounded too."""

import re
from dataclasses import dataclass

from actions.mood.feeling import Feelings
from actions.mood.hurry import Hurry
from actions.mood.phrases import plain, sentences
from actions.mood.signs import signs_of
from qualification.rulebook import MoodNumbers
from qualification.understanding import MoodWord, Sentiment

ENGLISH = "en"
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class MoodReading:
    """Sentiment -1 to 1, urgency 0 to 1, and the words that said so."""

    sentiment: float
    urgency: float
    words: tuple[MoodWord, ...]


class Mood:
    """Reads how messages feel and how much they hurry. The words it knows are English; faces speak every language."""

    def __init__(self, numbers: MoodNumbers) -> None:
        self._numbers = numbers
        self._feelings = Feelings(numbers)
        self._hurry = Hurry(numbers)

    def read(self, text: str, language: str = ENGLISH) -> MoodReading:
        text = bounded(plain(text), self._numbers.longest)
        if language != ENGLISH:
            # A word may look like an English one and mean something else: German "die" is not death.
            text = _LETTERS.sub(" ", text)
        spoken, signs = sentences(text), signs_of(text, self._numbers)
        sentiment, felt = self._feelings.read(text, spoken, signs)
        happy = self._numbers.sentiment(sentiment) is Sentiment.POSITIVE
        urgency, hurried = self._hurry.read(text, spoken, None if happy else signs)
        return MoodReading(sentiment, urgency, (*felt, *hurried))


def bounded(text: str, longest: int) -> str:
    """The beginning and the end of a text that is too long, cut between words: half of "unhappy" says the opposite."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half].rpartition(' ')[0]}\n{text[-half:].partition(' ')[2]}"
