"""L9: everything belongs to a workspace; from another one it cannot be read, and writing to it changes nothing."""

from collections.abc import Callable

import pytest

from memory.contract import Memory, Records, SummarySentence
from qualification.conversation import ClosedBy, HandoffStatus
from qualification.decision import Cause
from qualification.errors import Conflict
from qualification.state import DialogueState
from tests.memory.samples import (
    MINUTE,
    NOW,
    TEAM_OF_40,
    add_rep,
    assistant_says,
    begin_turn,
    decision,
    is_open,
    open_conversation,
    signals,
    state,
    the_conversation,
    visitor_says,
)

ALL = tuple(HandoffStatus)


@pytest.fixture
def theirs(memory_of: Callable[[str], Memory], workspace: str) -> Memory:
    return memory_of(f"not-{workspace}")


class _Ours:
    """A workspace with a row in every table."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.rep = add_rep(memory)
        self.conversation = open_conversation(memory)
        visitor_says(memory, self.conversation.id, client_id="c1")
        turn = begin_turn(memory, self.conversation.id)
        assert turn is not None
        self.turn = turn
        with memory.transaction() as records:
            records.facts.learn(self.conversation.id, [TEAM_OF_40])
            records.summaries.put(self.conversation.id, [SummarySentence("Hi.", (1,))], up_to=1, now=NOW)
            self.handoff = records.handoffs.request(
                self.conversation.id, cause=Cause.POLICY, reason="", score=None, now=NOW
            )
            records.handoffs.add_note(self.conversation.id, self.rep, "seems keen", now=NOW)
            records.reps.open_session(self.rep.id, token_hash="token", expires_at=NOW + MINUTE, now=NOW)
            records.reps.seen(self.rep.id, now=NOW)
            records.outbox.put(self.conversation.id, "lead", {}, key="lead:1", now=NOW)
            self.entry_id = records.outbox.due(now=NOW)[0].id

    def everything(self) -> list[object]:
        with self.memory.reading() as records:
            (entry,) = records.outbox.due(now=NOW)
            return [
                records.conversations.get(self.conversation.id),
                records.transcript.after(self.conversation.id, 0),
                records.turns.records(self.conversation.id),
                records.facts.history(self.conversation.id),
                records.summaries.get(self.conversation.id),
                records.handoffs.get(self.handoff.id),
                records.handoffs.notes(self.conversation.id),
                records.reps.by_email("robin@acme.com"),
                records.reps.session_rep("token", now=NOW),
                entry,
            ]


@pytest.fixture
def ours(memory: Memory) -> _Ours:
    return _Ours(memory)


def test_l9_nothing_is_read_across_workspaces(ours: _Ours, theirs: Memory) -> None:
    conversation_id, turn_id = ours.conversation.id, ours.turn.id
    with theirs.reading() as records:
        nothing = [
            records.conversations.get(conversation_id),
            records.conversations.token_hash(conversation_id),
            *records.conversations.recent(),
            *records.transcript.after(conversation_id, 0),
            *records.transcript.last(conversation_id, 10),
            records.turns.get(turn_id),
            records.turns.replay(turn_id),
            *records.turns.records(conversation_id),
            *records.turns.records(conversation_id, last=10),
            *records.turns.unanswered(NOW),
            *records.facts.current(conversation_id),
            *records.facts.history(conversation_id),
            *records.summaries.get(conversation_id),
            records.handoffs.get(ours.handoff.id),
            records.handoffs.open_for(conversation_id),
            *records.handoffs.queue(statuses=ALL),
            *records.handoffs.tally(statuses=ALL),
            *records.handoffs.waiting_longer_than(-MINUTE, now=NOW),
            *records.handoffs.notes(conversation_id),
            records.reps.by_email("robin@acme.com"),
            *records.reps.everyone(),
            records.reps.session_rep("token", now=NOW),
            *records.outbox.due(now=NOW),
        ]
        assert nothing == [None] * len(nothing)
        assert not is_open(records, turn_id)
        assert (records.reps.count(), records.reps.seen_since(NOW - MINUTE)) == (0, 0)


def test_l9_silent_writes_change_nothing_across_workspaces(ours: _Ours, theirs: Memory) -> None:
    before = ours.everything()
    with theirs.transaction() as records:
        assert records.conversations.lock(ours.conversation.id) is None
        records.conversations.set_locale(ours.conversation.id, "xx")
        records.conversations.set_dialogue(ours.conversation.id, DialogueState(turn=99))
        records.conversations.close(ours.conversation.id, by=ClosedBy.REP, now=NOW + MINUTE)
        assert records.turns.begin(ours.conversation, now=NOW) is None
        assert not records.turns.answer(
            ours.turn.id, state=state(), signals=signals(1), decision=decision(DialogueState()), versions={}, now=NOW
        )
        records.turns.drop(ours.turn.id, now=NOW)
        records.reps.set_password(ours.rep.id, "stolen")
        records.reps.seen(ours.rep.id, now=NOW + MINUTE)
        records.reps.end_session("token")
        records.outbox.done(ours.entry_id, now=NOW)
        records.outbox.failed(ours.entry_id, error="", retry_at=NOW + MINUTE)
        records.outbox.give_up(ours.entry_id, error="", now=NOW)
    assert ours.everything() == before


@pytest.mark.parametrize(
    "write",
    [
        lambda records, ours: records.conversations.change_owner(
            ours.conversation.id, rep_id="r", rep_name="Mallory", now=NOW
        ),
        lambda records, ours: records.facts.learn(ours.conversation.id, [TEAM_OF_40]),
        lambda records, ours: records.summaries.put(
            ours.conversation.id, [SummarySentence("Lies.", (1,))], up_to=9, now=NOW
        ),
        lambda records, ours: records.handoffs.request(
            ours.conversation.id, cause=Cause.POLICY, reason="", score=None, now=NOW
        ),
        lambda records, ours: records.handoffs.claim(ours.handoff.id, ours.rep, now=NOW),
        lambda records, ours: records.handoffs.set_status(ours.handoff.id, HandoffStatus.CLOSED, now=NOW),
        lambda records, ours: records.handoffs.add_note(ours.conversation.id, ours.rep, "lies", now=NOW),
        lambda records, ours: records.reps.open_session(
            ours.rep.id, token_hash="stolen", expires_at=NOW + MINUTE, now=NOW
        ),
        lambda records, ours: records.outbox.put(ours.conversation.id, "lead", {}, key="lead:2", now=NOW),
    ],
    ids=["owner", "fact", "summary", "handoff", "claim", "status", "note", "session", "outbox"],
)
def test_l9_a_row_is_never_hung_on_another_workspaces_row(
    ours: _Ours, theirs: Memory, write: Callable[[Records, _Ours], object]
) -> None:
    before = ours.everything()
    with pytest.raises(Conflict), theirs.transaction() as records:
        write(records, ours)
    assert ours.everything() == before


def test_l9_nobody_speaks_in_another_workspaces_conversation(ours: _Ours, theirs: Memory) -> None:
    before = ours.everything()
    with pytest.raises(Conflict):
        visitor_says(theirs, ours.conversation.id)
    with pytest.raises(Conflict):
        assistant_says(theirs, ours.conversation.id, "Hello.")
    assert ours.everything() == before


def test_l9_two_workspaces_may_use_the_same_keys(ours: _Ours, theirs: Memory) -> None:
    before = ours.everything()
    other = _Ours(theirs)
    assert other.rep.email == ours.rep.email
    assert the_conversation(theirs, other.conversation.id).last_number == 1
    assert ours.everything() == before
