"""From signals to a score that means something: 0.5 = more likely than not, this section answers.

All sections compete with each other and with "nothing answers this": each one's score is its share of the whole. Two
sections that fit equally well therefore stay below 0.5 both, and the assistant asks instead of guessing.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
"""One number for each section, in the order of the sections."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How near the sections are to the query in meaning (-1..1): by their questions, their titles and their quotes."""

    question: Values
    title: Values
    quote: Values

    @property
    def closest(self) -> Values:
        return np.maximum(np.maximum(self.question, self.title), self.quote)


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about all sections for one query. `meaning` is None when there is no encoder.

    `unknown_share`: how much of the query lies in words that no page has, 0..1.
    """

    lexical: Values
    unknown_share: float
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


def blend(signals: Signals, weights: Weights) -> Values:
    """One score 0..1 per section; together with the chance that nothing answers they add up to 1."""
    strengths = _strengths(signals, weights)
    # Shifted by the greatest one, so that no exponential overflows; "nothing answers" has the strength 0.
    greatest = float(strengths.max(initial=0.0))
    shares: Values = np.exp(strengths - greatest)
    whole = float(shares.sum()) + math.exp(-greatest)
    return shares / whole


def _strengths(signals: Signals, weights: Weights) -> Values:
    strengths = weights.bias + weights.lexical * signals.lexical + weights.unknown * signals.unknown_share
    if signals.meaning is None:
        return strengths
    meaning = signals.meaning
    return (
        strengths
        + weights.closest * meaning.closest
        + weights.question * meaning.question
        + weights.title * meaning.title
        + weights.quote * meaning.quote
    )
