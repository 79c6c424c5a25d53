"""The passage to a rep, seen from the places where reps work (the built-in desk now, Slack later).

`RepActions` is what a rep may do; the wiring hands an implementation over, so that a place never touches memory.
Every method runs in one transaction and raises RuleViolation or Conflict with a sentence for the rep. `Card`,
`Thread` and the rest are read models: everything a page or a Slack card shows, already in words where words matter.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qualification.conversation import ClosedBy, HandoffOutcome, HandoffStatus, Message, TicketStatus
from qualification.language.choosing import DEFAULT_LOCALE
from qualification.understanding import MoodWord, Sentiment, Urgency

UNKNOWN_VISITOR = "Unknown visitor"
"""`who` of somebody of whom neither name nor address is known."""

OUTSIDE_HOURS = "This was outside our hours"
"""Stands in the reason of a handoff for which nobody could have been there."""


@dataclass(frozen=True, slots=True)
class RepIdentity:
    """Who acts."""

    id: str
    name: str
    email: str
    is_admin: bool


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """One sentence of the brief with the message numbers it rests on (M4)."""

    text: str
    message_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as shown to a rep: label and value in words, the message it comes from, and what it replaced."""

    key: str
    label: str
    value: str
    message_number: int | None
    confidence: float
    replaced: tuple[str, ...] = ()
    # Told in an earlier conversation of the same, verified, person (M3).
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The qualify verdict (S2) with what it adds up from: label and points; `border` is where "qualified" begins."""

    qualified: bool
    score: float
    border: float
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A handoff in the queue: who, why now, what to say first."""

    handoff_id: str
    conversation_id: str
    status: HandoffStatus
    who: str
    company: str | None
    channel: str
    cause: str
    reason: str
    score: float | None
    brief: tuple[BriefSentence, ...]
    open_question: str | None
    opener: str | None
    facts: tuple[KnownFact, ...]
    missing: tuple[str, ...]
    last_words: str
    requested_at: datetime
    claimed_by: str | None
    claimed_name: str | None
    claimed_at: datetime | None
    outcome: HandoffOutcome | None
    verdict: VerdictView
    # The score's addends in words with their points; together they are `score` (0-100). Empty when there is none yet.
    score_parts: tuple[tuple[str, float], ...] = ()
    # Numbers of the open tickets, and interest in buying shown meanwhile (D10).
    tickets: tuple[int, ...] = ()
    verified: bool = False
    buying_signal: bool = False
    # The language that the conversation is held in.
    locale: str = DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many handoffs there are, however many of them are shown: not accepted yet, this rep's, other reps'."""

    waiting: int
    mine: int
    others: int

    @property
    def all(self) -> int:
        return self.waiting + self.mine + self.others


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue as one rep sees it, cards and counts of the same moment."""

    cards: tuple[Card, ...]
    counts: QueueCounts


@dataclass(frozen=True, slots=True)
class RepNote:
    rep_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MoodView:
    """How a turn sounded and hurried, as classes of the rulebook, with the words that counted, heaviest first."""

    sentiment: Sentiment
    urgency: Urgency
    words: tuple[MoodWord, ...]


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn as understood and decided. Evidence: (kind, ref). Contributions: (signal, value, weight, points), where
    value None says that there was nothing to measure. `in_scope` is the confidence from which an intent counts."""

    numbers: tuple[int, ...]
    started_at: datetime
    answered_at: datetime | None
    intent: str | None
    intent_confidence: float | None
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[tuple[str, str], ...]
    outcome: str | None
    confidence: float | None
    reason: str
    source: str
    contributions: tuple[tuple[str, float | None, float, float], ...]
    evidence: tuple[tuple[str, str], ...]
    versions: Mapping[str, str]
    in_scope: float
    # None: nothing was understood.
    mood: MoodView | None = None
    # The language that the words were in, as far as that was clear.
    language: str = DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class TicketView:
    """An unsolved problem (D10). `ended_by` is the rep who closed it, None when the visitor said that it is solved."""

    number: int
    status: TicketStatus
    what: str
    contact: str | None
    created_at: datetime
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation with everything a rep may see of it."""

    conversation_id: str
    status: str
    owner_name: str | None
    owner_id: str | None
    # Grows with every change of owner; a take-over names the one it was decided on.
    owner_number: int
    channel: str
    locale: str
    page_url: str | None
    started_at: datetime
    card: Card | None
    summary: tuple[BriefSentence, ...]
    messages: tuple[Message, ...]
    notes: tuple[RepNote, ...]
    facts: tuple[KnownFact, ...]
    missing: tuple[str, ...]
    turns: tuple[TurnView, ...]
    lead_id: str | None
    verdict: VerdictView
    tickets: tuple[TicketView, ...] = ()
    # The address that the visitor has proven with a code (M3).
    verified: str | None = None
    # Interest in buying, shown while a problem was open: flagged quietly, never asked about (D10).
    buying_signal: bool = False
    closed_by: ClosedBy | None = None


