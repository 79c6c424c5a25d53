"""The gateway's background work: takes up what a crash left unanswered, tells the truth to those who wait too long,
speaks into a visitor's silence, and delivers what the CRM is owed.

Every loop survives an error of one round and says so in the log."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from actions.overdue import tell_unanswered
from actions.replies import Replies
from actions.waiting.silence import tend_silence
from actions.writeback import deliver
from crm_adapter.contract import Crm
from gateway.turns.visitor_turn import VisitorTurns
from memory.contract import Memory, OutboxEntry
from memory.live.contract import QUEUE_TOPIC, LiveStore, topic_of
from qualification.errors import Unavailable
from qualification.rulebook import Rulebook

log = structlog.get_logger()

SWEEP_SECONDS = 2.0
# Younger unanswered messages belong to a task that is still at work.
STALE = timedelta(seconds=15)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
TRIES = 12


class Run(Protocol):
    """Runs work that may wait, wherever it holds nobody up: a thread, or the way of the database it works on."""

    async def __call__(self, work: Callable[[OutboxEntry], None], entry: OutboxEntry, /) -> None: ...


@dataclass(slots=True)
class Worker:
    """Runs until stopped; each round is short and idempotent."""

    memory: Memory
    live: LiveStore
    turns: VisitorTurns
    crm: Crm
    crm_run: Run
    replies: Replies
    rulebook: Rulebook
    clock: Callable[[], datetime]
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        await self._recover(older_than=self.clock())
        # What has just been taken up is at work; swept at once, it would be woken a second time.
        rounds = (
            (self._sweep, SWEEP_SECONDS),
            (self._tell_overdue, 0.0),
            (self._tend_silence, 0.0),
            (self._deliver_outbox, 0.0),
        )
        self._tasks = [asyncio.create_task(self._repeat(*round_), name=round_[0].__name__) for round_ in rounds]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.turns.stop()

    async def _repeat(self, round_: Callable[[], Awaitable[None]], first_after: float) -> None:
        await asyncio.sleep(first_after)
        while True:
            try:
                await round_()
            # A broken round must not end the loop: the next one may find the database back.
            except Exception:
                log.exception("worker_round_failed", round=round_.__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def _sweep(self) -> None:
        await self._recover(older_than=self.clock() - STALE)

    async def _recover(self, *, older_than: datetime) -> None:
        def read() -> tuple[str, ...]:
            with self.memory.reading() as records:
                return tuple(records.turns.unanswered(older_than))

        for conversation_id in await self.memory.run(read):
            log.info("turn_recovered", conversation_id=conversation_id)
            self.turns.wake(conversation_id)

    async def _tell_overdue(self) -> None:
        # One transaction for each of them, however many they are: too long for `Memory.run`.
        told = await asyncio.to_thread(tell_unanswered, self.memory, self.replies, self.rulebook, self.clock())
        await self._publish("handoff", told)

    async def _tend_silence(self) -> None:
        told = await asyncio.to_thread(tend_silence, self.memory, self.replies, self.rulebook.idle, self.clock())
        await self._publish("silence", told)

    async def _publish(self, kind: str, conversations: Iterable[str]) -> None:
        for conversation_id in conversations:
            await self.live.publish(topic_of(conversation_id), {"kind": kind})
            await self.live.publish(QUEUE_TOPIC, {"kind": kind, "conversation": conversation_id})

    async def _deliver_outbox(self) -> None:
        while entries := await self.memory.run(self._due):
            for entry in entries:
                await self.crm_run(self._deliver, entry)
                # Done on the spot it gives way to nobody: after an outage, visitors would wait for the whole backlog.
                await asyncio.sleep(0)

    def _due(self) -> tuple[OutboxEntry, ...]:
        with self.memory.reading() as records:
            return tuple(records.outbox.due(now=self.clock()))

    def _deliver(self, entry: OutboxEntry) -> None:
        now = self.clock()
        try:
            deliver(entry, self.crm, now)
        # One broken entry must not stop everybody else's; it is given up and said in the log.
        except Exception as error:  # noqa: BLE001 - as the comment says
            final = not isinstance(error, Unavailable) or entry.attempts + 1 >= TRIES
            log.warning("writeback_failed", key=entry.key, error=type(error).__name__, final=final)
            wait = min(FIRST_RETRY * 2**entry.attempts, LONGEST_RETRY)
            with self.memory.transaction() as records:
                if final:
                    records.outbox.give_up(entry.id, error=type(error).__name__, now=now)
                else:
                    records.outbox.failed(entry.id, error=type(error).__name__, retry_at=now + wait)
            return
        with self.memory.transaction() as records:
            records.outbox.done(entry.id, now=now)
