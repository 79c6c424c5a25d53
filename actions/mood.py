"""How a message feels and how much it hurries: a lexicon library for sentiment, a few plain rules for urgency."""

import re

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

_URGENT = re.compile(
    r"\b(?:urgent(?:ly)?|asap|immediately|right now|emergency|critical|deadline|blocked|blocking"
    r"|losing (?:money|customers|leads)|production|outage|today|as soon as possible|can'?t wait|hurry)\b",
    re.IGNORECASE,
)
_LONGEST = 600
_ENOUGH_LETTERS = 12


class Mood:
    """Sentiment -1..1 and urgency 0..1 of a text. Only its first characters count, so the time is bounded."""

    def __init__(self) -> None:
        self._analyzer = SentimentIntensityAnalyzer()

    def sentiment(self, text: str) -> float:
        return float(self._analyzer.polarity_scores(text[:_LONGEST])["compound"])

    def urgency(self, text: str) -> float:
        """Half for an urgent word, a quarter each for a second one and for shouting."""
        words = _URGENT.findall(text[:_LONGEST])
        letters = [character for character in text[:_LONGEST] if character.isalpha()]
        shouting = len(letters) > _ENOUGH_LETTERS and sum(map(str.isupper, letters)) > 0.8 * len(letters)
        return min(1.0, 0.5 * (len(words) > 0) + 0.25 * (len(words) > 1) + 0.25 * (shouting or "!!" in text))
