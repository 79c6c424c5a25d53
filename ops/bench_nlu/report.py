"""What was measured as rows with a target each: a table to read, JSON to keep."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil

from ops.bench_nlu.models import FOYER, STOCK, Answers
from ops.bench_nlu.scores import Figure, figures
from ops.bench_nlu.sets import Case

MILLI, PERCENT, P95 = 1000.0, 100.0, 0.95
WIDTHS = (22, 24, 22, 22, 8, 8)

# What was asked for, as shares; reached with the border at 0.5 and nothing chosen on a test.
TARGETS: Mapping[tuple[str, str], float] = {
    ("sofmattress", "in scope"): 0.78,
    ("sofmattress", "all"): 0.72,
    ("curekart", "in scope"): 0.85,
    ("curekart", "all"): 0.74,
    ("banking77-10", "in scope"): 0.86,
    ("banking77", "in scope"): 0.935,
    ("clinc150-10", "in scope"): 0.90,
    ("clinc150", "in scope"): 0.955,
    ("clinc150", "out of scope, recall"): 0.90,
    ("clinc150", "in scope, kept"): 0.90,
    ("restaurants8k-1024", "entity F1, macro"): 0.89,
    ("restaurants8k", "entity F1, macro"): 0.945,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One system on one case: the figures over all seeds, and the cost of the dearest of them."""

    figures: Mapping[str, Figure]
    parse_p50_ms: float
    parse_p95_ms: float
    train_cpu_seconds: float
    memory_mib: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One case: Foyer over so many orders of the examples, stock Rasa where it was asked, and what others have
    published."""

    case: str
    examples: int
    tests: int
    orders: int
    systems: Mapping[str, Measured]
    published: str

    def is_met(self, figure: str) -> bool | None:
        """None where no target was set."""
        target = TARGETS.get((self.case, figure))
        return None if target is None else self.systems[FOYER].figures[figure].value >= target


def measured(case: Case, answers: Sequence[Answers]) -> Measured:
    """`answers` of one system, one for each seed."""
    by_seed = [figures(case, answer.parses) for answer in answers]
    seconds = sorted(parse.seconds for answer in answers for parse in answer.parses)
    return Measured(
        figures={name: _together([found[name] for found in by_seed]) for name in by_seed[0]},
        parse_p50_ms=statistics.median(seconds) * MILLI,
        parse_p95_ms=seconds[ceil(P95 * len(seconds)) - 1] * MILLI,
        train_cpu_seconds=max(answer.train_cpu_seconds for answer in answers),
        memory_mib=max(answer.memory_mib for answer in answers),
    )


def _together(seeds: Sequence[Figure]) -> Figure:
    """The mean of the seeds, within the widest of their bounds."""
    mean = statistics.fmean(figure.value for figure in seeds)
    return Figure(mean, min(figure.low for figure in seeds), max(figure.high for figure in seeds))


def table(compared: Sequence[Compared]) -> str:
    lines = [_line("set", "figure", FOYER, STOCK, "target", ""), "  ".join("-" * width for width in WIDTHS)]
    for one in compared:
        lines += [_figure_line(one, name) for name in one.systems[FOYER].figures]
        lines += [_cost_line(one, what, name) for what, name in COSTS.items()]
        if one.published:
            lines.append(f"{'':{WIDTHS[0]}}  published on the same lines: {one.published}")
        lines.append("")
    return "\n".join(lines)


COSTS = {
    "parse p50, ms": "parse_p50_ms",
    "parse p95, ms": "parse_p95_ms",
    "training, CPU seconds": "train_cpu_seconds",
    "memory, MiB": "memory_mib",
}


def _figure_line(one: Compared, name: str) -> str:
    shown = {system: percent(found.figures[name]) for system, found in one.systems.items()}
    target = TARGETS.get((one.case, name))
    aim = "" if target is None else f"{target * PERCENT:.1f}"
    verdict = {None: "", True: "met", False: "MISSED"}[one.is_met(name)]
    return _line(one.case, name, shown[FOYER], shown.get(STOCK, ""), aim, verdict)


def _cost_line(one: Compared, what: str, name: str) -> str:
    shown = {system: f"{getattr(found, name):,.1f}" for system, found in one.systems.items()}
    return _line(f"  {one.examples} to learn", what, shown[FOYER], shown.get(STOCK, ""), "", "")


def percent(figure: Figure) -> str:
    return f"{figure.value * PERCENT:.1f} ({figure.low * PERCENT:.1f}–{figure.high * PERCENT:.1f})"


def _line(*cells: str) -> str:
    first, second, *others = zip(cells, WIDTHS, strict=True)
    left = [f"{cell:<{width}}" for cell, width in (first, second)]
    return "  ".join([*left, *(f"{cell:>{width}}" for cell, width in others)]).rstrip()


def as_json(compared: Sequence[Compared]) -> str:
    return json.dumps({"cases": [asdict(one) for one in compared]}, indent=1)
