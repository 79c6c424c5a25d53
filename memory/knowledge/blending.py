"""From signals to a score that means something: 0.5 = more likely than not, this section answers.

Pure Python without any library, so that it can be read and tested by hand. All sections compete with each other and
with "nothing answers this": each one's score is its share of the whole. Two sections that fit equally well therefore
stay below 0.5 both, and the assistant asks instead of guessing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """How near a section is to the query in meaning (-1..1): by its questions, its titles and its quote."""

    question: float
    title: float
    quote: float

    @property
    def closest(self) -> float:
        return max(self.question, self.title, self.quote)


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about one section for one query. `meaning` is None when there is no encoder."""

    lexical: float
    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal is worth. `unknown` is for the share of the query that no page has a word of."""

    bias: float
    lexical: float
    unknown: float
    closest: float = 0.0
    question: float = 0.0
    title: float = 0.0
    quote: float = 0.0


# Fitted by `python -m ops.knowledge.calibrate` on the judged questions of data/golden/knowledge.yml.
WITH_MEANING = Weights(bias=-9.2, lexical=3.4, unknown=-1.2, closest=5.8, question=7.1, title=2.6, quote=4.3)
WORDS_ALONE = Weights(bias=-5.3, lexical=12.6, unknown=-1.5)
# The same with the encoder for many languages, fitted on the English questions too: weights fitted on those in other
# languages were no better (docs/decisions/0010-language-by-fasttext.md). And for questions in a language whose pages
# are English: no word of them can stand on a page.
IN_LANGUAGES = Weights(bias=-8.7, lexical=5.3, unknown=-1.5, closest=5.9, question=6.2, title=2.5, quote=5.3)
ACROSS_LANGUAGES = Weights(bias=-9.9, lexical=0.0, unknown=0.0, closest=7.1, question=7.2, title=2.9, quote=7.1)


def blend(sections: Sequence[Signals], unknown_share: float, weights: Weights) -> list[float]:
    """One score 0..1 per section; together with the chance that nothing answers they add up to 1."""
    strengths = [_strength(signals, unknown_share, weights) for signals in sections]
    # Shifted by the greatest one, so that no exponential overflows; "nothing answers" has the strength 0.
    greatest = max([0.0, *strengths])
    shares = [math.exp(strength - greatest) for strength in strengths]
    total = math.fsum(shares) + math.exp(-greatest)
    return [share / total for share in shares]


def _strength(signals: Signals, unknown_share: float, weights: Weights) -> float:
    strength = weights.bias + weights.lexical * signals.lexical + weights.unknown * unknown_share
    if signals.meaning is None:
        return strength
    meaning = signals.meaning
    return (
        strength
        + weights.closest * meaning.closest
        + weights.question * meaning.question
        + weights.title * meaning.title
        + weights.quote * meaning.quote
    )
