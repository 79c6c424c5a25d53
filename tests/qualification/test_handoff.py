"""How a handoff may go on from where it stands."""

from itertools import product

import pytest

from qualification.conversation import IN_QUEUE, HandoffStatus
from qualification.decision import Cause
from qualification.errors import RuleViolation
from qualification.handoff import NEXT, check_transition, raises


def test_every_status_says_what_may_follow() -> None:
    assert set(NEXT) == set(HandoffStatus)


@pytest.mark.parametrize(("now", "then"), list(product(HandoffStatus, HandoffStatus)))
def test_h2_a_step_is_allowed_exactly_when_it_is_written_down(now: HandoffStatus, then: HandoffStatus) -> None:
    if then in NEXT[now]:
        check_transition(now, then)
    else:
        with pytest.raises(RuleViolation, match=then.value):
            check_transition(now, then)


def test_h2_an_ended_handoff_never_comes_back() -> None:
    assert not NEXT[HandoffStatus.CLOSED]
    assert not NEXT[HandoffStatus.RETURNED]


def test_h2_who_is_in_the_queue_may_be_accepted_and_who_is_accepted_taken_over() -> None:
    accepting = {now for now, then in NEXT.items() if HandoffStatus.ACCEPTED in then}
    assert accepting == {*IN_QUEUE, HandoffStatus.ACCEPTED}


def test_d3_an_open_handoff_is_raised_to_what_is_more_urgent_and_to_nothing_else() -> None:
    assert raises(Cause.SAFETY, Cause.PRIVACY)
    assert raises(Cause.PRIVACY, Cause.ASKED_FOR_PERSON)
    assert not raises(Cause.PRIVACY, Cause.SAFETY)
    assert not any(raises(cause, cause) for cause in Cause)
    assert not any(raises(Cause.QUALIFIED, cause) for cause in Cause)
