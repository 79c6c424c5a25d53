"""What the rest of Foyer may ask of its memory: one transaction at a time, nouns with verbs, domain types in and out.

`Memory.transaction()` is the only way to write, and nobody but it commits: a clean exit commits everything, an
exception leaves nothing. Transactions are synchronous; an edge on the event loop has `Memory.run` run a short one, and
a worker thread everything that reads much. Every read and write is bound to the Memory's own workspace (L9).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ParamSpec, Protocol, TypeVar

from memory.recognising.contract import Recognition
from memory.silence import Silences
from memory.tickets.contract import Tickets
from qualification.conversation import (
    Author,
    Channel,
    ClosedBy,
    ConversationStatus,
    HandoffOutcome,
    HandoffStatus,
    Message,
    Owner,
    Source,
)
from qualification.decision import Cause, Decision
from qualification.facts import Fact
from qualification.state import ConversationState, DialogueState, TurnSignals

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The whole talk as it stands; `last_number` is that of its newest message (0: empty), whoever wrote it."""

    id: str
    channel: Channel
    locale: str
    page_url: str | None
    status: ConversationStatus
    owner: Owner
    handoff: HandoffStatus
    last_number: int
    last_visitor_number: int
    dialogue: DialogueState
    created_at: datetime
    updated_at: datetime
    closed_by: ClosedBy | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to append; its number is given by memory."""

    author: Author
    text: str
    name: str | None = None
    choices: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    client_id: str | None = None
    person_requested: bool = False
    secret_masked: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """Where a visitor's message was stored; `duplicate` when its client_id was already known (same number again).

    `follows_own` when the message right before it was the visitor's too; `message` as it stands there, when it is new.
    """

    number: int
    duplicate: bool
    follows_own: bool = False
    message: Message | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """A gathered burst that awaits its one answer: visitor messages `numbers`, begun under `owner_number`."""

    id: str
    conversation_id: str
    numbers: tuple[int, ...]
    text: str
    owner_number: int
    person_requested: bool
    started_at: datetime
    secret_masked: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A turn as shown to people: what was understood, decided and why. `decision` None = not decided (yet)."""

    id: str
    numbers: tuple[int, ...]
    started_at: datetime
    answered_at: datetime | None
    understanding: Mapping[str, object] | None
    decision: Mapping[str, object] | None
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Replay:
    """The inputs of a decision as they were, to decide again with the same or with another rulebook (S6)."""

    state: ConversationState
    signals: TurnSignals
    decision: Mapping[str, object]
    versions: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of the running summary with the message numbers and fact keys it rests on (M4)."""

    text: str
    message_numbers: tuple[int, ...]
    fact_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handoff:
    """The passage of a conversation to a rep. `score` is None until the lead was scored."""

    id: str
    conversation_id: str
    status: HandoffStatus
    cause: Cause
    reason: str
    requested_at: datetime
    score: float | None
    last_activity_at: datetime
    source_priority: int
    claimed_by: str | None
    claimed_name: str | None
    claimed_at: datetime | None
    closed_at: datetime | None
    outcome: HandoffOutcome | None


@dataclass(frozen=True, slots=True)
class Note:
    """What reps write for each other; never shown to a visitor."""

    id: int
    rep_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rep:
    id: str
    email: str
    name: str
    is_admin: bool
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One write-back that we owe the CRM. `key` is its idempotency key; entries of one conversation keep order."""

    id: int
    conversation_id: str
    kind: str
    payload: Mapping[str, object]
    key: str
    attempts: int


class Conversations(Protocol):
    def open(
        self, *, channel: Channel, locale: str, page_url: str | None, token_hash: str, now: datetime
    ) -> Conversation: ...
    def get(self, conversation_id: str) -> Conversation | None: ...
    def recent(self, *, limit: int = 100) -> Sequence[Conversation]:
        """Newest activity first."""

    def token_hash(self, conversation_id: str) -> str | None: ...
    def lock(self, conversation_id: str) -> Conversation | None:
        """As `get`, and nobody else changes the conversation until this transaction ends."""

    def change_owner(self, conversation_id: str, *, rep_id: str | None, rep_name: str | None, now: datetime) -> Owner:
        """Grow the ownership number by one and set the owner (None = the assistant)."""

    def set_dialogue(self, conversation_id: str, dialogue: DialogueState) -> None:
        """Replace the dialogue's memory outside a turn (a rep gave back, a handoff went unanswered)."""

    def set_locale(self, conversation_id: str, locale: str) -> None: ...
    def close(self, conversation_id: str, *, by: ClosedBy, now: datetime) -> None: ...


