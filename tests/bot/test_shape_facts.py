"""Which facts a shape states by itself, and which only as an answer."""

from bot.understanding.shape_facts import facts_by_shape
from bot.understanding.shapes import find_shapes


def _facts(text: str, requested: str | None = None) -> list[tuple[str, str]]:
    shapes = find_shapes(text, phone_expected=requested == "phone")
    spans = facts_by_shape(shapes, requested, "shapes")
    return [(span.fact, text[span.start : span.end]) for span in spans]


def test_an_address_and_a_telephone_speak_for_themselves() -> None:
    assert _facts("dana@acme.com or +49 170 1234567") == [
        ("email", "dana@acme.com"),
        ("phone", "+49 170 1234567"),
    ]


def test_a_number_is_a_team_size_only_as_the_answer_to_that() -> None:
    assert _facts("40") == []
    assert _facts("around 40", "team_size") == [("team_size", "40")]
    assert _facts("around 40", "budget") == [("budget", "40")]


def test_an_amount_is_a_budget_only_as_the_answer_to_that() -> None:
    assert _facts("is it $49 a month") == []
    assert _facts("$49 a month", "budget") == [("budget", "$49 a month")]


def test_among_several_numbers_none_is_the_answer_by_its_shape() -> None:
    assert _facts("40 or 50", "team_size") == []
