"""Every number with a meaning for the business, as one frozen value. The numbers stand in `data/rulebook/*.yml`, one
file per field of `Rulebook`; code receives them and holds none. Wrong numbers are refused here, never bent."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import timedelta
from enum import StrEnum

from qualification.errors import Misconfigured
from qualification.facts import FactKey
from qualification.language.choosing import LanguageNumbers
from qualification.language.mood import MoodWords
from qualification.language.reading import ENGLISH, ReadingNumbers
from qualification.recognising.numbers import RecognitionNumbers
from qualification.scoring.numbers import ScoreNumbers
from qualification.understanding import Intent, Sentiment, Urgency
from qualification.waiting.hours import HoursNumbers

FEELING_FULL = 4
"""The strongest feeling of one word, as the lexicon counts it."""


class PresentMode(StrEnum):
    """How a qualified visitor reaches a rep: the visitor is asked first, or the rep is brought in directly."""

    OFFER = "offer"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Confidences:
    """From which confidence an intent counts. Missing a cry for help costs more than a wrong alarm (D4).

    `unasked_fact`: from which confidence words that were not understood teach a fact that nobody asked for.
    """

    in_scope: float
    unasked_fact: float
    asked_for_person: float
    safety: float
    hard_rule: float


@dataclass(frozen=True, slots=True)
class Knowledge:
    """From which score a page answers: a message that was understood, one whose meaning agrees with the page
    (`pages_about` names the pages of an intent), and one that was not understood."""

    answer_from: float
    answer_agreed_from: float
    answer_not_understood_from: float
    pages_about: Mapping[Intent, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class VerdictNumbers:
    """S2 as written."""

    base: float
    company: float
    role: float
    qualified_from: float


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a qualified visitor goes: teams smaller than this serve themselves, everybody else meets a rep."""

    rep_from_team_size: int