class Transcript(Protocol):
    def accept(self, conversation_id: str, message: NewMessage, *, now: datetime) -> Accepted:
        """Store a visitor's message once per client_id, with the next number; what silence closed is open again.

        Raises Closed when closed otherwise, Conflict for a client_id of other words (what was masked always passes).
        """

    def mask(self, conversation_id: str, number: int, text: str) -> None:
        """Put a text without its secrets in the place of a stored one; the one change that a message can meet."""

    def say(
        self, conversation_id: str, messages: Sequence[NewMessage], *, owner_number: int, now: datetime
    ) -> Sequence[Message]:
        """Append what the assistant, a rep or the system says, while the ownership number is still `owner_number`.

        Raises Conflict otherwise, Closed in a closed conversation (say first, then close): nothing is written (D8).
        A client_id that was said before is not said again, and the message of then is given. A rep's words settle what
        the visitor wrote before them.
        """

    def after(self, conversation_id: str, number: int, limit: int = 200) -> Sequence[Message]: ...
    def numbered(self, conversation_id: str, numbers: Sequence[int]) -> Sequence[Message]:
        """The messages with these numbers, in their order."""

    def last(self, conversation_id: str, limit: int) -> Sequence[Message]:
        """The newest messages, oldest first."""


class Turns(Protocol):
    def begin(self, locked: Conversation, *, now: datetime) -> Turn | None:
        """Gather every visitor message that no turn has answered into one open turn; None when there is none.

        `locked`: as read under its lock, unchanged since. A turn that a crash left open goes on, widened (D11).
        """

    def get(self, turn_id: str) -> Turn | None: ...
    def answer(
        self,
        turn_id: str,
        *,
        state: ConversationState,
        signals: TurnSignals,
        decision: Decision,
        versions: Mapping[str, str],
        now: datetime,
    ) -> bool:
        """Mark the turn answered, store its decision (S6) and the dialogue after it; False when it has ended already.

        The caller has locked the conversation. `state`, `signals` and `now` are what `decide` was given, for a replay.
        Answers exactly `signals.message_numbers`; what the visitor wrote after those goes into the next turn.
        """

    def drop(self, turn_id: str, *, now: datetime) -> None:
        """End a turn without an answer of ours: a rep owns the conversation now."""

    def unanswered(self, older_than: datetime) -> Sequence[str]:
        """Ids of open, assistant-owned conversations with visitor messages that nobody answered (recovery at start)."""

    def records(self, conversation_id: str, *, last: int | None = None) -> Sequence[TurnRecord]:
        """In their order; `last` gives only that many of the newest."""

    def replay(self, turn_id: str) -> Replay | None:
        """What the turn was decided on; None while it is undecided."""


class Facts(Protocol):
    def learn(self, conversation_id: str, facts: Sequence[Fact]) -> None: ...
    def current(self, conversation_id: str) -> Sequence[Fact]: ...
    def history(self, conversation_id: str) -> Sequence[Fact]:
        """Every fact ever learned, superseded ones too, oldest first."""


class Summaries(Protocol):
    def put(self, conversation_id: str, sentences: Sequence[SummarySentence], *, up_to: int, now: datetime) -> None: ...
    def get(self, conversation_id: str) -> Sequence[SummarySentence]: ...


