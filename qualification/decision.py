"""The decision: what happens in a turn and why. A closed set of outcomes (D2); anything outside it cannot be built."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qualification.facts import Fact, FactKey
from qualification.state import DialogueState, KnowledgeHit


class Outcome(StrEnum):
    """The closed set of D2."""

    ASK = "ask"
    ANSWER = "answer"
    PRESENT_BRIEF = "present_brief"
    ESCALATE = "escalate"
    BOOK = "book"
    NURTURE = "nurture"
    DISQUALIFY = "disqualify"
    # A kind end of what was talked about. The conversation stays open: whoever writes again is answered.
    CLOSE = "close"


class Verdict(StrEnum):
    """The qualify verdict of S2."""

    QUALIFIED = "qualified"
    NEEDS_REVIEW = "needs_review"


class Cause(StrEnum):
    """Why a person is brought in; the desk shows it and sorts by nothing else than L6."""

    ASKED_FOR_PERSON = "asked_for_person"
    SAFETY = "safety"
    ABUSE = "abuse"
    LEGAL = "legal"
    POLICY = "policy"
    QUALIFIED = "qualified"
    DEMO = "demo"
    UNSOLVED_PROBLEM = "unsolved_problem"
    PRIVACY = "privacy"
    ENGINE_DOWN = "engine_down"
    TAKEN_OVER = "taken_over"


class EvidenceKind(StrEnum):
    MESSAGE = "message"
    FACT = "fact"
    RULE = "rule"
    PAGE = "page"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pointer to the row a claim rests on.

    For instance ("message", "7"), ("fact", "team_size"), ("rule", "D4@1"), ("page", "/help/pricing#plans").
    """

    kind: EvidenceKind
    ref: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """One addend of the blend (D3): `value` 0..1 as read, `weight` from the rulebook, `points` = value × weight.

    `measured` is False when there was nothing to read; a zero that was read means something else.
    """

    signal: str
    value: float
    weight: float
    measured: bool = True

    @property
    def points(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Line:
    """A reply text by its key in `data/replies/`; `facts` are shown in their understood form through {value}."""

    key: str
    facts: tuple[Fact, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a knowledge page, with its link. Never anything else than what stands on the page."""

    hit: KnowledgeHit


@dataclass(frozen=True, slots=True)
class Question:
    """The one question of a reply; `again` selects the wording for a second try."""

    fact: FactKey
    again: bool = False


Piece = Line | Quote | Question


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """An unsolved problem is to be kept (D10), told in the visitor's own words: those of these messages."""

    message_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SolveTicket:
    """The visitor says that the problem behind this ticket is gone."""

    number: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Outcome with the four fields of S6, the reply as data, and the dialogue's memory after the turn.

    `bring_in` asks for a handoff; its announcement is rendered from the committed handoff alone (D9), so no
    piece in `reply` may speak of connecting anyone, nor of the ticket that `ticket` opens. `contributions` is empty
    when a hard rule decided. `learned` are the facts of the turn that are worth keeping: new ones and corrections, and
    none from words that teach nothing.
    """

    outcome: Outcome
    confidence: float
    reason: str
    source: str
    evidence: tuple[Evidence, ...]
    reply: tuple[Piece, ...]
    next_dialogue: DialogueState
    verdict: Verdict
    contributions: tuple[Contribution, ...] = ()
    bring_in: Cause | None = None
    learned: tuple[Fact, ...] = ()
    ticket: OpenTicket | SolveTicket | None = None
    send_code_to: str | None = None
