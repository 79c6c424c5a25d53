# ruff: noqa: ARG002 -- a fake keeps the signature of what it stands for
"""Working fakes of everything the desk is given: they keep the same promises as the real parts, in memory."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handoff.contract import (
    Card,
    Changes,
    KnownFact,
    LeadRow,
    Queue,
    QueueCounts,
    RepIdentity,
    RepNote,
    Session,
    Thread,
    TimelineEntry,
)
from qualification.conversation import IN_QUEUE, Author, HandoffOutcome, HandoffStatus, Message, TicketStatus
from qualification.errors import Conflict, RuleViolation
from tests.handoff import lead_samples, samples

KNOWN_DEVICE = "a browser that somebody has signed in from"
PASSWORD = "correct horse battery"


def utc_now() -> datetime:
    return datetime.now(UTC)


class FakeUpdates:
    """Pushes from any thread to everyone who listens in the server's loop."""

    def __init__(self) -> None:
        self._listeners: list[tuple[str, asyncio.AbstractEventLoop, asyncio.Queue[Mapping[str, object]]]] = []
        self.broken = False

    def of_queue(self) -> Changes:
        return self._listen("queue")

    def of_conversation(self, conversation_id: str) -> Changes:
        return self._listen(f"conversation:{conversation_id}")

    @asynccontextmanager
    async def _listen(self, topic: str) -> AsyncIterator[AsyncIterator[Mapping[str, object]]]:
        if self.broken:
            raise ConnectionError("the live store is down")
        queue: asyncio.Queue[Mapping[str, object]] = asyncio.Queue()
        entry = (topic, asyncio.get_running_loop(), queue)
        self._listeners.append(entry)
        try:
            yield self._changes(queue)
        finally:
            self._listeners.remove(entry)

    async def _changes(self, queue: asyncio.Queue[Mapping[str, object]]) -> AsyncIterator[Mapping[str, object]]:
        while True:
            yield await queue.get()
            queue.task_done()

    def push(self, topic: str, payload: Mapping[str, object]) -> None:
        for listened, loop, queue in list(self._listeners):
            if listened == topic:
                loop.call_soon_threadsafe(queue.put_nowait, payload)

    async def all_heard(self) -> None:
        """Until everyone has taken in what was pushed from the loop so far."""
        await asyncio.sleep(0)  # what was handed to the loop before is in the queues after one round
        for _, _, queue in self._listeners:
            await queue.join()

    @property
    def topics(self) -> list[str]:
        return [topic for topic, _, _ in self._listeners]


class FakeAccounts:
    """Two reps with one password; after five wrong tries the door stays shut for strange browsers."""

    def __init__(self) -> None:
        self.reps = {rep.email: rep for rep in (samples.PRIYA, samples.MARCO)}
        self.sessions: dict[str, RepIdentity] = {}
        self.wrong_tries = 0

    async def sign_in(
        self, email: str, password: str, *, address: str | None = None, device: str | None = None
    ) -> Session | None:
        if self.wrong_tries >= 5 and device != KNOWN_DEVICE:
            raise RuleViolation("Too many tries. Wait 15 minutes, then try again.")
        rep = self.reps.get(email)
        if rep is None or password != PASSWORD:
            self.wrong_tries += 1
            return None
        token = secrets.token_urlsafe(16)
        self.sessions[token] = rep
        return Session(token, utc_now() + timedelta(hours=12), KNOWN_DEVICE)

    async def rep_of(self, token: str) -> RepIdentity | None:
        return self.sessions.get(token)

    async def sign_out(self, token: str) -> None:
        self.sessions.pop(token, None)