class Handoffs(Protocol):
    def request(
        self,
        conversation_id: str,
        *,
        cause: Cause,
        reason: str,
        score: float | None,
        now: datetime,
        source_priority: int = 0,
    ) -> Handoff:
        """Create the waiting handoff of a conversation, or give the one that is already open."""

    def get(self, handoff_id: str) -> Handoff | None: ...
    def open_for(self, conversation_id: str) -> Handoff | None: ...
    def newest_for(self, conversation_id: str) -> Handoff | None:
        """The last one, whether it is still open or ended."""

    def claim(self, handoff_id: str, rep: Rep, *, now: datetime, taken_from: str | None = None) -> Handoff:
        """One winner (H2): Conflict, naming the winner, for everybody else. The winner may claim again, without effect.

        `taken_from` is the rep whose accepted handoff a colleague takes over; anybody else's stays where it is.
        The owner is changed separately, in the same transaction (`Conversations.change_owner`).
        """

    def set_status(
        self, handoff_id: str, status: HandoffStatus, *, now: datetime, outcome: HandoffOutcome | None = None
    ) -> Handoff: ...
    def queue(self, *, statuses: Sequence[HandoffStatus], limit: int = 100) -> Sequence[Handoff]:
        """In the order of L6."""

    def tally(self, *, statuses: Sequence[HandoffStatus]) -> Mapping[tuple[HandoffStatus, str | None], int]:
        """How many there are, by status and by the id of the rep who has accepted them."""

    def waiting_longer_than(self, wait: timedelta, *, now: datetime) -> Sequence[Handoff]: ...
    def add_note(self, conversation_id: str, rep: Rep, text: str, *, now: datetime) -> Note: ...
    def notes(self, conversation_id: str) -> Sequence[Note]: ...


class Reps(Protocol):
    def add(self, *, email: str, name: str, password_hash: str, is_admin: bool, now: datetime) -> Rep: ...
    def count(self) -> int: ...
    def by_email(self, email: str) -> tuple[Rep, str] | None:
        """The rep and the stored password hash."""

    def set_password(self, rep_id: str, password_hash: str) -> None:
        """Also ends every session that was opened with the old one."""

    def everyone(self) -> Sequence[Rep]: ...
    def seen(self, rep_id: str, *, now: datetime) -> None: ...
    def seen_since(self, since: datetime) -> int:
        """How many reps were at the desk since then (availability, D9)."""

    def open_session(self, rep_id: str, *, token_hash: str, expires_at: datetime, now: datetime) -> None:
        """Also cleans up everybody's sessions that are over."""

    def session_rep(self, token_hash: str, *, now: datetime) -> Rep | None: ...
    def end_session(self, token_hash: str) -> None: ...


class Outbox(Protocol):
    def put(self, conversation_id: str, kind: str, payload: Mapping[str, object], *, key: str, now: datetime) -> None:
        """Owe one write-back; the same key twice is one entry."""

    def due(self, *, now: datetime, limit: int = 50) -> Sequence[OutboxEntry]:
        """The oldest undone entry of each conversation whose time has come."""

    def done(self, entry_id: int, *, now: datetime) -> None: ...
    def failed(self, entry_id: int, *, error: str, retry_at: datetime) -> None: ...
    def give_up(self, entry_id: int, *, error: str, now: datetime) -> None:
        """It will never succeed: kept with its error for the operator, and in nobody's way."""


class Records(Protocol):
    """All nouns within one open transaction."""

    @property
    def conversations(self) -> Conversations: ...
    @property
    def transcript(self) -> Transcript: ...
    @property
    def turns(self) -> Turns: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def summaries(self) -> Summaries: ...
    @property
    def handoffs(self) -> Handoffs: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def recognition(self) -> Recognition: ...
    @property
    def reps(self) -> Reps: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def silences(self) -> Silences: ...


class Memory(Protocol):
    def transaction(self) -> AbstractContextManager[Records]: ...
    def reading(self) -> AbstractContextManager[Records]:
        """A consistent read without a write lock; writing in it raises."""

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `work`, which makes short transactions here, wherever that costs least without holding up the loop."""


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation as it stands, with its newest messages (oldest first)."""

    conversation: Conversation
    messages: tuple[Message, ...]


class HotSessions(Protocol):
    """The quick way to a conversation for whoever reads it often (M1)."""

    async def view(self, conversation_id: str) -> Session | None: ...
