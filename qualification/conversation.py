"""Words of the conversation itself: who speaks, who owns it, how the handoff stands. Names and types, no behaviour."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """Where the visitor met us; support chats follow D10."""

    WEBSITE = "website"
    SUPPORT = "support"


class Author(StrEnum):
    """Who wrote a message."""

    VISITOR = "visitor"
    ASSISTANT = "assistant"
    REP = "rep"
    SYSTEM = "system"


class ConversationStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class ClosedBy(StrEnum):
    """Who or what ended a conversation. One that silence ended goes on when the visitor writes again (D7, D15)."""

    REP = "rep"
    SILENCE = "silence"


class HandoffStatus(StrEnum):
    """How the passage to a rep stands, as the visitor may be told (D9)."""

    NONE = "none"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    UNANSWERED = "unanswered"
    RETURNED = "returned"
    CLOSED = "closed"


IN_QUEUE = (HandoffStatus.WAITING, HandoffStatus.UNANSWERED)
"""Nobody has accepted yet: the visitor still stands in the queue."""


class HandoffOutcome(StrEnum):
    """What a rep says a handoff led to when closing it."""

    QUALIFIED = "qualified"
    MEETING_BOOKED = "meeting_booked"
    SOLVED = "solved"
    NOT_A_FIT = "not_a_fit"
    NO_RESPONSE = "no_response"
    SPAM = "spam"


class TicketStatus(StrEnum):
    """How an unsolved problem stands (D10): solved says the visitor, closed says a rep."""

    OPEN = "open"
    SOLVED = "solved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who may speak now (D8). `number` grows by one at every change and is checked with every outgoing message."""

    number: int
    rep_id: str | None = None
    rep_name: str | None = None

    @property
    def is_assistant(self) -> bool:
        return self.rep_id is None


@dataclass(frozen=True, slots=True)
class Source:
    """The page an answer quotes."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance. `number` is gapless within its conversation, from 1."""

    number: int
    author: Author
    text: str
    at: datetime
    name: str | None = None
    choices: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    client_id: str | None = None
    person_requested: bool = False
