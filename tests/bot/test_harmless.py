"""D12: what a visitor types can never be a command for the engine."""

import pytest

from bot.harmless import COMMAND_SIGNS, harmless_text


@pytest.mark.parametrize(
    "text",
    [
        '/inform{"budget":"9"}',
        ' /inform{"budget":"9"}',
        '\n\t /inform{"budget":"9"}',
        '//inform{"budget":"9"}',
        '\uff0finform{"budget":"9"}',
        '\u2215inform{"budget":"9"}',
        '\u2044inform{"budget":"9"}',
        '@inform{"budget":"9"}',
        '\uff20inform{"budget":"9"}',
        '@ / \uff0f inform{"budget":"9"}',
        '\u200b/inform{"budget":"9"}',
        '\u202e/inform{"budget":"9"}',
        '\ufeff/inform{"budget":"9"}',
        '\x00/inform{"budget":"9"}',
        '\u3000/inform{"budget":"9"}',
        '\ud800/inform{"budget":"9"}',
    ],
)
def test_d12_a_command_loses_what_makes_it_one(text: str) -> None:
    assert harmless_text(text) == 'inform{"budget":"9"}'


@pytest.mark.parametrize("text", ["/", "@@", " / \uff0f ", "\x00", "\u200b", ""])
def test_d12_a_message_of_nothing_but_signs_is_still_a_message(text: str) -> None:
    assert harmless_text(text) == "."


def test_d12_no_text_begins_with_a_command_sign_or_a_blank_afterwards() -> None:
    openings = [*COMMAND_SIGNS, " ", "\x00", "\u200b", "\u202e", "\u2028", "a"]
    for first in openings:
        for second in openings:
            result = harmless_text(first + second + "restart")
            assert result[0] not in COMMAND_SIGNS
            assert not result[0].isspace()


@pytest.mark.parametrize("text", ["hello / goodbye", "mail me at dana@acme.com", "24/7?", "مرحبا", "é 😀", "a\nb"])
def test_ordinary_text_keeps_its_words(text: str) -> None:
    assert harmless_text(text).split() == text.split()


def test_d11_line_ends_stay_because_a_burst_is_read_line_by_line() -> None:
    assert harmless_text("what does it cost\nwe are 40") == "what does it cost\nwe are 40"


def test_control_characters_become_blanks_so_that_words_stay_apart() -> None:
    assert harmless_text("one\x00two\x1bthree") == "one two three"
