"""What is open when a visitor falls silent."""

import pytest

from qualification.facts import FactKey
from qualification.state import DialogueState, Pending
from qualification.waiting.silence import awaits_answer


@pytest.mark.parametrize("pending", sorted(set(Pending) - {Pending.PROBLEM_CHECK}))
def test_whatever_was_asked_or_offered_is_open(pending: Pending) -> None:
    assert awaits_answer(DialogueState(pending=pending))


def test_a_question_for_a_fact_is_open() -> None:
    assert awaits_answer(DialogueState(requested=FactKey.EMAIL))


@pytest.mark.parametrize("pending", [None, Pending.PROBLEM_CHECK])
def test_an_answer_after_which_nothing_was_asked_leaves_nothing_open(pending: Pending | None) -> None:
    assert not awaits_answer(DialogueState(pending=pending))
