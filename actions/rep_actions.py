"""What reps may do, over memory: every method one transaction, then a push to everyone who watches."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import anyio.to_thread

from actions import rep_views
from actions.replies import Replies
from actions.wording import Voice
from actions.writeback import owe_activity, owe_lead, owe_outcome
from crm_adapter.contract import Actor, Crm
from handoff.contract import Card, KnownFact, LeadRow, RepIdentity, RepNote, Thread, TimelineEntry
from memory.contract import Conversation, Handoff, Memory, NewMessage, Records, Rep
from memory.live.contract import LiveStore
from qualification.conversation import Author, ConversationStatus, HandoffOutcome, HandoffStatus, Message
from qualification.decision import Cause
from qualification.errors import RuleViolation
from qualification.intake import clean
from qualification.rulebook import Rulebook
from qualification.screening import mask_secrets

T = TypeVar("T")

QUEUE = "queue"
WAITING = (HandoffStatus.WAITING, HandoffStatus.UNANSWERED)
SHOWN = 500
"""Most cards of a kind on the queue page."""


@dataclass(frozen=True, slots=True)
class RepDesk:
    """Implements `handoff.contract.RepActions`. M2: every rep may see the whole workspace; only owners speak."""

    memory: Memory
    live: LiveStore
    crm: Crm
    replies: Replies
    rulebook: Rulebook
    clock: Callable[[], datetime]

    async def queue(self, rep: RepIdentity) -> Sequence[Card]:
        def read(records: Records) -> Sequence[Card]:
            # Asked for apart: the ones that are taken care of must never push a waiting visitor out of sight.
            waiting = records.handoffs.queue(statuses=WAITING, limit=SHOWN)
            handoffs = [*waiting, *records.handoffs.queue(statuses=(HandoffStatus.ACCEPTED,), limit=SHOWN)]
            cards = [rep_views.card(records, handoff, self._views) for handoff in handoffs]
            return rep_views.for_rep(cards, rep.id)

        return await self._read(read)

    async def conversations(self, rep: RepIdentity, *, limit: int = 100) -> Sequence[Thread]:  # noqa: ARG002 - M2: see the class
        return await self._read(
            lambda records: [
                rep_views.thread(records, conversation, self._views, self.crm, whole=False)
                for conversation in records.conversations.recent(limit=limit)
            ]
        )

    async def thread(self, rep: RepIdentity, conversation_id: str) -> Thread | None:  # noqa: ARG002 - M2: see the class
        def read(records: Records) -> Thread | None:
            conversation = records.conversations.get(conversation_id)
            return rep_views.thread(records, conversation, self._views, self.crm, whole=True) if conversation else None

        return await self._read(read)

    async def accept(self, rep: RepIdentity, handoff_id: str) -> Card:
        def write(records: Records) -> tuple[str, Card]:
            handoff = records.handoffs.get(handoff_id)
            if handoff is None:
                raise RuleViolation("This handoff does not exist any more. Reload the queue.")
            return handoff.conversation_id, self._claim(records, handoff, rep)

        return await self._write(write)

    async def take_over(self, rep: RepIdentity, conversation_id: str) -> Card:
        def write(records: Records) -> tuple[str, Card]:
            conversation = _locked(records, conversation_id)
            if conversation.status is ConversationStatus.CLOSED:
                raise RuleViolation("This conversation is closed.")
            handoff = records.handoffs.request(
                conversation_id,
                cause=Cause.TAKEN_OVER,
                reason=f"{rep.name} took over.",
                score=None,
                now=self.clock(),
            )
            return conversation_id, self._claim(records, handoff, rep)

        return await self._write(write)

    async def say(self, rep: RepIdentity, conversation_id: str, text: str, *, client_id: str) -> Message:
        # A digest: the place may use all 64 characters, and so may we.
        key = hashlib.sha256(f"rep:{client_id}".encode()).hexdigest()

        def write(records: Records) -> tuple[str, Message]:
            conversation = _owned(records, conversation_id, rep)
            known = records.transcript.by_client_id(conversation_id, key)
            if known is not None:
                return conversation_id, known
            message = NewMessage(Author.REP, _screened(text), name=rep.name, client_id=key)
            said = records.transcript.say(
                conversation_id, [message], owner_number=conversation.owner.number, now=self.clock()
            )
            return conversation_id, said[0]

        return await self._write(write)

    async def typing(self, rep: RepIdentity, conversation_id: str) -> None:
        conversation = await self._read(lambda records: records.conversations.get(conversation_id))
        if conversation is not None and conversation.owner.rep_id == rep.id:
            await self.live.publish(f"conversation:{conversation_id}", {"kind": "typing", "author": "rep"})

    async def note(self, rep: RepIdentity, conversation_id: str, text: str) -> RepNote:
        def write(records: Records) -> tuple[str, RepNote]:
            _locked(records, conversation_id)
            note = records.handoffs.add_note(conversation_id, _rep(rep), _screened(text), now=self.clock())
            return conversation_id, RepNote(note.rep_name, note.text, note.at)

        return await self._write(write)

    async def give_back(self, rep: RepIdentity, conversation_id: str) -> None:
        def write(records: Records) -> tuple[str, None]:
            now = self.clock()
            conversation = _owned(records, conversation_id, rep)
            owner = records.conversations.change_owner(conversation_id, rep_id=None, rep_name=None, now=now)
            handoff = records.handoffs.open_for(conversation_id)
            if handoff is not None:
                records.handoffs.set_status(handoff.id, HandoffStatus.RETURNED, now=now)
            records.conversations.set_dialogue(
                conversation_id, replace(conversation.dialogue, pending=None, requested=None, misunderstandings=0)
            )
            text = self._voice(conversation).say("handoff_returned", rep=rep.name)
            message = NewMessage(Author.ASSISTANT, text)
            records.transcript.say(conversation_id, [message], owner_number=owner.number, now=now)
            return conversation_id, None

        await self._write(write)

    async def close(self, rep: RepIdentity, conversation_id: str, outcome: HandoffOutcome, comment: str) -> None:
        comment = _screened(comment) if comment.strip() else ""

        def write(records: Records) -> tuple[str, None]:
            now = self.clock()
            conversation = _owned(records, conversation_id, rep)
            handoff = records.handoffs.open_for(conversation_id)
            if handoff is not None:
                records.handoffs.set_status(handoff.id, HandoffStatus.CLOSED, now=now, outcome=outcome)
            message = NewMessage(Author.SYSTEM, self._voice(conversation).say("handoff_closed"))
            records.transcript.say(conversation_id, [message], owner_number=conversation.owner.number, now=now)
            records.conversations.close(conversation_id, now=now)
            self._owe_close(records, conversation, rep, outcome, comment, now)
            return conversation_id, None

        await self._write(write)

    async def leads(self, rep: RepIdentity) -> Sequence[LeadRow]:  # noqa: ARG002 - M2: see the class
        return await anyio.to_thread.run_sync(lambda: [rep_views.lead_row(lead) for lead in self.crm.leads()])

    async def lead(
        self,
        rep: RepIdentity,  # noqa: ARG002 - M2: see the class
        lead_id: str,
    ) -> tuple[LeadRow, Sequence[KnownFact], Sequence[TimelineEntry]] | None:
        return await anyio.to_thread.run_sync(rep_views.lead, self.memory, self.crm, lead_id, self._views)

    async def present(self, rep: RepIdentity) -> None:
        def write(records: Records) -> None:
            records.reps.seen(rep.id, now=self.clock())

        await anyio.to_thread.run_sync(self._in_transaction, write)

    @property
    def _views(self) -> rep_views.Views:
        return rep_views.Views(self.replies, self.rulebook)

    def _claim(self, records: Records, handoff: Handoff, rep: RepIdentity) -> Card:
        """The one winner speaks from here on; said to the visitor by name only now that it is so (D9)."""
        now = self.clock()
        conversation = _locked(records, handoff.conversation_id)
        claimed = records.handoffs.claim(handoff.id, _rep(rep), now=now)
        if conversation.owner.rep_id != rep.id:
            owner = records.conversations.change_owner(conversation.id, rep_id=rep.id, rep_name=rep.name, now=now)
            text = self._voice(conversation).say("handoff_accepted", rep=rep.name)
            message = NewMessage(Author.SYSTEM, text)
            records.transcript.say(conversation.id, [message], owner_number=owner.number, now=now)
            owe_lead(records, conversation, records.facts.current(conversation.id), self._voice(conversation), now)
            owe_activity(
                records, conversation.id, "handoff", f"{rep.name} accepted the handoff.", Actor.HUMAN,
                key=f"accepted:{handoff.id}", now=now,
            )  # fmt: skip
        return rep_views.card(records, claimed, self._views)

    def _owe_close(
        self,
        records: Records,
        conversation: Conversation,
        rep: RepIdentity,
        outcome: HandoffOutcome,
        comment: str,
        now: datetime,
    ) -> None:
        words = outcome.value.replace("_", " ")
        text = f"{rep.name} closed the conversation: {words}." + (f" {comment}" if comment else "")
        owe_activity(
            records, conversation.id, "closed", text, Actor.HUMAN, key=f"closed:{conversation.owner.number}", now=now
        )
        owe_outcome(records, conversation.id, outcome, comment, key=str(conversation.owner.number), now=now)

    def _voice(self, conversation: Conversation) -> Voice:
        return Voice(self.replies, conversation.locale, seed=conversation.id)

    async def _read(self, read: Callable[[Records], T]) -> T:
        def run() -> T:
            with self.memory.reading() as records:
                return read(records)

        return await anyio.to_thread.run_sync(run)

    async def _write(self, write: Callable[[Records], tuple[str, T]]) -> T:
        conversation_id, result = await anyio.to_thread.run_sync(self._in_transaction, write)
        await self.live.publish(f"conversation:{conversation_id}", {"kind": "rep"})
        await self.live.publish(QUEUE, {"kind": "rep", "conversation": conversation_id})
        return result

    def _in_transaction(self, write: Callable[[Records], T]) -> T:
        with self.memory.transaction() as records:
            return write(records)


def _screened(text: str) -> str:
    """What a rep typed, fit to be stored (M6)."""
    return mask_secrets(clean(text)).text


def _rep(rep: RepIdentity) -> Rep:
    return Rep(rep.id, rep.email, rep.name, rep.is_admin, None)


def _locked(records: Records, conversation_id: str) -> Conversation:
    conversation = records.conversations.lock(conversation_id)
    if conversation is None:
        raise RuleViolation("There is no such conversation.")
    return conversation


def _owned(records: Records, conversation_id: str, rep: RepIdentity) -> Conversation:
    """The conversation, locked, if this rep may speak in it (D8)."""
    conversation = _locked(records, conversation_id)
    if conversation.owner.rep_id != rep.id:
        owner = conversation.owner.rep_name or "The assistant"
        raise RuleViolation(f"{owner} owns this conversation. Accept or take it over first; nothing was sent.")
    if conversation.status is ConversationStatus.CLOSED:
        raise RuleViolation("This conversation is closed; nothing was sent.")
    return conversation
