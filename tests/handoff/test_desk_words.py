"""Numbers, times and codes as reps read them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.desk import figures, times, words

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@given(st.lists(st.floats(min_value=-100, max_value=100, allow_nan=False), max_size=12))
def test_s1_rounded_parts_always_add_up_to_the_rounded_total(values: list[float]) -> None:
    shown = figures.hundredths(values)
    assert abs(sum(shown) - sum(values) * 100) <= 0.5 + 1e-6
    assert all(abs(cents - value * 100) <= 1 for cents, value in zip(shown, values, strict=True))


def test_three_thirds_are_shown_as_one() -> None:
    third = figures.blend([(name, 1 / 3, 1.0, 1 / 3) for name in "abc"])
    assert [part.points for part in third.parts] == ["0.34", "0.33", "0.33"]
    assert third.total == "1"


def test_a_negative_contribution_is_shown_with_its_sign() -> None:
    shown = figures.blend([("trust", 1.0, 0.5, 0.5), ("anger", 0.4, -0.5, -0.2)])
    assert [part.points for part in shown.parts] == ["0.5", "−0.2"]
    assert shown.parts[1].formula == "0.4 × −0.5"
    assert shown.total == "0.3"


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=-3), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=7), "14 Nov 2026"),
    ],
)
def test_the_age_of_a_message_is_said_shortly(age: timedelta, said: str) -> None:
    assert times.ago(NOW - age, NOW) == said


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(seconds=-1), "0:00"),
        (timedelta(seconds=9), "0:09"),
        (timedelta(minutes=2, seconds=41), "2:41"),
        (timedelta(hours=1, minutes=5), "1 h 05 min"),
        (timedelta(days=2, hours=3, minutes=59), "2 d 3 h"),
    ],
)
def test_a_wait_is_said_as_it_ticks(wait: timedelta, said: str) -> None:
    assert times.waited(NOW - wait, NOW) == said


@pytest.mark.parametrize("url", ["/help/pricing#plans", "https://foyer.example/a", "http://foyer.example"])
def test_pages_and_the_web_may_be_links(url: str) -> None:
    assert words.safe_link(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//evil.example", "data:text/html,x", "help", "/\\evil", "http://[", "https:///x", ""],
)
def test_nothing_else_becomes_a_link(url: str) -> None:
    assert words.safe_link(url) is None


def test_a_code_without_a_word_is_shown_readably() -> None:
    assert words.cause("brand_new_cause") == "Brand new cause"
    assert words.decision("asked_again") == "Asked again"
    assert words.channel("whats_app") == "Whats app"
    assert words.source("chat:support") == "Chat, help centre"
    assert words.evidence_text("rule", "D4@1") == "Rule D4, version 1"


@pytest.mark.parametrize(
    ("name", "short"), [("Priya Nair", "PN"), ("Cher", "C"), ("  ", "?"), ("J. R. R. Tolkien", "JT")]
)
def test_a_rep_without_a_picture_has_initials(name: str, short: str) -> None:
    assert words.initials(name) == short
