"""Handoffs: one open per conversation, one winner, the order of the queue; and the reps' notes."""

from dataclasses import replace
from itertools import product

import pytest

from memory.contract import Conversation, Handoff, Memory
from qualification.conversation import HandoffOutcome, HandoffStatus
from qualification.decision import Cause
from qualification.errors import Conflict
from qualification.ordering import Place, queue_key
from tests.memory.samples import MINUTE, NOW, add_rep, open_conversation, the_conversation, visitor_says

OPEN = (HandoffStatus.WAITING, HandoffStatus.UNANSWERED, HandoffStatus.ACCEPTED)


def _request(
    memory: Memory,
    conversation: Conversation,
    *,
    score: float | None = None,
    source_priority: int = 0,
    minutes: int = 0,
    cause: Cause = Cause.ASKED_FOR_PERSON,
) -> Handoff:
    with memory.transaction() as records:
        return records.handoffs.request(
            conversation.id,
            cause=cause,
            reason="Asked for a person.",
            score=score,
            source_priority=source_priority,
            now=NOW + minutes * MINUTE,
        )


def _set_status(
    memory: Memory, handoff: Handoff, status: HandoffStatus, outcome: HandoffOutcome | None = None
) -> Handoff:
    with memory.transaction() as records:
        return records.handoffs.set_status(handoff.id, status, now=NOW + MINUTE, outcome=outcome)


def test_a_requested_handoff_waits_and_the_conversation_says_so(memory: Memory) -> None:
    opened = open_conversation(memory)
    handoff = _request(memory, opened, score=71.5)
    assert (handoff.status, handoff.cause, handoff.reason) == (
        HandoffStatus.WAITING,
        Cause.ASKED_FOR_PERSON,
        "Asked for a person.",
    )
    assert (handoff.requested_at, handoff.score, handoff.claimed_by) == (NOW, 71.5, None)
    assert the_conversation(memory, opened.id).handoff is HandoffStatus.WAITING
    with memory.reading() as records:
        assert records.handoffs.get(handoff.id) == records.handoffs.open_for(opened.id) == handoff


def test_asking_again_gives_the_handoff_that_is_open(memory: Memory) -> None:
    opened = open_conversation(memory)
    first = _request(memory, opened)
    assert _request(memory, opened, minutes=5).id == first.id
    unanswered = _set_status(memory, first, HandoffStatus.UNANSWERED)
    assert _request(memory, opened) == unanswered


def test_d3_an_urgent_cause_raises_the_open_handoff_and_keeps_why_it_was_asked_for(memory: Memory) -> None:
    opened = open_conversation(memory)
    first = _request(memory, opened)
    raised = _request(memory, opened, cause=Cause.PRIVACY)
    assert (raised.id, raised.cause) == (first.id, Cause.PRIVACY)
    assert raised.reason == "Asked for a person. Before: Asked for a person."
    assert _request(memory, opened, cause=Cause.QUALIFIED) == _request(memory, opened, cause=Cause.PRIVACY) == raised


def test_d3_a_second_urgent_demand_is_added_to_the_reason_of_the_first(memory: Memory) -> None:
    opened = open_conversation(memory)
    _request(memory, opened, cause=Cause.SAFETY)
    with memory.transaction() as records:
        also = records.handoffs.request(opened.id, cause=Cause.PRIVACY, reason="Erase it.", score=None, now=NOW)
    assert (also.cause, also.reason) == (Cause.SAFETY, "Asked for a person. Also: Erase it.")


