"""What was measured as rows with a target each, as a table to read and as JSON to keep."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import ceil
from typing import Any

from ops.bench.load import Block
from ops.bench.measuring import FOYER, STOCK, Machine, Plan, Side

MIB = 2**20
MILLI = 1000.0
TARGET_CPU, TARGET_P95, TARGET_MEMORY, TARGET_TRAINING = 0.5, 0.6, 0.75, 0.1
TARGET_GROWTH, TARGET_START_SECONDS = 1.3, 40.0
HALF, P95, PARALLEL_OF_P95 = 0.5, 0.95, 8
WIDTHS = (44, 20, 20, 8, 8, 8)


class Judged(StrEnum):
    """What is held against the target: Foyer's part of stock Rasa's value, or Foyer's own value."""

    RATIO = "ratio"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the lowest and highest of the rounds; all three the same where there was only one."""

    value: float
    low: float
    high: float

    @classmethod
    def once(cls, value: float) -> "Estimate":
        return cls(value, value, value)


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    unit: str
    stock: Estimate
    foyer: Estimate
    target: float | None
    judged: Judged = Judged.RATIO

    @property
    def ratio(self) -> float:
        return self.foyer.value / self.stock.value

    @property
    def is_met(self) -> bool | None:
        """None where no target was set."""
        if self.target is None:
            return None
        return (self.ratio if self.judged is Judged.RATIO else self.foyer.value) <= self.target

    @property
    def target_value(self) -> float | None:
        """The target in the row's own unit."""
        if self.target is None or self.judged is Judged.VALUE:
            return self.target
        return self.target * self.stock.value


def rows_of(sides: Mapping[str, Side]) -> tuple[Row, ...]:
    stock = sides[STOCK]
    rows: list[Row] = []
    for parallel in stock.rounds[0]:
        what = f"processor time per turn, {parallel} parallel"
        rows.append(_over_rounds(what, sides, parallel, _cpu_ms, TARGET_CPU))
    for share, name in ((HALF, "half of the answers within"), (P95, "95 % of the answers within")):
        for parallel in stock.rounds[0]:
            target = TARGET_P95 if (share, parallel) == (P95, PARALLEL_OF_P95) else None
            rows.append(_over_rounds(f"{name}, {parallel} parallel", sides, parallel, _latency_ms(share), target))
    rows.append(
        _once("resident memory, all processes", "MiB", sides, lambda one: one.memory_bytes / MIB, TARGET_MEMORY)
    )
    rows.append(_once("training, processor time", "s", sides, lambda one: one.training_cpu_seconds, TARGET_TRAINING))
    late = f"turn {stock.growth.late_turn} against turn 10, processor time"
    rows.append(_once(late, "×", sides, lambda one: one.growth.ratio, TARGET_GROWTH, Judged.VALUE))
    rows.append(
        _once("start until ready", "s", sides, lambda one: one.start_seconds, TARGET_START_SECONDS, Judged.VALUE)
    )
    return tuple(rows)


def table(rows: Sequence[Row]) -> str:
    head = _line(("", "stock Rasa", "Foyer", "ratio", "target", ""))
    return "\n".join([head, _line(tuple("-" * width for width in WIDTHS)), *(_row(row) for row in rows)])


def missed(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.is_met is False)


def as_json(sides: Mapping[str, Side], rows: Sequence[Row], plan: Plan, machine: Machine, fingerprint: str) -> str:
    content: dict[str, Any] = {
        "at": machine.at.isoformat(),
        "machine": {
            "processor": machine.processor,
            "cores": machine.cores,
            "python": machine.python,
            "load_before": machine.load_before,
        },
        "plan": asdict(plan),
        "language_data": fingerprint,
        "rows": [{**asdict(row), "ratio": row.ratio, "met": row.is_met} for row in rows],
        "sides": {name: asdict(side) for name, side in sides.items()},
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked)) - 1)]


def shown(value: float) -> str:
    """Three figures: enough to compare, no more than was measured."""
    if value >= 100:  # noqa: PLR2004 - three figures begin there
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"  # noqa: PLR2004 - as above


def shown_target(row: Row) -> str:
    if row.target is None:
        return ""
    return f"≤ {row.target:g}{' s' if row.unit == 's' and row.judged is Judged.VALUE else ' ×'}"


def _over_rounds(
    what: str,
    sides: Mapping[str, Side],
    parallel: int,
    of: Callable[[Sequence[Block]], float],
    target: float | None,
) -> Row:
    stock, foyer = (_estimate_of(sides[name], parallel, of) for name in (STOCK, FOYER))
    return Row(what, "ms", stock, foyer, target)


def _estimate_of(side: Side, parallel: int, of: Callable[[Sequence[Block]], float]) -> Estimate:
    blocks = [blocks[parallel] for blocks in side.rounds]
    each = [of([block]) for block in blocks]
    return Estimate(of(blocks), min(each), max(each))


def _cpu_ms(blocks: Sequence[Block]) -> float:
    return MILLI * sum(block.cpu_seconds for block in blocks) / sum(len(block.latencies) for block in blocks)


def _latency_ms(share: float) -> Callable[[Sequence[Block]], float]:
    def of(blocks: Sequence[Block]) -> float:
        return MILLI * percentile([latency for block in blocks for latency in block.latencies], share)

    return of


def _once(
    what: str,
    unit: str,
    sides: Mapping[str, Side],
    of: Callable[[Side], float],
    target: float,
    judged: Judged = Judged.RATIO,
) -> Row:
    return Row(what, unit, Estimate.once(of(sides[STOCK])), Estimate.once(of(sides[FOYER])), target, judged)


def _row(row: Row) -> str:
    verdict = {None: "", True: "met", False: "MISSED"}[row.is_met]
    ratio = f"{row.ratio:.2f} ×" if row.judged is Judged.RATIO else ""
    return _line(
        (row.what, _spread(row.stock, row.unit), _spread(row.foyer, row.unit), ratio, shown_target(row), verdict)
    )


def _spread(estimate: Estimate, unit: str) -> str:
    spread = f" ({shown(estimate.low)}–{shown(estimate.high)})" if estimate.low < estimate.high else ""
    return f"{shown(estimate.value)}{spread} {unit}"


def _line(cells: Sequence[str]) -> str:
    first, *others = zip(cells, WIDTHS, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
