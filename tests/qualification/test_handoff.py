"""The passage to a rep: which steps there are, who wins, how ownership grows (H2, D8), and the order of queues (L6)."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.conversation import HandoffOutcome, HandoffStatus, Owner
from qualification.decision import Cause
from qualification.errors import Conflict, RuleViolation
from qualification.handoff import (
    NEXT,
    Passage,
    check_transition,
    claim,
    close,
    give_back,
    leave_unanswered,
    request,
)
from qualification.ordering import Place, queue_key
from tests.qualification.conversations import NOW
from tests.qualification.generated import MOMENTS

NEW = Passage(HandoffStatus.NONE, Owner(1))
STATUSES = st.sampled_from(list(HandoffStatus))
STEPS = st.lists(st.sampled_from(["request", "claim", "unanswered", "give_back", "close"]), max_size=12)
PLACES = st.builds(Place, st.none() | st.floats(0, 100), MOMENTS, st.integers(0, 5), st.uuids().map(str))


def _waiting() -> Passage:
    return request(NEW, Cause.ASKED_FOR_PERSON, NOW)


def _accepted() -> Passage:
    return claim(_waiting(), "dana", "Dana")


def test_h2_a_requested_handoff_waits_with_its_cause_and_time() -> None:
    assert _waiting() == Passage(HandoffStatus.WAITING, Owner(1), Cause.ASKED_FOR_PERSON, NOW)


def test_h2_of_two_who_claim_the_first_wins_and_the_other_hears_who() -> None:
    with pytest.raises(Conflict, match="Dana"):
        claim(_accepted(), "eli", "Eli")


def test_h2_a_second_click_of_the_winner_changes_nothing() -> None:
    assert claim(_accepted(), "dana", "Dana") == _accepted()


def test_h2_a_handoff_that_nobody_answered_can_still_be_picked_up() -> None:
    assert claim(leave_unanswered(_waiting()), "dana", "Dana").owner == Owner(2, "dana", "Dana")


def test_d8_the_ownership_number_grows_when_a_rep_takes_and_when_a_rep_gives_back() -> None:
    returned = give_back(_accepted(), "dana")
    assert (_accepted().owner.number, returned.owner.number) == (2, 3)
    assert returned.owner.is_assistant


def test_d8_only_the_owner_may_give_back_or_close() -> None:
    with pytest.raises(RuleViolation, match="Dana"):
        give_back(_accepted(), "eli")
    with pytest.raises(RuleViolation, match="Dana"):
        close(_accepted(), HandoffOutcome.SOLVED, "eli")


def test_d4_asking_again_while_one_waits_changes_nothing_but_danger_raises_it() -> None:
    later = NOW + timedelta(minutes=5)
    assert request(_waiting(), Cause.LEGAL, later) == _waiting()
    assert request(_waiting(), Cause.SAFETY, later).cause is Cause.SAFETY
    assert request(_waiting(), Cause.SAFETY, later).since == NOW


def test_h2_a_closed_handoff_keeps_its_outcome_and_may_be_followed_by_a_new_one() -> None:
    closed = close(_accepted(), HandoffOutcome.MEETING_BOOKED, "dana")
    assert closed.outcome is HandoffOutcome.MEETING_BOOKED
    assert request(closed, Cause.DEMO, NOW).outcome is None


@pytest.mark.parametrize("step", ["claim", "unanswered", "give_back", "close"])
def test_h2_a_step_that_the_machine_does_not_know_is_refused_in_words(step: str) -> None:
    with pytest.raises(RuleViolation, match="is none, so it cannot become"):
        _step(NEW, step)


@given(STATUSES, STATUSES)
def test_h2_every_transition_is_either_listed_or_refused(now: HandoffStatus, then: HandoffStatus) -> None:
    if then in NEXT[now]:
        check_transition(now, then)
    else:
        with pytest.raises(RuleViolation):
            check_transition(now, then)


@given(STEPS)
def test_d8_whatever_happens_the_number_only_grows_and_grows_with_every_new_owner(steps: list[str]) -> None:
    passages = [NEW]
    for step in steps:
        try:
            passages.append(_step(passages[-1], step))
        except (RuleViolation, Conflict):
            continue
    for before, after in pairwise(passages):
        assert after.owner.number >= before.owner.number
        assert after.owner.rep_id == before.owner.rep_id or after.owner.number > before.owner.number
        assert (after.status is HandoffStatus.ACCEPTED) == (after.owner.rep_id is not None)


def _step(passage: Passage, step: str) -> Passage:
    match step:
        case "request":
            return request(passage, Cause.POLICY, NOW)
        case "claim":
            return claim(passage, "dana", "Dana")
        case "unanswered":
            return leave_unanswered(passage)
        case "give_back":
            return give_back(passage, "dana")
        case _:
            return close(passage, HandoffOutcome.SOLVED, passage.owner.rep_id)


def test_l6_queues_sort_by_score_then_activity_then_priority_then_id() -> None:
    earlier = NOW - timedelta(hours=1)
    expected = [
        Place(90, earlier, 0, "z"),
        Place(50, NOW, 0, "y"),
        Place(50, earlier, 2, "x"),
        Place(50, earlier, 1, "a"),
        Place(50, earlier, 1, "b"),
        Place(None, NOW, 9, "c"),
    ]
    shuffled = expected[::-1]
    assert sorted(shuffled, key=queue_key) == expected


@given(st.lists(PLACES, unique_by=lambda place: place.id))
def test_l6_the_order_does_not_depend_on_the_order_before(places: list[Place]) -> None:
    backwards = places[::-1]
    assert sorted(places, key=queue_key) == sorted(backwards, key=queue_key)
