"""What the dialogue remembers between turns, and what one turn brings. Inputs of `decide`, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from qualification.conversation import Channel, HandoffStatus
from qualification.facts import Fact, FactKey
from qualification.language.choosing import DEFAULT_LOCALE
from qualification.understanding import Understanding


class Pending(StrEnum):
    """A yes/no or contact question that the last reply left open."""

    HANDOFF_OFFER = "handoff_offer"
    PROBLEM_CHECK = "problem_check"
    HANDOFF_CONTACT = "handoff_contact"
    DEMO_CONTACT = "demo_contact"
    ANYTHING_ELSE = "anything_else"
    VERIFY_OFFER = "verify_offer"
    SIGNATURE = "signature"


class Identity(StrEnum):
    """How far it is proven who somebody is (M3). Known means that the address is, and that nobody has asked yet."""

    UNKNOWN = "unknown"
    STRANGER = "stranger"
    CLAIMED = "claimed"
    KNOWN = "known"
    OFFERED = "offered"
    CODE_SENT = "code_sent"
    VERIFIED = "verified"
    ENDED = "ended"


class CodeCheck(StrEnum):
    """What a typed code came to. Lapsed: no code can prove the address any more, and none was tried."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"
    EXPIRED = "expired"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class DialogueState:
    """The dialogue's own memory of one conversation, stored with every turn and read back for the next.

    `resumed` counts how often the open question was repeated after a side question, `help_attempts` the answers
    given on the open problem, `own_questions` what the visitor asked about the product; `concluded` is set once the
    visitor was offered a rep or sent on kindly (said once); `refused_person` once an offered person was declined, so
    that it takes more to offer one again; `language_chosen` when the visitor named the language (D14).
    `problem_numbers` are the messages that tell the open problem, `ticketed` whether it has a ticket, `tickets` how
    many this conversation has; `upgrade_offered` once interest shown during a problem has led to its one offer (D10).
    `signed` are facts of a pasted signature that the visitor was just asked about.
    """

    turn: int = 0
    introduced: bool = False
    question_answered: bool = False
    requested: FactKey | None = None
    asked: Mapping[FactKey, int] = field(default_factory=dict)
    declined: frozenset[FactKey] = frozenset()
    pending: Pending | None = None
    problem_open: bool = False
    buying_signal: bool = False
    sales_interest: bool = False
    stopped: bool = False
    misunderstandings: int = 0
    abuse_count: int = 0
    resumed: int = 0
    help_attempts: int = 0
    concluded: bool = False
    refused_person: bool = False
    own_questions: int = 0
    language_chosen: bool = False
    problem_numbers: tuple[int, ...] = ()
    ticketed: bool = False
    tickets: int = 0
    upgrade_offered: bool = False
    identity: Identity = Identity.UNKNOWN
    signed: tuple[Fact, ...] = ()
    signature_asked: bool = False


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """The newest open ticket of a conversation, with the visitor's words in it."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class ConversationState:
    """Everything known before the turn: where it happens, the dialogue's memory, the facts that hold, the handoff.

    `handoff_since` is when the handoff began to wait, so that the visitor can be told how it stands (D4).
    """

    channel: Channel
    dialogue: DialogueState
    facts: Mapping[FactKey, Fact]
    handoff: HandoffStatus
    locale: str = DEFAULT_LOCALE
    page: str | None = None
    handoff_since: datetime | None = None
    ticket: KnownTicket | None = None


@dataclass(frozen=True, slots=True)
class Misread:
    """A value the visitor gave that could not be read ("dana@acme,com"); asked back, never guessed."""

    key: FactKey
    said: str


@dataclass(frozen=True, slots=True)
class KnowledgeHit:
    """A page section that may answer. `score` 0.5 is good enough to answer; `quote` is whole sentences of the page, in
    the page's language `locale`."""

    title: str
    url: str
    quote: str
    score: float
    locale: str = DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class TurnSignals:
    """What this turn brings. `understanding` is None when the engine did not answer and the words are not plain enough
    to be understood without it (scripted fallback).

    `learned` are the facts read from the turn's words, already typed; `person_requested` is the button (D4).
    `message_numbers` are the visitor messages of the turn; every claim made from them points there (S6).
    `signed` are facts of a signature, kept with the visitor's yes alone. `known_address` says whether the visitor's
    address was told in another conversation, None when it was not looked up; `codes_left` whether another code may be
    sent to it; neither is ever worded.
    `language_wished` is set when the words ask for a language and for nothing else, `language_foreign` when they are in
    one that nobody speaks here (D14).
    """

    message_numbers: tuple[int, ...]
    understanding: Understanding | None
    learned: tuple[Fact, ...] = ()
    misread: tuple[Misread, ...] = ()
    signed: tuple[Fact, ...] = ()
    hits: tuple[KnowledgeHit, ...] = ()
    person_requested: bool = False
    reps_available: bool = False
    secret_masked: bool = False
    lead_score: float | None = None
    known_account: bool | None = None
    known_address: bool | None = None
    code_check: CodeCheck | None = None
    codes_left: bool = True
    language_wished: bool = False
    language_foreign: bool = False
