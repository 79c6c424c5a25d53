"""One piece of text, one fact, whichever extractors spoke."""

import re
from itertools import pairwise

import pytest

from bot.understanding.shapes import find_shapes
from bot.understanding.spans import BY_SHAPE, Span, fit_to_shapes, settle, without_denied, without_remarks


def _span(fact: str, start: int, end: int, confidence: float = 0.8) -> Span:
    return Span(fact, start, end, confidence, "test")


def test_claims_that_do_not_touch_all_stand_in_order() -> None:
    later, earlier = _span("email", 10, 15), _span("name", 0, 4)
    assert settle([later, earlier]) == [earlier, later]


def test_of_two_claims_on_one_text_the_surer_stands() -> None:
    assert settle([_span("name", 0, 4, 0.6), _span("company", 2, 6, 0.9)]) == [_span("company", 2, 6, 0.9)]


def test_of_equally_sure_claims_the_longer_stands() -> None:
    assert settle([_span("name", 0, 4), _span("company", 0, 9)]) == [_span("company", 0, 9)]


def test_a_weaker_claim_for_the_same_fact_lends_its_outline() -> None:
    sure, wide = _span("budget", 2, 4, 0.9), _span("budget", 0, 11, 0.5)
    assert settle([sure, wide]) == [_span("budget", 0, 11, 0.9)]


def test_the_same_claim_made_twice_counts_once() -> None:
    assert settle([_span("email", 0, 9, 1.0), _span("email", 0, 9, 0.7)]) == [_span("email", 0, 9, 1.0)]


def test_what_stands_never_overlaps() -> None:
    claims = [
        _span(fact, start, start + length, confidence)
        for fact in ("name", "company", "role")
        for start in range(0, 20, 3)
        for length, confidence in ((2, 0.5), (5, 0.7), (9, 0.6))
    ]
    standing = settle(claims)
    for before, after in pairwise(standing):
        assert before.end <= after.start


def test_a_claim_that_cuts_through_an_amount_means_all_of_it() -> None:
    text = "maybe $5k a month"
    fitted = fit_to_shapes(_span("budget", 7, 9), find_shapes(text))
    assert text[fitted.start : fitted.end] == "$5k a month"


def test_a_remark_as_a_whole_is_no_fact() -> None:
    assert without_remarks("hello there", [_span("company", 0, 11)]) == []


def test_a_fact_by_the_way_stays_in_a_remark() -> None:
    claim = _span("team_size", 15, 17)
    assert without_remarks("can we demo it? 40 of us here", [claim]) == [claim]


def test_an_exact_shape_stays_even_if_it_is_all_there_is() -> None:
    claim = _span("email", 0, 13, BY_SHAPE)
    assert without_remarks("dana@acme.com", [claim]) == [claim]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("we're actually 55 people not 40", ["55"]),
        ("not 40 but 55", ["55"]),
        ("our budget isn't 3000, it is about 200", ["200"]),
        ("it’s 55 instead of about 40", ["55"]),
        ("no longer at 40", []),
        ("we don’t use 40", []),
        ('it\'s 55 (not "40")', ["55"]),
        ("why not 40 then", ["40"]),
        ("not more than 40", ["40"]),
        ("not sure, maybe 40", ["40"]),
        ("I cannot, 40 of us", ["40"]),
        ("40 not counting me", ["40"]),
        ("wir sind 55, nicht 40", ["55"]),
        ("55 statt 40", ["55"]),
        ("nicht mehr als 40", ["40"]),
        ("noch nicht sicher, 40", ["40"]),
        ("somos 55, no somos 40", ["55"]),
        ("55 en vez de 40", ["55"]),
        ("no más de 40", ["40"]),
        ("55 no 40", ["55", "40"]),
    ],
)
def test_d7_of_a_correction_only_what_is_affirmed_is_told(text: str, told: list[str]) -> None:
    claims = [_span("team_size", found.start(), found.end()) for found in re.finditer(r"\d+", text)]
    assert [text[claim.start : claim.end] for claim in without_denied(text, claims)] == told


def test_a_name_by_the_way_must_be_sure() -> None:
    assert without_remarks("Book a demo", [_span("name", 0, 4, 0.64)]) == []
    asked = _span("name", 0, 4, 0.64)
    assert without_remarks("Book a demo", [asked], "name") == [asked]
    sure = _span("name", 14, 18, 0.9)
    assert without_remarks("a demo for me, Dana", [sure]) == [sure]
