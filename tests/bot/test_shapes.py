"""Shapes: what is recognised, what is not, and that no text makes the search slow."""

import time
from itertools import pairwise

import pytest

from bot.understanding.shapes import MOST_SHAPES, Shape, ShapeKind, find_shapes


def _found(text: str, *, phone_expected: bool = False) -> list[tuple[str, str]]:
    shapes = find_shapes(text, phone_expected=phone_expected)
    return [(shape.kind.value, text[shape.start : shape.end]) for shape in shapes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail dana@acme.com.", [("email", "dana@acme.com")]),
        ("it's dana.o'neil+foyer@mail.acme.co.uk!", [("email", "dana.o'neil+foyer@mail.acme.co.uk")]),
        ("see acme.io/pricing?x=1 please", [("link", "acme.io/pricing?x=1")]),
        ("https://acme.example/a", [("link", "https://acme.example/a")]),
        ("budget $5k/mo", [("money", "$5k/mo")]),
        ("$10,000 - $20,000 per year", [("money", "$10,000 - $20,000 per year")]),
        ("10-20k euros", [("money", "10-20k euros")]),
        ("€2.5k monthly", [("money", "€2.5k monthly")]),
        ("US$ 300", [("money", "US$ 300")]),
        ("5k a month", [("money", "5k a month")]),
        ("call +49 170 1234567 now", [("phone", "+49 170 1234567")]),
        ("(030) 123 45 67", [("phone", "(030) 123 45 67")]),
        ("555-123-4567", [("phone", "555-123-4567")]),
        ("my number is 0151 23456789", [("phone", "0151 23456789")]),
        ("we are 40ppl", [("number", "40")]),
        ("1,500 people", [("number", "1,500")]),
        ("about 50-100 reps", [("number", "50"), ("number", "100")]),
        ("1.500,50 € im Monat", [("money", "1.500,50 € im Monat")]),
        ("15 Tsd. Euro pro Jahr", [("money", "15 Tsd. Euro pro Jahr")]),
        ("500 bis 800 Euro monatlich", [("money", "500 bis 800 Euro monatlich")]),
        ("200€/Monat", [("money", "200€/Monat")]),
        ("15 mil euros al año", [("money", "15 mil euros al año")]),
        ("de 500 a 800 dólares al mes", [("money", "500 a 800 dólares al mes")]),
        ("müller-söhne.de", [("link", "müller-söhne.de")]),
        ("Handy: 0151 / 23456789", [("phone", "0151 / 23456789")]),
        ("mi móvil 612345678", [("phone", "612345678")]),
        ("wir sind 40 Leute", [("number", "40")]),
        ("somos 40 personas al mes", [("number", "40")]),
        ("no shapes here", []),
    ],
)
def test_shapes_are_found_as_people_type_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize("text", ["2024-2025", "12.05.2024", "order 123456789", "card 4111 1111 1111 1111", "v1.2.3.4"])
def test_years_dates_and_long_numbers_are_no_telephone(text: str) -> None:
    assert "phone" not in [kind for kind, _ in _found(text)]


def test_a_bare_run_of_digits_is_a_telephone_when_one_was_asked_for() -> None:
    assert _found("015123456789") == [("number", "015123456789")]
    assert _found("015123456789", phone_expected=True) == [("phone", "015123456789")]


def test_numbers_of_visitors_or_tickets_are_not_money() -> None:
    assert _found("we get 200 a month") == [("number", "200")]
    assert _found("5k visitors a month") == [("number", "5")]


def test_shapes_never_overlap() -> None:
    shapes = find_shapes("$5k/mo for 40, dana@acme.com, +49 170 1234567, acme.com/5k, 10-20k euros")
    for before, after in pairwise(shapes):
        assert before.end <= after.start


@pytest.mark.parametrize(
    "text",
    [
        "a" * 65_536,
        "1" * 65_536,
        "1-" * 32_768,
        "a@" * 32_768,
        "a." * 32_768,
        "$" * 65_536,
        "$1" * 32_768,
        "(1" * 32_768,
        "+1 " * 20_000,
        "1 to " * 13_000,
        "a" * 10_000 + "@" + "b" * 10_000 + ".com",
        "www." * 16_000,
        "\u00a01" * 32_768,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_no_text_makes_the_search_slow(text: str) -> None:
    started = time.process_time()
    shapes = find_shapes(text, phone_expected=True)
    assert time.process_time() - started < 0.1
    assert len(shapes) <= 2 * MOST_SHAPES


def test_a_shape_knows_what_it_overlaps() -> None:
    shape = Shape(ShapeKind.NUMBER, 3, 5)
    assert shape.overlaps(4, 9)
    assert not shape.overlaps(5, 9)
    assert not shape.overlaps(0, 3)
