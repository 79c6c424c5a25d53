"""What reps may do, over memory: every deed one transaction, then a push to everyone who watches.

Pages read much, and the CRM may be elsewhere: both on a thread. Deeds are short and done as `Memory.run` does them.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from actions import rep_views
from actions.replies import Replies
from actions.wording import Voice
from actions.writeback import owe_activity, owe_lead, owe_outcome
from crm_adapter.contract import Actor, Crm
from handoff.contract import (
    Card,
    KnownFact,
    LeadRow,
    Queue,
    QueueCounts,
    RepIdentity,
    RepNote,
    Thread,
    TimelineEntry,
)
from memory.contract import Conversation, Handoff, Memory, NewMessage, Records, Rep
from memory.live.contract import QUEUE_TOPIC, LiveStore, topic_of
from qualification.conversation import (
    IN_QUEUE,
    Author,
    ClosedBy,
    ConversationStatus,
    HandoffOutcome,
    HandoffStatus,
    Message,
    Owner,
    TicketStatus,
)
from qualification.deciding.helping.problems import over
from qualification.decision import Cause
from qualification.errors import Conflict, RuleViolation
from qualification.intake import clean
from qualification.language.choosing import DEFAULT_LOCALE
from qualification.rulebook import Rulebook
from qualification.screening.masking import mask_secrets

T = TypeVar("T")

SHOWN = 500
"""Most cards of a kind on the queue page."""
UNSENT = "nothing was sent"
UNCHANGED = "nothing was changed"


@dataclass(frozen=True, slots=True)
class RepDesk:
    """Implements `handoff.contract.RepActions`. M2: every rep may see the whole workspace; only owners speak."""

    memory: Memory
    live: LiveStore
    crm: Crm
    replies: Replies
    rulebook: Rulebook
    clock: Callable[[], datetime]

    async def queue(self, rep: RepIdentity) -> Queue:
        def read(records: Records) -> Queue:
            # Asked for apart: the ones that are taken care of must never push a waiting visitor out of sight.
            waiting = records.handoffs.queue(statuses=IN_QUEUE, limit=SHOWN)
            handoffs = [*waiting, *records.handoffs.queue(statuses=(HandoffStatus.ACCEPTED,), limit=SHOWN)]
            cards = [rep_views.card(records, handoff, self._views) for handoff in handoffs]
            return Queue(rep_views.for_rep(cards, rep.id), rep_views.counts(records, rep.id))

        return await self._read(read)

    async def counts(self, rep: RepIdentity) -> QueueCounts:
        return await self._read(lambda records: rep_views.counts(records, rep.id))

    async def conversations(self, rep: RepIdentity, *, limit: int = 100) -> Sequence[Thread]:  # noqa: ARG002 - M2: see the class
        return await self._read(
            lambda records: [
                rep_views.thread(records, conversation, self._views, whole=False)
                for conversation in records.conversations.recent(limit=limit)
            ]
        )

    async def thread(self, rep: RepIdentity, conversation_id: str) -> Thread | None:  # noqa: ARG002 - M2: see the class
        def read(records: Records) -> Thread | None:
            conversation = records.conversations.get(conversation_id)
            return rep_views.thread(records, conversation, self._views, whole=True) if conversation else None

        shown = await self._read(read)
        if shown is None:
            return None
        # Asked when our own transaction has ended: a slow CRM must hold nothing open.
        lead = await asyncio.to_thread(self.crm.lead_of, conversation_id)
        return replace(shown, lead_id=lead.ref.id if lead else None)

    async def accept(self, rep: RepIdentity, handoff_id: str) -> Card:
        def write(records: Records) -> tuple[str, Card]:
            handoff = records.handoffs.get(handoff_id)
            if handoff is None:
                raise RuleViolation("This handoff does not exist any more. Reload the queue.")
            return handoff.conversation_id, self._claim(records, handoff, rep)

        return await self._write(write)

    async def take_over(self, rep: RepIdentity, conversation_id: str, *, owner_number: int) -> Card:
        def write(records: Records) -> tuple[str, Card]:
            conversation = _locked(records, conversation_id)
            _check_take_over(conversation, rep, owner_number)
            handoff = records.handoffs.request(
                conversation_id,
                cause=Cause.TAKEN_OVER,
                reason=f"{rep.name} took over.",
                score=None,
                now=self.clock(),
            )
            return conversation_id, self._claim(records, handoff, rep, former=conversation.owner)

        return await self._write(write)

    async def say(self, rep: RepIdentity, conversation_id: str, text: str, *, client_id: str) -> Message:
        # A digest: the place may use all 64 characters, and so may we.
        key = hashlib.sha256(f"rep:{client_id}".encode()).hexdigest()

        def write(records: Records) -> tuple[str, Message]:
            conversation = _owned(records, conversation_id, rep, UNSENT)
            message = NewMessage(Author.REP, _screened(text), name=rep.name, client_id=key)
            said = records.transcript.say(
                conversation_id, [message], owner_number=conversation.owner.number, now=self.clock()
            )
            return conversation_id, said[0]

        return await self._write(write)

    async def typing(self, rep: RepIdentity, conversation_id: str) -> None:
        conversation = await self._read(lambda records: records.conversations.get(conversation_id))
        if conversation is not None and conversation.owner.rep_id == rep.id:
            await self.live.publish(topic_of(conversation_id), {"kind": "typing", "author": "rep"})

    async def note(self, rep: RepIdentity, conversation_id: str, text: str) -> RepNote:
        def write(records: Records) -> tuple[str, RepNote]:
            _locked(records, conversation_id)
            note = records.handoffs.add_note(conversation_id, _rep(rep), _screened(text), now=self.clock())
            return conversation_id, RepNote(note.rep_name, note.text, note.at)

        return await self._write(write)

    async def give_back(self, rep: RepIdentity, conversation_id: str) -> None:
        def write(records: Records) -> tuple[str, None]:
            now = self.clock()
            conversation = _owned(records, conversation_id, rep, UNCHANGED)
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
            conversation = _owned(records, conversation_id, rep, UNCHANGED)
            handoff = records.handoffs.open_for(conversation_id)
            if handoff is not None:
                records.handoffs.set_status(handoff.id, HandoffStatus.CLOSED, now=now, outcome=outcome)
            message = NewMessage(Author.SYSTEM, self._voice(conversation).say("handoff_closed"))
            records.transcript.say(conversation_id, [message], owner_number=conversation.owner.number, now=now)
            records.conversations.close(conversation_id, by=ClosedBy.REP, now=now)
            if outcome is HandoffOutcome.SOLVED:
                _end_tickets(records, conversation_id, rep, now)
            self._owe_close(records, conversation, rep, outcome, comment, now)
            return conversation_id, None

        await self._write(write)

    async def close_ticket(self, rep: RepIdentity, conversation_id: str, number: int) -> None:
        def write(records: Records) -> tuple[str, None]:
            conversation = _locked(records, conversation_id)
            current = records.tickets.newest_open(conversation_id)
            records.tickets.end(conversation_id, number, TicketStatus.CLOSED, now=self.clock(), by=rep.name)
            if conversation.dialogue.ticketed and current is not None and current.number == number:
                # The assistant must not go on helping with a problem that a rep has ended.
                records.conversations.set_dialogue(conversation_id, over(conversation.dialogue))
            return conversation_id, None

        await self._write(write)

    async def leads(self, rep: RepIdentity) -> Sequence[LeadRow]:  # noqa: ARG002 - M2: see the class
        return await asyncio.to_thread(lambda: [rep_views.lead_row(lead) for lead in self.crm.leads()])

    async def lead(
        self,
        rep: RepIdentity,  # noqa: ARG002 - M2: see the class
        lead_id: str,
    ) -> tuple[LeadRow, Sequence[KnownFact], Sequence[TimelineEntry]] | None:
        return await asyncio.to_thread(rep_views.lead, self.memory, self.crm, lead_id, self._views)

    async def present(self, rep: RepIdentity) -> None:
        def write(records: Records) -> None:
            records.reps.seen(rep.id, now=self.clock())

        await self.memory.run(self._in_transaction, write)

    @property
    def _views(self) -> rep_views.Views:
        return rep_views.Views(self.replies, self.rulebook)

    def _claim(self, records: Records, handoff: Handoff, rep: RepIdentity, former: Owner | None = None) -> Card:
        """The one winner speaks from here on; said to the visitor by name only now that it is so (D9).

        `former` is the owner whom this rep takes over from: the assistant, or a colleague.
        """
        now = self.clock()
        conversation = _locked(records, handoff.conversation_id)
        taken_from = former.rep_id if former else None
        claimed = records.handoffs.claim(handoff.id, _rep(rep), now=now, taken_from=taken_from)
        if conversation.owner.rep_id != rep.id:
            owner = records.conversations.change_owner(conversation.id, rep_id=rep.id, rep_name=rep.name, now=now)
            voice = self._voice(conversation)
            text = voice.say("handoff_taken_over" if taken_from else "handoff_accepted", rep=rep.name)
            message = NewMessage(Author.SYSTEM, text)
            records.transcript.say(conversation.id, [message], owner_number=owner.number, now=now)
            # The CRM is read by reps.
            facts, to_reps = records.facts.current(conversation.id), replace(voice, locale=DEFAULT_LOCALE)
            owe_lead(records, conversation, facts, to_reps, now)
            owe_activity(
                records, conversation.id, "handoff", _passage(rep, former), Actor.HUMAN,
                key=f"owner:{owner.number}", now=now,
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
        owe_outcome(records, conversation.id, outcome, key=str(conversation.owner.number), now=now)

    def _voice(self, conversation: Conversation) -> Voice:
        return Voice(self.replies, conversation.locale, seed=conversation.id)

    async def _read(self, read: Callable[[Records], T]) -> T:
        def run() -> T:
            with self.memory.reading() as records:
                return read(records)

        return await asyncio.to_thread(run)

    async def _write(self, write: Callable[[Records], tuple[str, T]]) -> T:
        conversation_id, result = await self.memory.run(self._in_transaction, write)
        await self.live.publish(topic_of(conversation_id), {"kind": "rep"})
        await self.live.publish(QUEUE_TOPIC, {"kind": "rep", "conversation": conversation_id})
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


def _end_tickets(records: Records, conversation_id: str, rep: RepIdentity, now: datetime) -> None:
    """A conversation that a rep closed as solved leaves no problem open."""
    for ticket in records.tickets.of(conversation_id):
        if ticket.status is TicketStatus.OPEN:
            records.tickets.end(conversation_id, ticket.number, TicketStatus.CLOSED, now=now, by=rep.name)


def _check_take_over(conversation: Conversation, rep: RepIdentity, seen: int) -> None:
    """H2: only what the rep saw may be taken; of two at once, the later one learns who has it now."""
    if conversation.status is ConversationStatus.CLOSED:
        raise RuleViolation("This conversation is closed, so there is nothing to take over.")
    if conversation.owner.rep_id == rep.id or conversation.owner.number == seen:
        return
    if conversation.owner.is_assistant:
        raise Conflict("This conversation was given back to the assistant a moment ago. Look again, then take it over.")
    raise Conflict(f"{conversation.owner.rep_name} took this conversation a moment ago.")


def _passage(rep: RepIdentity, former: Owner | None) -> str:
    """How the rep came to speak, for the lead's timeline."""
    if former is None:
        return f"{rep.name} accepted the handoff."
    return f"{rep.name} took over from {former.rep_name or 'the assistant'}."


def _owned(records: Records, conversation_id: str, rep: RepIdentity, undone: str) -> Conversation:
    """The conversation, locked, if this rep may speak in it (D8); else why not, and what to do about it."""
    conversation = _locked(records, conversation_id)
    if conversation.status is ConversationStatus.CLOSED:
        raise RuleViolation(f"This conversation is closed, so {undone}.")
    if conversation.owner.rep_id == rep.id:
        return conversation
    if not conversation.owner.is_assistant:
        raise RuleViolation(
            f"{conversation.owner.rep_name} has this conversation, so {undone}. Take it over if you should go on."
        )
    if conversation.handoff in IN_QUEUE:
        raise RuleViolation(f"Nobody has accepted this conversation yet, so {undone}. Accept it first.")
    raise RuleViolation(f"The assistant has this conversation, so {undone}. Take it over first.")