class FakeRepActions:
    """The desk's day in memory, with the rules that the pages show: one winner, one owner, one client_id once."""

    def __init__(self, updates: FakeUpdates, *, empty: bool = False) -> None:
        now = utc_now()
        self.updates = updates
        self.cards = {} if empty else {card.handoff_id: card for card in samples.cards(now)}
        self.threads = {} if empty else {thread.conversation_id: thread for thread in samples.threads(now)}
        self.lead_rows = [] if empty else lead_samples.leads(now)
        self.said: dict[str, Message] = {}
        self.seen: list[str] = []
        self.typed: list[str] = []
        # How often all cards were made, and at most how many.
        self.queues = 0
        self.shown = 500
        self.failure: Exception | None = None
        self.faster: RepIdentity | None = None

    async def queue(self, rep: RepIdentity) -> Queue:
        self._maybe_fail()
        self.queues += 1

        def place(card: Card) -> tuple[int, float]:
            mine = 1 if card.claimed_by == rep.id else 2
            return (0 if card.status in IN_QUEUE else mine, -(card.score or 0))

        return Queue(tuple(sorted(self._open_cards(), key=place)[: self.shown]), await self.counts(rep))

    async def counts(self, rep: RepIdentity) -> QueueCounts:
        cards = self._open_cards()
        waiting = sum(card.status in IN_QUEUE for card in cards)
        mine = sum(card.claimed_by == rep.id for card in cards)
        return QueueCounts(waiting, mine, len(cards) - waiting - mine)

    def _open_cards(self) -> list[Card]:
        return [card for card in self.cards.values() if card.status is not HandoffStatus.CLOSED]

    async def conversations(self, rep: RepIdentity, *, limit: int = 100) -> Sequence[Thread]:
        bare = (replace(thread, turns=(), notes=()) for thread in self.threads.values())
        return sorted(bare, key=_last_activity, reverse=True)[:limit]

    async def thread(self, rep: RepIdentity, conversation_id: str) -> Thread | None:
        self._maybe_fail()
        return self.threads.get(conversation_id)

    async def accept(self, rep: RepIdentity, handoff_id: str) -> Card:
        card = self._overtaken(self.cards.get(handoff_id))
        if card is None:
            raise RuleViolation("This handoff does not exist any more. Reload the queue.")
        if card.claimed_by not in {None, rep.id}:
            raise Conflict(f"{card.claimed_name} accepted this a moment ago.")
        return self._give_to(rep, card)

    async def take_over(self, rep: RepIdentity, conversation_id: str, *, owner_number: int) -> Card:
        thread = self.threads[conversation_id]
        if thread.owner_id != rep.id and thread.owner_number != owner_number:
            raise Conflict(f"{thread.owner_name} took this conversation a moment ago.")
        now = utc_now()
        card = thread.card or replace(samples.dana_card(now), handoff_id=f"h-{conversation_id}", who="Visitor")
        return self._give_to(rep, replace(card, conversation_id=conversation_id))

    async def say(self, rep: RepIdentity, conversation_id: str, text: str, *, client_id: str) -> Message:
        self._maybe_fail()
        thread = self._owned(rep, conversation_id)
        if client_id not in self.said:
            self.said[client_id] = self._append(thread, Author.REP, text, name=rep.name, client_id=f"rep-{client_id}")
        return self.said[client_id]

    async def typing(self, rep: RepIdentity, conversation_id: str) -> None:
        self.typed.append(conversation_id)

    async def note(self, rep: RepIdentity, conversation_id: str, text: str) -> RepNote:
        note = RepNote(rep.name, text, utc_now())
        thread = self.threads[conversation_id]
        self._put(replace(thread, notes=(*thread.notes, note)))
        return note

    async def give_back(self, rep: RepIdentity, conversation_id: str) -> None:
        thread = self._owned(rep, conversation_id)
        card, number = self._settle(thread, HandoffStatus.RETURNED), thread.owner_number + 1
        self._put(replace(thread, owner_id=None, owner_name=None, owner_number=number, card=card))

    async def close(self, rep: RepIdentity, conversation_id: str, outcome: HandoffOutcome, comment: str) -> None:
        thread = self._owned(rep, conversation_id)
        card = self._settle(thread, HandoffStatus.CLOSED)
        self._put(replace(thread, status="closed", card=replace(card, outcome=outcome) if card else None))

    async def close_ticket(self, rep: RepIdentity, conversation_id: str, number: int) -> None:
        thread = self.threads[conversation_id]
        if not any(one.number == number and one.status is TicketStatus.OPEN for one in thread.tickets):
            raise Conflict("This ticket has ended already. Reload the page to see how it stands.")
        ended = [
            replace(one, status=TicketStatus.CLOSED, ended_by=rep.name) if one.number == number else one
            for one in thread.tickets
        ]
        self._put(replace(thread, tickets=tuple(ended)))

    async def leads(self, rep: RepIdentity) -> Sequence[LeadRow]:
        return self.lead_rows

    async def lead(
        self, rep: RepIdentity, lead_id: str
    ) -> tuple[LeadRow, Sequence[KnownFact], Sequence[TimelineEntry]] | None:
        row = next((lead for lead in self.lead_rows if lead.id == lead_id), None)
        return (row, samples.dana_facts(), lead_samples.timeline(utc_now())) if row else None

    async def present(self, rep: RepIdentity) -> None:
        self.seen.append(rep.id)

    def visitor_says(self, conversation_id: str, text: str) -> None:
        """What the other side does; called by tests."""
        self._append(self.threads[conversation_id], Author.VISITOR, text)

    def somebody_waits(self, card: Card) -> None:
        self.cards[card.handoff_id] = card
        self.updates.push("queue", {"kind": "turn"})

    def _overtaken(self, card: Card | None) -> Card | None:
        """The card, after a rep who was a moment `faster` has accepted it; nobody's page can know of it yet."""
        rival, self.faster = self.faster, None
        return self._give_to(rival, card) if rival and card else card

    def _maybe_fail(self) -> None:
        if self.failure:
            raise self.failure

    def _owned(self, rep: RepIdentity, conversation_id: str) -> Thread:
        thread = self.threads[conversation_id]
        if thread.owner_id != rep.id:
            owner = thread.owner_name or "The assistant"
            raise RuleViolation(f"{owner} has this conversation, so nothing was sent. Take it over first.")
        return thread

    def _give_to(self, rep: RepIdentity, card: Card) -> Card:
        taken = replace(
            card,
            status=HandoffStatus.ACCEPTED,
            claimed_by=rep.id,
            claimed_name=rep.name,
            claimed_at=card.claimed_at or utc_now(),
        )
        self.cards[taken.handoff_id] = taken
        thread = self.threads[taken.conversation_id]
        number = thread.owner_number + (thread.owner_id != rep.id)
        self._put(replace(thread, owner_id=rep.id, owner_name=rep.name, owner_number=number, card=taken))
        return taken

    def _settle(self, thread: Thread, status: HandoffStatus) -> Card | None:
        if thread.card is None:
            return None
        self.cards.pop(thread.card.handoff_id, None)
        return replace(thread.card, status=status)

    def _append(self, thread: Thread, author: Author, text: str, **more: str) -> Message:
        message = Message(len(thread.messages) + 1, author, text, utc_now(), **more)  # type: ignore[arg-type]  # str fields
        self._put(replace(thread, messages=(*thread.messages, message)))
        return message

    def _put(self, thread: Thread) -> None:
        self.threads[thread.conversation_id] = thread
        self.updates.push(f"conversation:{thread.conversation_id}", {"kind": "rep"})
        self.updates.push("queue", {"kind": "rep", "conversation": thread.conversation_id})


def _last_activity(thread: Thread) -> datetime:
    return thread.messages[-1].at if thread.messages else thread.started_at