@pytest.mark.parametrize("end", [HandoffStatus.CLOSED, HandoffStatus.RETURNED])
def test_after_a_handoff_has_ended_a_new_one_may_be_asked_for(memory: Memory, end: HandoffStatus) -> None:
    opened = open_conversation(memory)
    first = _request(memory, opened)
    rep = add_rep(memory)
    with memory.transaction() as records:
        records.handoffs.claim(first.id, rep, now=NOW)
    ended = _set_status(memory, first, end, HandoffOutcome.SOLVED)
    assert (ended.status, ended.closed_at, ended.outcome) == (end, NOW + MINUTE, HandoffOutcome.SOLVED)
    assert the_conversation(memory, opened.id).handoff is end
    with memory.reading() as records:
        assert records.handoffs.open_for(opened.id) is None
    assert _request(memory, opened).id != first.id


def test_an_ended_handoff_stays_ended(memory: Memory) -> None:
    opened = open_conversation(memory)
    handoff = _request(memory, opened)
    rep = add_rep(memory)
    _set_status(memory, handoff, HandoffStatus.CLOSED, HandoffOutcome.SPAM)
    with pytest.raises(Conflict, match="has ended"):
        _set_status(memory, handoff, HandoffStatus.WAITING)
    with pytest.raises(Conflict, match="has ended"), memory.transaction() as records:
        records.handoffs.claim(handoff.id, rep, now=NOW)


def test_h2_the_first_claim_wins_and_the_others_learn_who_won(memory: Memory) -> None:
    opened = open_conversation(memory)
    handoff = _request(memory, opened)
    robin, sasha = add_rep(memory, "Robin"), add_rep(memory, "Sasha")
    with memory.transaction() as records:
        claimed = records.handoffs.claim(handoff.id, robin, now=NOW + MINUTE)
    assert (claimed.status, claimed.claimed_by, claimed.claimed_name, claimed.claimed_at) == (
        HandoffStatus.ACCEPTED,
        robin.id,
        "Robin",
        NOW + MINUTE,
    )
    assert the_conversation(memory, opened.id).handoff is HandoffStatus.ACCEPTED
    with pytest.raises(Conflict, match="Robin"), memory.transaction() as records:
        records.handoffs.claim(handoff.id, sasha, now=NOW + 2 * MINUTE)
    with memory.transaction() as records:
        assert records.handoffs.claim(handoff.id, robin, now=NOW + 3 * MINUTE) == claimed


def test_h2_an_accepted_handoff_goes_to_a_colleague_only_from_the_rep_it_is_taken_from(memory: Memory) -> None:
    handoff = _request(memory, open_conversation(memory))
    robin, sasha, kim = add_rep(memory, "Robin"), add_rep(memory, "Sasha"), add_rep(memory, "Kim")
    with memory.transaction() as records:
        records.handoffs.claim(handoff.id, robin, now=NOW)
    with memory.transaction() as records:
        taken = records.handoffs.claim(handoff.id, sasha, now=NOW + MINUTE, taken_from=robin.id)
    assert (taken.claimed_by, taken.claimed_name, taken.claimed_at) == (sasha.id, "Sasha", NOW + MINUTE)
    with pytest.raises(Conflict, match="Sasha"), memory.transaction() as records:
        records.handoffs.claim(handoff.id, kim, now=NOW, taken_from=robin.id)


def test_handoffs_are_counted_by_status_and_rep(memory: Memory) -> None:
    handoffs = [_request(memory, open_conversation(memory)) for _ in range(5)]
    robin, sasha = add_rep(memory, "Robin"), add_rep(memory, "Sasha")
    with memory.transaction() as records:
        for handoff, rep in zip(handoffs, (robin, robin, sasha), strict=False):
            records.handoffs.claim(handoff.id, rep, now=NOW)
    _set_status(memory, handoffs[2], HandoffStatus.CLOSED)
    _set_status(memory, handoffs[3], HandoffStatus.UNANSWERED)
    with memory.reading() as records:
        assert records.handoffs.tally(statuses=OPEN) == {
            (HandoffStatus.ACCEPTED, robin.id): 2,
            (HandoffStatus.UNANSWERED, None): 1,
            (HandoffStatus.WAITING, None): 1,
        }


