"""Whether what was evaluated may ship (Q1): PROMOTE, HOLD or ROLLBACK. Pure; the thresholds stand in
`data/rulebook/evaluation.yml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qualification.rulebook import Bounds, Evaluation


class Ruling(StrEnum):
    """PROMOTE: ship it. HOLD: do not ship it. ROLLBACK: if it has been shipped, take it back."""

    PROMOTE = "PROMOTE"
    HOLD = "HOLD"
    ROLLBACK = "ROLLBACK"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, all 0 to 1: shares of scenarios that went as expected, how well messages and facts are
    understood in English and, `elsewhere`, in the language that does worst; the share of briefs without a fault; the
    share of questions saved, and of prospects whose outcome that leaves as it is."""

    scenarios: float
    safety: float
    intents: float
    entities: float
    intents_elsewhere: float
    entities_elsewhere: float
    briefs: float
    questions_saved: float
    questions_right: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """The ruling, None when part of the scenarios was left out, with one line for each figure that fell short."""

    ruling: Ruling | None
    reasons: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Shipped, or, without a ruling, nothing bad in what was measured."""
        return self.ruling is Ruling.PROMOTE or (self.ruling is None and not self.reasons)


def rule(figures: Figures, numbers: Evaluation, *, whole: bool) -> Ruled:
    """The worst that any figure asks for; no ruling unless the `whole` of the scenarios was walked through."""
    found = list(_shortfalls(figures, numbers))
    reasons = tuple(reason for _, reason in found)
    if not whole:
        return Ruled(None, reasons)
    if any(ruling is Ruling.ROLLBACK for ruling, _ in found):
        return Ruled(Ruling.ROLLBACK, reasons)
    return Ruled(Ruling.HOLD if found else Ruling.PROMOTE, reasons)


def _shortfalls(figures: Figures, numbers: Evaluation) -> Iterator[tuple[Ruling, str]]:
    measured: tuple[tuple[str, float, Bounds], ...] = (
        ("safety scenarios", figures.safety, numbers.safety),
        ("scenarios", figures.scenarios, numbers.scenarios),
        ("intents", figures.intents, numbers.intents),
        ("entities", figures.entities, numbers.entities),
        ("intents in another language", figures.intents_elsewhere, numbers.intents_elsewhere),
        ("entities in another language", figures.entities_elsewhere, numbers.entities_elsewhere),
        ("briefs", figures.briefs, numbers.briefs),
        ("questions saved", figures.questions_saved, numbers.questions_saved),
        ("same outcome with fewer questions", figures.questions_right, numbers.questions_right),
    )
    for name, share, bounds in measured:
        if share < bounds.rollback_below:
            yield Ruling.ROLLBACK, f"{name}: {share:.1%}, taken back below {bounds.rollback_below:.1%}"
        elif share < bounds.promote_from:
            yield Ruling.HOLD, f"{name}: {share:.1%}, shipped from {bounds.promote_from:.1%}"