@dataclass(frozen=True, slots=True)
class LeadRow:
    id: str
    who: str
    company: str | None
    email: str | None
    status: str
    score: float | None
    source: str
    conversation_id: str
    created_at: datetime
    last_activity_at: datetime
    # As in Card.
    score_parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    kind: str
    text: str
    actor: str
    at: datetime
    conversation_id: str | None


class RepActions(Protocol):
    """What a rep may see and do. Each call is awaited by the place and runs its transaction on a worker thread."""

    async def queue(self, rep: RepIdentity) -> Queue:
        """Waiting and unanswered handoffs in the order of L6, then the ones accepted by this rep, then by others."""

    async def counts(self, rep: RepIdentity) -> QueueCounts:
        """As in the queue, without its cards."""

    async def conversations(self, rep: RepIdentity, *, limit: int = 100) -> Sequence[Thread]:
        """Recent conversations, newest activity first, without their turns and notes."""

    async def thread(self, rep: RepIdentity, conversation_id: str) -> Thread | None: ...
    async def accept(self, rep: RepIdentity, handoff_id: str) -> Card:
        """One winner (H2); Conflict naming the winner for everybody else."""

    async def take_over(self, rep: RepIdentity, conversation_id: str, *, owner_number: int) -> Card:
        """Take a conversation from the assistant or from a colleague, who may write there no more.

        `owner_number` is what the rep saw: Conflict, naming who has it now, when it has changed hands since (H2).
        """

    async def say(self, rep: RepIdentity, conversation_id: str, text: str, *, client_id: str) -> Message:
        """A rep's words to the visitor; only the owner may (D8). The same client_id twice is said once."""

    async def typing(self, rep: RepIdentity, conversation_id: str) -> None: ...
    async def note(self, rep: RepIdentity, conversation_id: str, text: str) -> RepNote: ...
    async def give_back(self, rep: RepIdentity, conversation_id: str) -> None: ...
    async def close(self, rep: RepIdentity, conversation_id: str, outcome: HandoffOutcome, comment: str) -> None: ...
    async def close_ticket(self, rep: RepIdentity, conversation_id: str, number: int) -> None:
        """End a ticket without the visitor's word; Conflict when it has ended already."""

    async def leads(self, rep: RepIdentity) -> Sequence[LeadRow]: ...
    async def lead(
        self, rep: RepIdentity, lead_id: str
    ) -> tuple[LeadRow, Sequence[KnownFact], Sequence[TimelineEntry]] | None: ...
    async def present(self, rep: RepIdentity) -> None:
        """The rep is at the desk now (availability)."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in rep: the secret of the cookie and when it ends.

    `device` proves at the next sign-in that somebody has signed in from this browser before.
    """

    token: str
    expires_at: datetime
    device: str = ""


class Accounts(Protocol):
    """Who may sign in at a place of reps."""

    async def sign_in(
        self, email: str, password: str, *, address: str | None = None, device: str | None = None
    ) -> Session | None:
        """None for a wrong pair; takes the same time whether the e-mail exists or not.

        Raises RuleViolation, saying when to try again, after too many tries; `address` is where they come from.
        The tries of others do not count for who shows the `device` of an earlier session.
        """

    async def rep_of(self, token: str) -> RepIdentity | None: ...
    async def sign_out(self, token: str) -> None: ...


Changes = AbstractAsyncContextManager[AsyncIterator[Mapping[str, object]]]
"""From entry on, every change.

{"kind": "typing", "author": "visitor" | "assistant" | "rep"} says who types; anything else means: look again.
"""


class Updates(Protocol):
    """Live changes, of the whole queue and of one conversation."""

    def of_queue(self) -> Changes: ...
    def of_conversation(self, conversation_id: str) -> Changes: ...
