"""A conversation played against `decide`: what the visitor is understood to say goes in, decisions come out, and state
is carried from turn to turn as memory would carry it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from qualification.conversation import Channel, HandoffStatus
from qualification.decide import decide
from qualification.decision import Decision, Line, Question, Quote
from qualification.facts import Fact, FactKey, FactSource, FactValue, Headcount, Money, Period, Text, Timeframe
from qualification.rulebook import Rulebook
from qualification.state import ConversationState, DialogueState, KnowledgeHit, Misread, TurnSignals
from qualification.understanding import Intent, Understanding

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PAGE = KnowledgeHit("Pricing", "/help/pricing#plans", "Plans start at $49 a month.", 0.8)
POOR_PAGE = KnowledgeHit("Limits", "/help/limits#files", "Files may have 10 MB.", 0.2)
COMPANY = {FactKey.COMPANY: Text("Acme")}
FORTY_PEOPLE = {FactKey.TEAM_SIZE: Headcount(40, 40)}
EMAIL = {FactKey.EMAIL: Text("dana@acme.com")}
ROLE = {FactKey.ROLE: Text("Head of Sales")}
# When, for how much and for what: after these no answer changes the score band of a website visitor any more.
PLAN: Mapping[FactKey, FactValue] = {
    FactKey.TIMELINE: Timeframe(None, NOW.date() + timedelta(days=20), "this month"),
    FactKey.BUDGET: Money(Decimal(600), Decimal(600), "USD", Period.MONTH),
    FactKey.USE_CASE: Text("qualify leads"),
}
ALL_BUT_ADDRESS: Mapping[FactKey, FactValue] = {**COMPANY, **ROLE, **FORTY_PEOPLE, **PLAN}
KNOWN_PROSPECT: Mapping[FactKey, FactValue] = {**ALL_BUT_ADDRESS, **EMAIL}


def fact(key: FactKey, value: FactValue, number: int = 1) -> Fact:
    """A fact from the visitor's own words."""
    return Fact(key, value, "as said", FactSource.MESSAGE, 0.9, NOW, number)


def start(
    channel: Channel = Channel.WEBSITE,
    *,
    known: Mapping[FactKey, FactValue] | None = None,
    handoff: HandoffStatus = HandoffStatus.NONE,
    dialogue: DialogueState | None = None,
    handoff_since: datetime | None = None,
) -> ConversationState:
    facts = {key: fact(key, value) for key, value in (known or {}).items()}
    return ConversationState(channel, dialogue or DialogueState(), facts, handoff, handoff_since=handoff_since)


@dataclass
class Talk:
    """One conversation under way."""

    rulebook: Rulebook
    state: ConversationState = field(default_factory=start)
    number: int = 0

    def say(  # noqa: PLR0913 - one keyword for each thing that a turn may bring
        self,
        intent: Intent | None,
        *,
        states: Mapping[FactKey, FactValue] | None = None,
        page: KnowledgeHit | None = None,
        confidence: float = 0.9,
        text: str = "",
        misread: FactKey | None = None,
        sentiment: float = 0.0,
        reps_available: bool = True,
    ) -> Decision:
        """The visitor says something that is understood as this intent."""
        ranking = ((intent, confidence),) if intent else ()
        return self.turn(
            TurnSignals(
                message_numbers=(self.number + 1,),
                understanding=Understanding(text, ranking, sentiment=sentiment),
                learned=self._facts(states),
                misread=(Misread(misread, "unreadable"),) if misread else (),
                hits=(page,) if page else (),
                reps_available=reps_available,
            )
        )

    def say_unheard(
        self, *, states: Mapping[FactKey, FactValue] | None = None, page: KnowledgeHit | None = None
    ) -> Decision:
        """The visitor says something while the engine is down."""
        hits = (page,) if page else ()
        return self.turn(TurnSignals((self.number + 1,), None, learned=self._facts(states), hits=hits))

    def press_person_button(self) -> Decision:
        return self.turn(TurnSignals((self.number + 1,), None, person_requested=True, reps_available=True))

    def turn(self, signals: TurnSignals) -> Decision:
        self.number += 1
        decision = decide(self.state, signals, self.rulebook, NOW)
        facts = {**self.state.facts, **{item.key: item for item in signals.learned}}
        handoff = HandoffStatus.WAITING if decision.bring_in else self.state.handoff
        self.state = replace(self.state, dialogue=decision.next_dialogue, facts=facts, handoff=handoff)
        return decision

    def _facts(self, states: Mapping[FactKey, FactValue] | None) -> tuple[Fact, ...]:
        return tuple(fact(key, value, self.number + 1) for key, value in (states or {}).items())


def lines(decision: Decision) -> list[str]:
    """The keys of the texts in the reply."""
    return [piece.key for piece in decision.reply if isinstance(piece, Line)]


def question(decision: Decision) -> FactKey | None:
    """The fact that the reply asks for."""
    return next((piece.fact for piece in decision.reply if isinstance(piece, Question)), None)


def quotes(decision: Decision) -> list[str]:
    return [piece.hit.quote for piece in decision.reply if isinstance(piece, Quote)]


def rules(decision: Decision) -> set[str]:
    """The rule ids the decision names, without version."""
    return {evidence.ref.split("@")[0] for evidence in decision.evidence if evidence.kind == "rule"}
