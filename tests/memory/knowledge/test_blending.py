"""The blending function, by hand: what a score means and what moves it."""

import math

from hypothesis import given
from hypothesis import strategies as st

from memory.knowledge.blending import WITH_MEANING, WORDS_ALONE, Meaning, Signals, Weights, blend

ONLY_WORDS = Weights(bias=0.0, lexical=1.0, unknown=0.0)
SHARE = st.floats(0, 1, allow_nan=False)
COSINE = st.floats(-1, 1, allow_nan=False)


def _words(*lexical: float) -> list[Signals]:
    return [Signals(lexical=value, meaning=None) for value in lexical]


def _near(question: float, lexical: float = 0.5) -> Signals:
    return Signals(lexical, Meaning(question=question, title=question, quote=question))


def test_one_section_with_no_strength_is_as_likely_as_nothing() -> None:
    assert blend(_words(0.0), 0.0, ONLY_WORDS) == [0.5]


def test_a_score_is_the_share_of_the_whole_including_nothing() -> None:
    first, second = blend(_words(1.0, 0.0), 0.0, ONLY_WORDS)
    whole = math.e + 1 + 1
    assert math.isclose(first, math.e / whole)
    assert math.isclose(second, 1 / whole)


def test_two_sections_that_fit_equally_well_stay_below_one_half() -> None:
    first, second = blend([_near(0.9), _near(0.9)], 0.0, WITH_MEANING)
    assert first == second < 0.5


def test_a_section_that_fits_alone_is_good_enough() -> None:
    near, *far = blend([_near(0.9), *[_near(0.2, lexical=0.0)] * 200], 0.0, WITH_MEANING)
    assert near > 0.5 > max(far)


def test_nothing_near_leaves_every_score_low() -> None:
    assert max(blend([_near(0.3, lexical=0.1)] * 200, 0.0, WITH_MEANING)) < 0.05


def test_words_that_no_page_has_lower_every_score() -> None:
    sections = [_near(0.7), _near(0.5)]
    known, unknown = (blend(sections, share, WITH_MEANING) for share in (0.0, 1.0))
    assert all(less < more for less, more in zip(unknown, known, strict=True))


def test_without_meaning_a_shared_word_alone_is_not_good_enough() -> None:
    assert max(blend(_words(0.25, 0.0, 0.0), 0.3, WORDS_ALONE)) < 0.5


def test_extreme_strengths_do_not_overflow() -> None:
    assert blend(_words(1.0, 0.0), 0.0, Weights(bias=0.0, lexical=5000.0, unknown=0.0)) == [1.0, 0.0]
    assert blend(_words(1.0), 0.0, Weights(bias=-5000.0, lexical=0.0, unknown=0.0)) == [0.0]


def test_no_sections_yield_no_scores() -> None:
    assert blend([], 0.0, WITH_MEANING) == []


@given(st.lists(st.tuples(SHARE, COSINE, COSINE, COSINE), min_size=1, max_size=20), SHARE)
def test_scores_are_shares_of_one(parts: list[tuple[float, float, float, float]], unknown: float) -> None:
    scores = blend([Signals(words, Meaning(*near)) for words, *near in parts], unknown, WITH_MEANING)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert math.fsum(scores) <= 1.0 + 1e-9


@given(SHARE, SHARE, COSINE, COSINE)
def test_more_of_a_signal_never_lowers_the_score_of_its_section(
    less: float, more: float, near: float, other: float
) -> None:
    low, high = sorted((less, more))
    rival = _near(other)

    def score(lexical: float) -> float:
        return blend([_near(near, lexical), rival], 0.0, WITH_MEANING)[0]

    assert score(low) <= score(high)
