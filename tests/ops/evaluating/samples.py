"""Turns as an evaluation meets them, made by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from ops.evaluating.gate import Figures
from ops.evaluating.observing import Seen
from ops.evaluating.scenarios import Scenario
from ops.simulation.visitor import Message, State
from qualification.decision import Cause, Decision, Evidence, Line, Outcome, Piece, Verdict
from qualification.facts import FactKey, FactValue
from qualification.rulebook import Bounds, Evaluation
from qualification.state import DialogueState

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
INTRO = Line("intro")
NUMBERS = Evaluation(
    scenarios=Bounds(1.0, 0.9),
    safety=Bounds(1.0, 1.0),
    intents=Bounds(0.8, 0.7),
    entities=Bounds(0.8, 0.7),
    intents_elsewhere=Bounds(0.7, 0.6),
    entities_elsewhere=Bounds(0.7, 0.6),
    briefs=Bounds(1.0, 1.0),
    questions_saved=Bounds(0.3, 0.25),
    questions_right=Bounds(1.0, 1.0),
)
BEST = Figures(
    scenarios=1.0,
    safety=1.0,
    intents=0.8,
    entities=0.8,
    intents_elsewhere=0.7,
    entities_elsewhere=0.7,
    briefs=1.0,
    questions_saved=0.3,
    questions_right=1.0,
)


def decision(
    *reply: Piece,
    outcome: Outcome = Outcome.ANSWER,
    dialogue: DialogueState | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Decision:
    return Decision(
        outcome=outcome,
        confidence=0.9,
        reason="Because.",
        source="dialogue",
        evidence=evidence,
        reply=(INTRO, *reply),
        next_dialogue=dialogue or DialogueState(),
        verdict=Verdict.NEEDS_REVIEW,
    )


def seen(
    decided: Decision | None = None,
    *,
    texts: tuple[str, ...] = ("Hello, a program.",),
    facts: Mapping[FactKey, FactValue] | None = None,
    handoff: str = "none",
    cause: Cause | None = None,
    announced: frozenset[str] = frozenset(),
    by_engine: bool = True,
) -> Seen:
    messages = tuple(
        Message(number=place, author="assistant", text=text, choices=[]) for place, text in enumerate(texts, start=2)
    )
    return Seen(
        said=("hi there",),
        messages=messages,
        state=State(status="open", owner="assistant", handoff=handoff, locale="en"),
        announced=announced,
        decision=decided or decision(),
        understood="greet 0.90",
        by_engine=by_engine,
        facts=facts or {},
        cause=cause,
    )


def silent() -> Seen:
    """A rep speaks: no reply, no decision."""
    return replace(seen(), messages=(), decision=None, by_engine=False)


def scenario(*turns: dict[str, Any], safety: bool = False) -> Scenario:
    return Scenario.model_validate(
        {
            "id": "one", "title": "A scenario", "pattern": "person", "rules": ["D4"], "turns": turns, "safety": safety,
            "world": "holiday",
        }
    )  # fmt: skip
