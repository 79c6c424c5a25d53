"""The blending function, by hand: what a score means and what moves it."""

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from memory.knowledge.blending import WITH_MEANING, WORDS_ALONE, Meaning, Signals, Weights, blend

ONLY_WORDS = Weights(bias=0.0, lexical=1.0, unknown=0.0)
SHARE = st.floats(0, 1, allow_nan=False)
COSINE = st.floats(-1, 1, allow_nan=False)


def _words(*lexical: float, unknown: float = 0.0) -> Signals:
    return Signals(np.array(lexical), unknown, None)


def _near(*nearness: float, lexical: Sequence[float] = (), unknown: float = 0.0) -> Signals:
    """Sections that are equally near by all their wordings, with half of the words each."""
    values = np.array(nearness)
    return Signals(np.array(lexical or [0.5] * len(nearness)), unknown, Meaning(values, values, values))


def test_one_section_with_no_strength_is_as_likely_as_nothing() -> None:
    assert blend(_words(0.0), ONLY_WORDS).tolist() == [0.5]


def test_a_score_is_the_share_of_the_whole_including_nothing() -> None:
    first, second = blend(_words(1.0, 0.0), ONLY_WORDS).tolist()
    whole = math.e + 1 + 1
    assert math.isclose(first, math.e / whole)
    assert math.isclose(second, 1 / whole)


def test_two_sections_that_fit_equally_well_stay_below_one_half() -> None:
    first, second = blend(_near(0.9, 0.9), WITH_MEANING).tolist()
    assert first == second < 0.5


def test_a_section_that_fits_alone_is_good_enough() -> None:
    near, *far = blend(_near(0.9, *[0.2] * 200, lexical=[0.5, *[0.0] * 200]), WITH_MEANING).tolist()
    assert near > 0.5 > max(far)


def test_nothing_near_leaves_every_score_low() -> None:
    assert blend(_near(*[0.3] * 200, lexical=[0.1] * 200), WITH_MEANING).max() < 0.05


def test_the_closest_wording_counts_once_more() -> None:
    by_quote = Signals(np.array([0.5]), 0.0, Meaning(np.array([0.1]), np.array([0.2]), np.array([0.9])))
    assert by_quote.meaning is not None
    assert by_quote.meaning.closest.tolist() == [0.9]


def test_words_that_no_page_has_lower_every_score() -> None:
    known, unknown = (blend(_near(0.7, 0.5, unknown=share), WITH_MEANING).tolist() for share in (0.0, 1.0))
    assert all(less < more for less, more in zip(unknown, known, strict=True))


def test_without_meaning_a_shared_word_alone_is_not_good_enough() -> None:
    assert blend(_words(0.25, 0.0, 0.0, unknown=0.3), WORDS_ALONE).max() < 0.5


def test_extreme_strengths_do_not_overflow() -> None:
    assert blend(_words(1.0, 0.0), Weights(bias=0.0, lexical=5000.0, unknown=0.0)).tolist() == [1.0, 0.0]
    assert blend(_words(1.0), Weights(bias=-5000.0, lexical=0.0, unknown=0.0)).tolist() == [0.0]


def test_no_sections_yield_no_scores() -> None:
    assert blend(_words(), WITH_MEANING).tolist() == []


@given(st.lists(st.tuples(SHARE, COSINE, COSINE, COSINE), min_size=1, max_size=20), SHARE)
def test_scores_are_shares_of_one(parts: list[tuple[float, float, float, float]], unknown: float) -> None:
    lexical, *near = np.array(parts).T
    scores = blend(Signals(lexical, unknown, Meaning(*near)), WITH_MEANING).tolist()
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert math.fsum(scores) <= 1.0 + 1e-9


@given(SHARE, SHARE, COSINE, COSINE)
def test_more_of_a_signal_never_lowers_the_score_of_its_section(
    less: float, more: float, near: float, other: float
) -> None:
    low, high = (blend(_near(near, other, lexical=[lexical, 0.5]), WITH_MEANING)[0] for lexical in sorted((less, more)))
    assert low <= high