@dataclass(frozen=True, slots=True)
class Questions:
    """Which questions may be asked, in which order among equals, and what an answer is worth (D6)."""

    order: tuple[FactKey, ...]
    ask_at_most: int
    resume_at_most: int
    acknowledge_at_most: int
    verdict_change: float
    route_change: float
    band_change: float
    contact_change: float
    # Words by which a visitor names a fact that they will not tell.
    named_by: Mapping[FactKey, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class BlendWeights:
    """What each signal adds at its full value (D3)."""

    misunderstandings: float
    out_of_scope: float
    low_confidence: float
    narrow_margin: float
    negative_sentiment: float
    urgency: float
    open_problem: float
    lead_score: float
    slot_completeness: float
    known_account: float
    page: float
    reps_available: float


@dataclass(frozen=True, slots=True)
class Blend:
    """The weighted score towards a person: from `offer_from` one is offered, from `escalate_from` brought in.

    `misunderstandings_full`, `margin_full` and `lead_score_full` say where a signal reaches its full value.
    """

    weights: BlendWeights
    offer_from: float
    escalate_from: float
    misunderstandings_full: int
    margin_full: float
    lead_score_full: float
    pages: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.escalate_from < self.offer_from:
            raise Misconfigured("blend: escalate_from is below offer_from, so nobody would be asked first; raise it")
        if min(self.misunderstandings_full, self.margin_full, self.lead_score_full) <= 0:
            raise Misconfigured("blend: misunderstandings_full, margin_full and lead_score_full must be above 0")


@dataclass(frozen=True, slots=True)
class Support:
    """What opens a problem (D10), what counts as a buying signal, how often help is tried before a person, and how
    many tickets a conversation may open.

    Phrases, in every language that is spoken: `still_failing` say that help did not help, `not_over` that a problem
    cannot be taken for solved, `over_after_all` that it can; `asks_ticket` ask how a ticket stands, `another_problem`
    tell a new one, `buying_phrases` show interest whatever the message is about.
    """

    problem_intents: tuple[Intent, ...]
    buying_intents: tuple[Intent, ...]
    buying_phrases: tuple[str, ...]
    still_failing: tuple[str, ...]
    not_over: tuple[str, ...]
    over_after_all: tuple[str, ...]
    asks_ticket: tuple[str, ...]
    another_problem: tuple[str, ...]
    help_at_most: int
    tickets_at_most: int


@dataclass(frozen=True, slots=True)
class HandoffNumbers:
    """How long a visitor waits for a rep, how long a rep's last sign of life counts as being there (D9), how a
    qualified visitor is presented, what a rep must know (M4).

    Phrases that ask for a person (D4): `plain_requests` without an engine, `certain_requests` whatever it made of
    them; `plain_refusals` and `plain_unwanted` take that back.
    """

    waiting_seconds: int
    presence_seconds: int
    plain_requests: tuple[str, ...]
    certain_requests: tuple[str, ...]
    plain_refusals: tuple[str, ...]
    plain_unwanted: tuple[str, ...]
    present: PresentMode
    must_have: tuple[FactKey, ...]
    brief_words: int

    @property
    def waiting(self) -> timedelta:
        return timedelta(seconds=self.waiting_seconds)

    @property
    def presence(self) -> timedelta:
        return timedelta(seconds=self.presence_seconds)


@dataclass(frozen=True, slots=True)
class Abuse:
    """From which abusive turn on a person is brought in."""

    escalate_from: int


@dataclass(frozen=True, slots=True)
class TurnTaking:
    """How long it must be quiet before a burst counts as one turn (D11), in milliseconds."""

    quiet_ms: int
    greeting_ms: int
    unfinished_ms: int
    typing_ms: int
    total_ms: int


@dataclass(frozen=True, slots=True)
class Idle:
    """When a silent visitor is nudged once, and how long after that the conversation is closed kindly."""

    nudge_after_seconds: int
    close_after_seconds: int

    @property
    def nudge_after(self) -> timedelta:
        return timedelta(seconds=self.nudge_after_seconds)

    @property
    def close_after(self) -> timedelta:
        return timedelta(seconds=self.close_after_seconds)


@dataclass(frozen=True, slots=True)
class VisitorLimits:
    """How much one conversation, one socket or one address may ask for, so that nobody crowds the others out.

    Who listens holds a socket or a long poll open.
    """

    messages_per_ten_seconds: int
    frames_per_ten_seconds: int
    listeners_per_conversation: int
    listeners_per_address: int
    listeners_altogether: int
    openings_per_minute: int
    openings_per_hour: int

    def __post_init__(self) -> None:
        for item in fields(self):
            if getattr(self, item.name) < 1:
                raise Misconfigured(f"limits: {item.name} must be 1 or more, or nobody gets in")


@dataclass(frozen=True, slots=True)
class MoodNumbers:
    """How sentiment and urgency of a message are read: borders of their classes, what words and signs add, and which
    words take it back. `feelings` weigh like the lexicon's words, from -4 to 4; everything that hurries from 0 to 1."""

    negative_from: float
    positive_from: float
    some_from: float
    high_from: float
    longest: int
    exclaiming: float
    shouting: float
    demanding: float
    shouting_letters: int
    shouting_share: float
    turns: tuple[str, ...]
    before_turn: float
    after_turn: float
    declines: tuple[str, ...]
    thanks: tuple[str, ...]
    mocking_words: int
    praise: tuple[str, ...]
    trouble: tuple[str, ...]
    relief: tuple[str, ...]
    sober: tuple[str, ...]
    feelings: Mapping[str, float]
    further: float
    hurry: Mapping[str, float]
    harm_asked: float
    harm: Mapping[str, float]
    deadlines: Mapping[str, float]
    asking: tuple[str, ...]
    at_once: Mapping[str, float]
    demands: tuple[str, ...]
    shouting_hurry: float
    demanding_hurry: float
    calm: tuple[str, ...]
    negations: tuple[str, ...]
    damping: float
    dampers: tuple[str, ...]
    subjects: tuple[str, ...]
    persons: tuple[str, ...]
    languages: Mapping[str, MoodWords]

    def __post_init__(self) -> None:
        if self.high_from < self.some_from:
            raise Misconfigured("mood: high_from is below some_from, so no hurry would be called some; raise it")
        if ENGLISH in self.languages:
            raise Misconfigured(f"mood/{ENGLISH}.yml must not be there; English words stand in mood.yml")
        _check_weights("mood: at_once", self.at_once, 0, 1)
        known: dict[str, MoodNumbers | MoodWords] = {f"mood/{code}.yml": it for code, it in self.languages.items()}
        for place, words in {"mood": self, **known}.items():
            _check_weights(f"{place}: feelings", words.feelings, -FEELING_FULL, FEELING_FULL)
            for name in ("hurry", "harm", "deadlines"):
                _check_weights(f"{place}: {name}", getattr(words, name), 0, 1)

    def sentiment(self, value: float) -> Sentiment:
        if value <= -self.negative_from:
            return Sentiment.NEGATIVE
        return Sentiment.POSITIVE if value >= self.positive_from else Sentiment.NEUTRAL

    def urgency(self, value: float) -> Urgency:
        if value >= self.high_from:
            return Urgency.HIGH
        return Urgency.SOME if value >= self.some_from else Urgency.NONE


@dataclass(frozen=True, slots=True)
class Bounds:
    """Two borders of one share: from the upper one a change ships, below the lower one it is taken back (Q1)."""

    promote_from: float
    rollback_below: float

    def __post_init__(self) -> None:
        if not self.rollback_below <= self.promote_from <= 1:
            raise Misconfigured("evaluation: rollback_below must not be above promote_from, nor that above 1")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The golden gate (Q1): judged dialogues, those about safety, how well messages and facts are understood in
    English and in the worst of the other languages, whether briefs are right, how many questions are saved (D6) and
    whether that changed nobody's outcome."""

    scenarios: Bounds
    safety: Bounds
    intents: Bounds
    entities: Bounds
    intents_elsewhere: Bounds
    entities_elsewhere: Bounds
    briefs: Bounds
    questions_saved: Bounds
    questions_right: Bounds


@dataclass(frozen=True, slots=True, repr=False)
class Rulebook:
    """All numbers together; `version` is kept with every decision so that it can be replayed (S6)."""

    version: str
    confidences: Confidences
    knowledge: Knowledge
    verdict: VerdictNumbers
    score: ScoreNumbers
    routing: Routing
    questions: Questions
    blend: Blend
    support: Support
    handoff: HandoffNumbers
    abuse: Abuse
    turn_taking: TurnTaking
    idle: Idle
    hours: HoursNumbers
    limits: VisitorLimits
    mood: MoodNumbers
    reading: ReadingNumbers
    languages: LanguageNumbers
    evaluation: Evaluation
    recognition: RecognitionNumbers

    def __post_init__(self) -> None:
        for section in self.sections():
            _check_numbers(section, getattr(self, section))

    def __repr__(self) -> str:
        # All numbers and words together are tens of thousands of characters, in every message of a failing test.
        return f"Rulebook(version={self.version!r})"

    def rule(self, name: str) -> str:
        """A rule id with the version it was applied in, as evidence names it: `D4@1`."""
        return f"{name}@{self.version}"

    @staticmethod
    def sections() -> tuple[str, ...]:
        """The names of the sections, one file each."""
        return tuple(item.name for item in fields(Rulebook) if item.name != "version")


def _check_weights(place: str, weights: Mapping[str, float], least: float, most: float) -> None:
    """Every weight of words lies where it can be reckoned with."""
    for words, weight in weights.items():
        if not least <= weight <= most:
            raise Misconfigured(f"{place}: {words!r} weighs {weight}; it must be from {least} to {most}")


def _check_numbers(place: str, value: object) -> None:
    """No number of the business is negative or undefined."""
    if isinstance(value, int | float) and not value >= 0:
        raise Misconfigured(f"{place} is {value}; it must be 0 or more")
    if is_dataclass(value):
        for item in fields(value):
            _check_numbers(f"{place}: {item.name}", getattr(value, item.name))
