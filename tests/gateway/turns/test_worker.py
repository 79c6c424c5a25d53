"""The work behind the chat: what a crash left is taken up, and the CRM gets what it is owed, once and in order."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from actions.languages.detector import LanguageDetector
from actions.languages.hearing import Languages
from actions.replies import Replies
from crm_adapter.contract import Activity, Actor, Lead, LeadDetails, LeadRef, LeadStatus
from crm_adapter.local.adapter import LocalCrm
from gateway.metrics import make_metrics
from gateway.turns.visitor_turn import VisitorTurns
from gateway.turns.worker import FIRST_RETRY, TRIES, Worker
from memory.contract import Memory
from memory.engine import Database
from memory.live.contract import QUEUE_TOPIC, topic_of
from memory.live.in_process import InProcessLiveStore
from qualification.errors import Unavailable
from qualification.facts import FactKey
from qualification.rulebook import Rulebook
from qualification.state import DialogueState
from tests.gateway.turns.scripted import ScriptedEngine, ScriptedFallback, eventually
from tests.memory.samples import NOW, answer, begin_turn, open_conversation, visitor_says

AWAY = Unavailable("The CRM does not answer.")


@dataclass
class MoodyCrm:
    """Implements `Crm` over the local one; does not take what belongs to certain conversations, and remembers."""

    below: LocalCrm
    refuses: Mapping[str, Exception] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)

    def capture_lead(self, details: LeadDetails, *, key: str, now: datetime) -> LeadRef:
        self.tried.append(key)
        if details.conversation_id in self.refuses:
            raise self.refuses[details.conversation_id]
        return self.below.capture_lead(details, key=key, now=now)

    def change_status(
        self, ref: LeadRef, status: LeadStatus, *, reason: str, actor: Actor, key: str, now: datetime
    ) -> None:
        self.below.change_status(ref, status, reason=reason, actor=actor, key=key, now=now)

    def add_activity(self, ref: LeadRef, activity: Activity, *, key: str) -> None:
        self.below.add_activity(ref, activity, key=key)

    def lead_of(self, conversation_id: str) -> Lead | None:
        return self.below.lead_of(conversation_id)

    def leads(self, *, limit: int = 100) -> Sequence[Lead]:
        return self.below.leads(limit=limit)

    def lead(self, ref: LeadRef) -> Lead | None:
        return self.below.lead(ref)

    def timeline(self, ref: LeadRef, *, limit: int = 200) -> Sequence[Activity]:
        return self.below.timeline(ref, limit=limit)


class Office:
    """A worker with its CRM and its clock."""

    def __init__(self, memory: Memory, database: Database, rulebook: Rulebook, replies: Replies) -> None:
        self.memory, self.now = memory, NOW
        self.crm = MoodyCrm(LocalCrm(writing=database.writing, reading=database.reading, workspace="acme"))
        self.engine = ScriptedEngine(memory)
        self.live = live = InProcessLiveStore()
        turns = VisitorTurns(
            memory=memory,
            live=live,
            engine=self.engine,
            rulebook=rulebook,
            languages=Languages(rulebook.languages, replies.locales, LanguageDetector(rulebook.languages.shared)),
            replies=replies,
            answer=ScriptedFallback(memory),
            metrics=make_metrics(),
            clock=lambda: self.now,
        )
        self.worker = Worker(
            memory=memory,
            live=live,
            turns=turns,
            crm=self.crm,
            crm_run=memory.run,
            replies=replies,
            rulebook=rulebook,
            clock=lambda: self.now,
        )

    def owe(self, conversation_id: str, key: str) -> None:
        payload: dict[str, object] = {"source": "chat", "email": None, "name": "Dana", "company": None, "facts": {}}
        with self.memory.transaction() as records:
            records.outbox.put(conversation_id, "lead", payload, key=key, now=NOW)

    def is_due(self) -> list[str]:
        with self.memory.reading() as records:
            return [entry.key for entry in records.outbox.due(now=self.now)]

    async def deliver(self) -> list[str]:
        """What one start of the worker tries to deliver before nothing is due any more."""
        before = len(self.crm.tried)
        await self.worker.start()
        await eventually(lambda: not self.is_due())
        await self.worker.stop()
        return self.crm.tried[before:]


@pytest.fixture
def office(memory: Memory, database: Database, rulebook: Rulebook, replies: Replies) -> Office:
    return Office(memory, database, rulebook, replies)


@contextmanager
def _events() -> Iterator[set[str]]:
    seen: set[str] = set()
    with capture_logs() as lines:
        yield seen
        seen.update(line["event"] for line in lines)


async def test_a_nudge_is_pushed_to_the_visitor_and_to_the_desk(office: Office) -> None:
    conversation = open_conversation(office.memory)
    visitor_says(office.memory, conversation.id)
    turn = begin_turn(office.memory, conversation.id)
    assert turn is not None
    answer(office.memory, turn, dialogue=DialogueState(requested=FactKey.EMAIL))
    office.now += timedelta(days=1)
    topics = (topic_of(conversation.id), QUEUE_TOPIC)
    async with office.live.listen(topics[0]) as visitor, office.live.listen(topics[1]) as desk:
        await office.worker.start()
        async with asyncio.timeout(5):
            pushed = [await anext(aiter(visitor)), await anext(aiter(desk))]
        await office.worker.stop()
    assert pushed == [{"kind": "silence"}, {"kind": "silence", "conversation": conversation.id}]


async def test_c2_what_is_owed_is_delivered_once_in_its_order(office: Office) -> None:
    conversation = open_conversation(office.memory)
    office.owe(conversation.id, "lead:1")
    office.owe(conversation.id, "lead:2")
    assert await office.deliver() == ["lead:1", "lead:2"]
    assert await office.deliver() == []
    assert office.crm.lead_of(conversation.id) is not None


async def test_c2_a_crm_that_is_away_is_tried_again_later_and_later(office: Office) -> None:
    conversation = open_conversation(office.memory)
    office.crm.refuses = {conversation.id: AWAY}
    office.owe(conversation.id, "lead:1")
    assert await office.deliver() == ["lead:1"]
    for wait in (FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY):
        office.now += wait - timedelta(seconds=1)
        assert office.is_due() == []
        office.now += timedelta(seconds=1)
        assert await office.deliver() == ["lead:1"]
    office.crm.refuses = {}
    office.now += 8 * FIRST_RETRY
    assert await office.deliver() == ["lead:1"]
    assert office.crm.lead_of(conversation.id) is not None


async def test_c2_one_broken_write_does_not_stop_the_rest(office: Office) -> None:
    broken, away, fine = (open_conversation(office.memory) for _ in range(3))
    office.crm.refuses = {broken.id: KeyError("payload"), away.id: AWAY}
    for number, conversation in enumerate((broken, away, fine)):
        office.owe(conversation.id, f"lead:{number}")
    office.owe(broken.id, "lead:later")
    with _events() as seen:
        assert set(await office.deliver()) == {"lead:0", "lead:1", "lead:2", "lead:later"}
    assert "writeback_failed" in seen
    assert office.crm.lead_of(fine.id) is not None
    # What is broken is given up, what was away is tried again.
    office.now += timedelta(days=1)
    assert office.is_due() == ["lead:1"]


async def test_a_backlog_of_writes_lets_others_in_between(office: Office) -> None:
    for number in range(5):
        conversation = open_conversation(office.memory)
        office.owe(conversation.id, f"lead:{number}")
    seen: list[int] = []

    async def somebody_else() -> None:
        while len(office.crm.tried) < 5:
            seen.append(len(office.crm.tried))
            await asyncio.sleep(0)

    beside = asyncio.create_task(somebody_else())
    await office.deliver()
    await beside
    assert set(seen) >= {1, 2, 3, 4}


async def test_e13_after_the_last_try_an_entry_is_given_up(office: Office) -> None:
    conversation = open_conversation(office.memory)
    office.crm.refuses = {conversation.id: AWAY}
    office.owe(conversation.id, "lead:1")
    for _ in range(TRIES):
        assert await office.deliver() == ["lead:1"]
        office.now += timedelta(hours=1)
    assert office.is_due() == []


async def test_d11_what_a_crash_left_unanswered_is_taken_up_at_the_start(office: Office) -> None:
    conversation = open_conversation(office.memory)
    visitor_says(office.memory, conversation.id, "how much", now=NOW - timedelta(minutes=1))
    with capture_logs() as lines:
        await office.worker.start()
        await eventually(lambda: office.engine.texts == ["how much"])
        await office.worker.stop()
    assert [line["event"] for line in lines].count("turn_recovered") == 1


async def test_a_round_that_breaks_does_not_end_the_others(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("gateway.turns.worker.tell_unanswered", broken)
    conversation = open_conversation(office.memory)
    office.owe(conversation.id, "lead:1")
    with _events() as seen:
        assert await office.deliver() == ["lead:1"]
    assert "worker_round_failed" in seen
