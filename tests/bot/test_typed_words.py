"""Words are cut the way people type them, and know where they stand."""

import time

import pytest

from bot.understanding.shapes import find_shapes
from bot.understanding.typed_words import Word, cut_words


def _words(text: str) -> list[str]:
    return [word.text for word in cut_words(text, find_shapes(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we're 40ppl", ["we're", "40", "ppl"]),
        ("it’s 5k/mo", ["it’s", "5", "k", "/", "mo"]),
        ("next week,then", ["next", "week", ",", "then"]),
        ("dana@acme.com.", ["dana@acme.com", "."]),
        ("see acme.io/x ok", ["see", "acme.io/x", "ok"]),
        ("1,500 or 2.5", ["1,500", "or", "2.5"]),
        ("mid-sized_co", ["mid", "-", "sized", "_", "co"]),
        ("cafe\u0301 Zu\u0308rich", ["cafe\u0301", "Zu\u0308rich"]),
        ("👍👍", ["👍", "👍"]),
        ("   ", []),
    ],
)
def test_words_end_where_a_fact_may_end(text: str, expected: list[str]) -> None:
    assert _words(text) == expected


def test_every_word_stands_where_it_says() -> None:
    text = "Hi, I'm Dana (dana@acme.com) — 40ppl, $5k/mo…"
    for word in cut_words(text, find_shapes(text)):
        assert text[word.start : word.end] == word.text


def test_an_unbroken_word_is_cut_into_pieces_at_once() -> None:
    started = time.process_time()
    words = cut_words("a" * 65_536, [])
    assert time.process_time() - started < 0.1
    assert max(len(word.text) for word in words) <= 64


def test_the_end_of_a_word_follows_from_its_start() -> None:
    assert Word("Dana", 3).end == 7
