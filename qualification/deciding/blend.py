"""The weighted score towards a person (D3) for every turn that no hard rule decides. The verdict is no signal of it:
S2 passes on any one fact and must not bring anybody in."""

from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urlsplit

from qualification.deciding.draft import Draft
from qualification.deciding.turn import Turn
from qualification.decision import Cause, Contribution, Decision
from qualification.rulebook import Blend

SHOWN_DECIMALS = 2

HEAVIEST = 3

Addend = tuple[str, float | None, float]
"""A signal, its value (None: there was nothing to measure) and its weight."""


class Pressure(StrEnum):
    """What the blend demands of a turn."""

    NONE = "none"
    OFFER = "offer"
    ESCALATE = "escalate"


# How a rep reads each signal; the names are those of the weights in the rulebook.
WORDS = {
    "misunderstandings": "not understood repeatedly",
    "out_of_scope": "outside of what the assistant knows",
    "low_confidence": "unsure of what was meant",
    "narrow_margin": "two readings equally likely",
    "negative_sentiment": "annoyed",
    "urgency": "urgent",
    "open_problem": "has an open problem",
    "lead_score": "lead score",
    "slot_completeness": "must-have facts known",
    "known_account": "known account",
    "page": "on a page close to a decision",
    "reps_available": "a rep is available",
}


def contributions(turn: Turn, draft: Draft) -> tuple[Contribution, ...]:
    """Every addend of the blend, those of zero too, so that a decision can be replayed."""
    return tuple(
        Contribution(name, _unit(value or 0.0), weight, measured=value is not None)
        for name, value, weight in _addends(turn, draft)
    )


def total(parts: tuple[Contribution, ...]) -> float:
    """The sum of the parts as they are shown, so that what a rep reads adds up to what was decided on."""
    return round(sum(round(part.points, SHOWN_DECIMALS) for part in parts), SHOWN_DECIMALS)


def pressure(parts: tuple[Contribution, ...], numbers: Blend) -> Pressure:
    """The blend against its two thresholds."""
    score = total(parts)
    if score >= numbers.escalate_from:
        return Pressure.ESCALATE
    return Pressure.OFFER if score >= numbers.offer_from else Pressure.NONE


def after_refusal(demanded: Pressure) -> Pressure:
    """One step less for a visitor who declined a person: an offer needs what would have brought one in."""
    return Pressure.OFFER if demanded is Pressure.ESCALATE else Pressure.NONE


def in_words(parts: tuple[Contribution, ...], numbers: Blend) -> str:
    """The blend as a rep reads it; the parts add up to the total."""
    counted = [f"{WORDS[part.signal]} +{part.points:.2f}" for part in parts if round(part.points, SHOWN_DECIMALS)]
    listed = ", ".join(counted) or "nothing"
    return (
        f"Towards a person: {total(parts):.2f} (offered from {numbers.offer_from:.2f}, "
        f"brought in from {numbers.escalate_from:.2f}): {listed}."
    )


def without_figures(decision: Decision, numbers: Blend) -> str:
    """The reason as a card says it: words a rep understands; the sum itself stands with the decision."""
    parts = decision.contributions
    reason = decision.reason.removesuffix(in_words(parts, numbers)).rstrip() if parts else decision.reason
    if decision.bring_in is not Cause.POLICY:
        return reason
    counted = [part for part in parts if round(part.points, SHOWN_DECIMALS)]
    heaviest = sorted(counted, key=lambda part: -part.points)[:HEAVIEST]
    return f"{reason} What weighed most: {', '.join(WORDS[part.signal] for part in heaviest)}."


def _addends(turn: Turn, draft: Draft) -> Iterator[Addend]:
    yield from _understanding_addends(turn, draft)
    yield from _context_addends(turn, draft)


def _understanding_addends(turn: Turn, draft: Draft) -> Iterator[Addend]:
    numbers, weights = turn.rulebook.blend, turn.rulebook.blend.weights
    heard = turn.signals.understanding
    yield (
        "misunderstandings",
        draft.dialogue.misunderstandings / numbers.misunderstandings_full,
        weights.misunderstandings,
    )
    yield "out_of_scope", float(turn.intent is None) if heard else None, weights.out_of_scope
    yield "low_confidence", 1 - heard.confidence if heard else None, weights.low_confidence
    yield "narrow_margin", 1 - heard.margin / numbers.margin_full if heard else None, weights.narrow_margin
    yield "negative_sentiment", -heard.sentiment if heard else None, weights.negative_sentiment
    yield "urgency", heard.urgency if heard else None, weights.urgency


def _context_addends(turn: Turn, draft: Draft) -> Iterator[Addend]:
    numbers, weights = turn.rulebook.blend, turn.rulebook.blend.weights
    wanted = turn.rulebook.handoff.must_have
    yield "open_problem", float(draft.dialogue.problem_open), weights.open_problem
    score, known = turn.signals.lead_score, turn.signals.known_account
    yield "lead_score", None if score is None else score / numbers.lead_score_full, weights.lead_score
    yield "slot_completeness", sum(map(turn.knows, wanted)) / max(len(wanted), 1), weights.slot_completeness
    yield "known_account", None if known is None else float(known), weights.known_account
    page = turn.state.page
    yield "page", None if page is None else float(is_decisive(page, numbers.pages)), weights.page
    yield "reps_available", float(turn.signals.reps_available), weights.reps_available


def is_decisive(page: str | None, pages: tuple[str, ...]) -> bool:
    """Whether the visitor came on one of the pages where one is close to a decision."""
    try:
        path = urlsplit(page or "").path
    except ValueError:
        return False
    return path.rstrip("/") in pages


def _unit(value: float) -> float:
    """Between 0 and 1, whatever an outside part delivered; a value that is no number counts nothing."""
    return min(1.0, max(0.0, value)) if value == value else 0.0  # noqa: PLR0124 - the test for "not a number"
