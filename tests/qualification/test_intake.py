"""A visitor's text on its way in: cleaned, limited, and never a command (D12)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.errors import RuleViolation
from qualification.intake import COMMAND_MARKS, SHIELD, TEXT_LIMIT, clean, harmless

MARKS = st.sampled_from(sorted(COMMAND_MARKS))
HIDDEN = st.text(st.sampled_from(" \t\n\u00a0\u2009\u200b\u200d\u200e\u202e\u2066\ufeff\u3164\u0301\u00ad"), max_size=6)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  hello \t world ", "hello world"),
        ("a\x00b\x07c", "abc"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("\u202egnp.exe\u202c \u200fabc\u2066", "gnp.exe abc"),
        ("cafe\u0301", "café"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("👩\u200d💻", "👩\u200d💻"),
        (
            "\u0646\u0631\u0645\u200c\u0627\u0641\u0632\u0627\u0631",
            "\u0646\u0631\u0645\u200c\u0627\u0641\u0632\u0627\u0631",
        ),
        ("½ ™ ①", "½ ™ ①"),
        ("broken \ud800 pair", "broken pair"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_text_is_kept_as_people_see_it(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00", "\u200b\u200d", "\u202e\u202c", "\u3164", "\u0301"])
def test_a_text_with_nothing_to_read_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(RuleViolation, match="empty"):
        clean(text)


@pytest.mark.parametrize("length", [TEXT_LIMIT + 1, 100_000, 1_000_000])
def test_a_text_that_is_too_long_is_refused_with_the_limit(length: int) -> None:
    with pytest.raises(RuleViolation, match="2,000"):
        clean("x" * length)


def test_a_text_of_exactly_the_limit_is_kept_blanks_around_it_not_counted() -> None:
    assert clean("  " + "x" * TEXT_LIMIT + "\n") == "x" * TEXT_LIMIT


@given(st.text())
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    try:
        once = clean(text)
    except RuleViolation:
        return
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not [c for c in once if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]


@pytest.mark.parametrize(
    "text",
    [
        '/inform{"budget":"9"}',
        '   /inform{"budget":"9"}',
        "\u200b/restart",
        "\u3164\u0301/restart",
        "@user",
        "\uff0finform",
        "\u2044inform",
        "\u2215inform",
        "\u29f8inform",
        "\\inform",
        "\uff20all",
        "/",
    ],
)
def test_d12_a_command_never_reaches_the_engine_as_one(text: str) -> None:
    made = harmless(text)
    assert made.startswith(SHIELD)
    assert made[len(SHIELD) :] in text


@given(HIDDEN, MARKS, st.text(max_size=40))
def test_d12_no_blank_or_invisible_mark_smuggles_a_command_in(hidden: str, mark: str, rest: str) -> None:
    made = harmless(hidden + mark + rest)
    assert made == SHIELD + mark + rest
    assert made.strip()[0] not in COMMAND_MARKS


@given(st.text(max_size=60))
def test_d12_what_becomes_of_a_text_never_begins_like_a_command(text: str) -> None:
    made = harmless(text)
    assert not made.lstrip().startswith(("/", "@", "\\"))
    assert harmless(made) == made


@given(st.from_regex(r"\A[a-z0-9][ -~]{0,40}\Z"))
def test_d12_an_ordinary_text_is_not_changed(text: str) -> None:
    assert harmless(text) == text


def test_d12_slashes_inside_of_a_text_are_left_alone() -> None:
    assert harmless("24/7 support, mail me @work") == "24/7 support, mail me @work"
