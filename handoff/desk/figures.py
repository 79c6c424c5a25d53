"""Numbers as people read them: percentages, points, and parts that visibly add up to their total (S1, D3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

UNKNOWN = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Part:
    """One addend as shown: `points` are rounded so that all parts together give the shown total."""

    label: str
    points: str
    share: float
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    parts: tuple[Part, ...]
    total: str


def percent(value: float) -> str:
    return f"{round(value * 100)} %"


def number(value: float) -> str:
    """At most two decimals, none that say nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text.replace("-", "\N{MINUS SIGN}")


def blend(contributions: Sequence[tuple[str, float | None, float, float]]) -> Sum:
    """The blend of a decision: value × weight per signal, and their sum. A dash where nothing was measured."""
    rows = score_sum([(signal, points) for signal, _, _, points in contributions])
    parts = [
        replace(part, points=UNKNOWN) if value is None else replace(part, formula=f"{number(value)} × {number(weight)}")
        for part, (_, value, weight, _) in zip(rows.parts, contributions, strict=True)
    ]
    return Sum(tuple(parts), rows.total)


def score_sum(parts: Sequence[tuple[str, float]]) -> Sum:
    shown = hundredths([points for _, points in parts])
    widest = max((abs(points) for _, points in parts), default=0.0) or 1.0
    rows = tuple(
        Part(label, number(cents / 100), abs(points) / widest)
        for (label, points), cents in zip(parts, shown, strict=True)
    )
    return Sum(rows, number(sum(shown) / 100))


def hundredths(values: Sequence[float]) -> list[int]:
    """The values in hundredths, rounded so that they add up to the rounded total (largest remainders go up)."""
    exact = [Fraction(value) * 100 for value in values]
    floors = [cents.__floor__() for cents in exact]
    missing = round(sum(exact, Fraction())) - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda index: (floors[index] - exact[index], index))
    for index in by_remainder[:missing]:
        floors[index] += 1
    return floors
