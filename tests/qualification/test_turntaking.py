"""When a burst is over (D11)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.rulebook import Rulebook
from qualification.turntaking import quiet_before_turn

NOTHING = timedelta()


def _quiet(rulebook: Rulebook, *texts: str, typing: bool = False, waited: timedelta = NOTHING) -> timedelta:
    return quiet_before_turn(texts, typing=typing, waited=waited, rulebook=rulebook)


def _ms(amount: int) -> timedelta:
    return timedelta(milliseconds=amount)


@pytest.mark.parametrize(
    "text", ["what does it cost?", "we are 40 people", "ok", "hello, what does it cost", "AND?", "👍"]
)
def test_d11_a_finished_message_is_answered_almost_at_once(rulebook: Rulebook, text: str) -> None:
    assert _quiet(rulebook, text) == _ms(rulebook.turn_taking.quiet_ms)


@pytest.mark.parametrize("text", ["hi", "Hello there", "good morning!", "hey 👋", "Hola"])
def test_d11_after_a_bare_greeting_the_question_is_waited_for(rulebook: Rulebook, text: str) -> None:
    assert _quiet(rulebook, text) == _ms(rulebook.turn_taking.greeting_ms)


@pytest.mark.parametrize(
    "text", ["we have a team of 40,", "I need this for my team and", "so...", "well…", "it is because", "my email is:"]
)
def test_d11_a_message_that_looks_unfinished_is_waited_for(rulebook: Rulebook, text: str) -> None:
    assert _quiet(rulebook, "hello", text) == _ms(rulebook.turn_taking.unfinished_ms)


def test_d11_only_the_last_message_of_a_burst_tells_whether_more_comes(rulebook: Rulebook) -> None:
    assert _quiet(rulebook, "hi", "what does it cost?") == _ms(rulebook.turn_taking.quiet_ms)


def test_d11_a_visitor_who_is_typing_is_waited_for(rulebook: Rulebook) -> None:
    assert _quiet(rulebook, "what does it cost?", typing=True) == _ms(rulebook.turn_taking.typing_ms)


def test_d11_a_visitor_who_never_stops_typing_is_answered_all_the_same(rulebook: Rulebook) -> None:
    whole = _ms(rulebook.turn_taking.total_ms)
    assert _quiet(rulebook, "and", typing=True, waited=whole) == NOTHING


@given(st.lists(st.text(max_size=60)), st.booleans(), st.integers(0, 10**7))
def test_d11_no_wait_is_negative_or_goes_beyond_the_total(
    rulebook: Rulebook,
    texts: list[str],
    typing: bool,  # noqa: FBT001 - hypothesis gives it by position
    waited_ms: int,
) -> None:
    waited = _ms(waited_ms)
    quiet = quiet_before_turn(texts, typing=typing, waited=waited, rulebook=rulebook)
    assert quiet >= NOTHING
    assert quiet == NOTHING or waited + quiet <= _ms(rulebook.turn_taking.total_ms)
