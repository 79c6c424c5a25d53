"""Numbers as people read them: percentages, points, and parts that visibly add up to their total (S1, D3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qualification.deciding.blend import SHOWN_DECIMALS

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
    """What adds up to the total; `others` are those that added nothing, kept so that nothing seems forgotten."""

    parts: tuple[Part, ...]
    total: str
    others: tuple[Part, ...] = ()


def percent(value: float) -> str:
    return f"{round(value * 100)} %"


def number(value: float) -> str:
    """At most two decimals, none that say nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text.replace("-", "\N{MINUS SIGN}")


def blend(contributions: Sequence[tuple[str, float | None, float, float]]) -> Sum:
    """The blend of a decision: value × weight per signal, and their sum. A dash where nothing was measured.

    Each part is rounded as it was when the decision was made, so that table and reason name the same figures.
    """
    rounded = [round(points, SHOWN_DECIMALS) for *_, points in contributions]
    widest = max(map(abs, rounded), default=0.0) or 1.0
    rows = [
        (
            points,
            Part(signal, UNKNOWN, share=0.0)
            if value is None
            else Part(signal, _signed(points), abs(points) / widest, f"{number(value)} × {number(weight)}"),
        )
        for points, (signal, value, weight, _) in zip(rounded, contributions, strict=True)
    ]
    return Sum(
        parts=tuple(part for points, part in rows if points),
        total=_signed(sum(rounded)),
        others=tuple(part for points, part in rows if not points),
    )


def _signed(points: float) -> str:
    """Two decimals always, so that a column of them can be added up by eye."""
    return f"{points:.{SHOWN_DECIMALS}f}".replace("-", "\N{MINUS SIGN}")


def score_sum(parts: Sequence[tuple[str, float]]) -> Sum:
    shown = hundredths([points for _, points in parts])
    widest = max(map(abs, shown), default=0) or 1
    rows = tuple(
        Part(label, number(cents / 100), abs(cents) / widest) for (label, _), cents in zip(parts, shown, strict=True)
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
