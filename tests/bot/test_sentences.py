"""The sentences of a message, each to be understood by itself."""

from __future__ import annotations

import pytest

from bot.understanding.sentences import LEAST_WORDS, MOST_AT_EACH_END, sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I want to talk to a human", []),
        ("I want to talk to a human.", []),
        ("The import stops at row 300. I want a human!", ["The import stops at row 300.", "I want a human!"]),
        ("my import stops\nit worked\nget me a human", ["my import stops", "it worked", "get me a human"]),
        ("Version 1.2.3 of acme.com fails", []),
        ("ok. cool.", []),
        ("أريد المساعدة؟ أريد شخصا الآن", ["أريد المساعدة؟", "أريد شخصا الآن"]),
    ],
)
def test_a_text_of_several_sentences_is_taken_apart(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


def test_of_a_long_text_both_ends_are_read() -> None:
    found = sentences_of(" ".join(f"sentence number {number} here." for number in range(99)))
    assert len(found) == 2 * MOST_AT_EACH_END
    assert (found[0], found[-1]) == ("sentence number 0 here.", "sentence number 98 here.")
    assert LEAST_WORDS > 1