def test_h2_a_handoff_that_nobody_picked_up_in_time_can_still_be_claimed(memory: Memory) -> None:
    opened = open_conversation(memory)
    handoff = _set_status(memory, _request(memory, opened), HandoffStatus.UNANSWERED)
    rep = add_rep(memory)
    with memory.transaction() as records:
        assert records.handoffs.claim(handoff.id, rep, now=NOW).status is HandoffStatus.ACCEPTED


def test_unknown_handoffs_and_conversations_are_refused(memory: Memory) -> None:
    rep = add_rep(memory)
    with pytest.raises(Conflict, match="does not exist"), memory.transaction() as records:
        records.handoffs.claim("unknown", rep, now=NOW)
    with pytest.raises(Conflict, match="no such conversation"):
        _request(memory, replace(open_conversation(memory), id="unknown"))
    with memory.reading() as records:
        assert records.handoffs.get("unknown") is None


def test_l6_the_queue_is_in_the_order_of_the_rules(memory: Memory) -> None:
    for score, priority, minutes, _twice in product((70.0, None, 10.0), (0, 1), (1, 0), (1, 2)):
        opened = open_conversation(memory)
        _request(memory, opened, score=score, source_priority=priority)
        visitor_says(memory, opened.id, now=NOW + minutes * MINUTE)
    with memory.reading() as records:
        queue = list(records.handoffs.queue(statuses=OPEN))
        assert list(records.handoffs.queue(statuses=OPEN, limit=5)) == queue[:5]
    assert len(queue) == 24
    assert queue == sorted(queue, key=_queue_key)


def _queue_key(handoff: Handoff) -> tuple[float, float, int, str]:
    return queue_key(Place(handoff.score, handoff.last_activity_at, handoff.source_priority, handoff.id))


def test_the_queue_shows_the_asked_for_statuses_only(memory: Memory) -> None:
    waiting, closed = (_request(memory, open_conversation(memory)) for _ in range(2))
    _set_status(memory, closed, HandoffStatus.CLOSED)
    with memory.reading() as records:
        assert [one.id for one in records.handoffs.queue(statuses=OPEN)] == [waiting.id]
        assert [one.id for one in records.handoffs.queue(statuses=[HandoffStatus.CLOSED])] == [closed.id]
        assert list(records.handoffs.queue(statuses=[])) == []


def test_d9_handoffs_that_wait_too_long_are_found(memory: Memory) -> None:
    long, exactly, short = (_request(memory, open_conversation(memory), minutes=minutes) for minutes in (0, 1, 2))
    with memory.reading() as records:
        overdue = records.handoffs.waiting_longer_than(4 * MINUTE, now=NOW + 5 * MINUTE)
    assert [one.id for one in overdue] == [long.id, exactly.id]
    _set_status(memory, long, HandoffStatus.UNANSWERED)
    with memory.reading() as records:
        overdue = records.handoffs.waiting_longer_than(MINUTE, now=NOW + 5 * MINUTE)
    assert [one.id for one in overdue] == [exactly.id, short.id]


def test_h3_notes_are_kept_in_order_with_who_wrote_them(memory: Memory) -> None:
    opened = open_conversation(memory)
    rep = add_rep(memory)
    with memory.transaction() as records:
        given = [records.handoffs.add_note(opened.id, rep, text, now=NOW) for text in ("seems keen", "call Dana")]
    with memory.reading() as records:
        assert list(records.handoffs.notes(opened.id)) == given
        assert list(records.handoffs.notes("unknown")) == []
    assert [note.rep_name for note in given] == ["Robin", "Robin"]


def test_h3_notes_are_no_messages(memory: Memory) -> None:
    opened = open_conversation(memory)
    rep = add_rep(memory)
    with memory.transaction() as records:
        records.handoffs.add_note(opened.id, rep, "seems keen", now=NOW)
    with memory.reading() as records:
        assert list(records.transcript.after(opened.id, 0)) == []
