"""Puts what was measured into docs/understanding.md, between its two marks, as tables that also say the picture."""

from collections.abc import Sequence
from pathlib import Path

from ops.bench_nlu.models import FOYER, STOCK
from ops.bench_nlu.report import PERCENT, TARGETS, Compared, Measured, percent
from ops.problems import CannotRun

BEGIN, END = "<!-- bench-nlu begins -->", "<!-- bench-nlu ends -->"
THOUSAND = 1_000
NOTHING = ""


def write_tables(page: Path, compared: Sequence[Compared]) -> None:
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise CannotRun(f"{page} has lost its marks {BEGIN} and {END}.")
    page.write_text(
        f"{before}{BEGIN}\n\n{figures_table(compared)}\n{costs_table(compared)}\n{END}{after}", encoding="utf-8"
    )


def figures_table(compared: Sequence[Compared]) -> str:
    """Rows with a target alone: the rest is in the JSON."""
    rows = [
        _row("set", "examples", "figure", FOYER, STOCK, "target", "published on the same lines"),
        _row(*["---"] * 7),
    ]
    for one in compared:
        names = [name for case, name in TARGETS if case == one.case]
        for name in names:
            target = f"{TARGETS[one.case, name] * PERCENT:.1f}" + ("" if one.is_met(name) else ", missed")
            told = (one.case, f"{one.examples:,}", one.published) if name == names[0] else (NOTHING,) * 3
            rows.append(_row(told[0], told[1], name, _of(one, FOYER, name), _of(one, STOCK, name), target, told[2]))
    return "\n".join(rows) + "\n"


def costs_table(compared: Sequence[Compared]) -> str:
    head = (
        "set",
        "orders",
        "parse p50, p95 in ms",
        "stock Rasa's",
        "training, CPU s a 1,000",
        "stock Rasa's",
        "MiB",
        "stock",
    )
    rows = [_row(*head), _row(*["---"] * len(head))]
    for one in compared:
        sides = [one.systems.get(side) for side in (FOYER, STOCK)]
        cells = [cell for cells in zip(*(_costs(one, side) for side in sides), strict=True) for cell in cells]
        rows.append(_row(one.case, str(one.orders), *cells))
    return "\n".join(rows) + "\n"


def _costs(one: Compared, found: Measured | None) -> tuple[str, str, str]:
    if found is None:
        return NOTHING, NOTHING, NOTHING
    training = found.train_cpu_seconds / one.examples * THOUSAND
    return f"{found.parse_p50_ms:.1f}, {found.parse_p95_ms:.1f}", f"{training:.1f}", f"{found.memory_mib:.0f}"


def _of(one: Compared, system: str, name: str) -> str:
    found = one.systems.get(system)
    return percent(found.figures[name]) if found else NOTHING


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
