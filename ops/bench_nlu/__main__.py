"""`make bench-nlu`: trains and tests the understanding on public language sets; table, JSON, and a picture when asked.

The sets are never shipped: SETS names the folder that holds them. Exit status 1 when a target is missed or nothing
could be measured.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ops.bench_nlu.docs import write_tables
from ops.bench_nlu.kept import keep, read_kept
from ops.bench_nlu.models import FOYER, STOCK, ask
from ops.bench_nlu.picture import draw
from ops.bench_nlu.report import TARGETS, Compared, Measured, as_json, measured, table
from ops.bench_nlu.sets import RECIPES, Case, read_case
from ops.problems import CannotRun
from ops.running.preflight import check_bot_python
from ops.settings import PROJECT, bot_python, current_settings

SEEDS = (1, 2, 3)
# Above, stock Rasa trains for the better part of an hour.
STOCK_LEARNS_UP_TO = 1_600
PAGE = PROJECT / "docs" / "understanding.md"
PICTURE = PROJECT / "docs" / "pictures" / "bench-nlu.svg"


def bench_nlu(
    sets: Annotated[Path, typer.Option("--sets", help="The folder with the language sets (*.jsonl.gz).")],
    only: Annotated[list[str] | None, typer.Option("--only", help="One of the cases; again for more.")] = None,
    seeds: Annotated[int, typer.Option("--seeds", help="How many orders of the examples.", min=1)] = len(SEEDS),
    *,
    stock: Annotated[
        bool, typer.Option("--stock/--no-stock", help="Stock Rasa beside it, where that ends soon.")
    ] = True,
    write_docs: Annotated[bool, typer.Option("--write-docs", help="Put table and picture into the docs.")] = False,
) -> None:
    """Trains anew what is asked for; of the cases that are not, the table shows what was measured last."""
    try:
        check_bot_python(bot_python())
        folder = current_settings().var / "bench-nlu"
        folder.mkdir(parents=True, exist_ok=True)
        for case in [read_case(sets, _known(name)) for name in only or RECIPES]:
            keep(folder / "cases", _compare(case, SEEDS[:seeds], folder / "rasa.log", stock=stock))
        compared = read_kept(folder / "cases")
    except CannotRun as problem:
        print(f"Nothing was measured: {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"\n{table(compared)}")
    result = folder / "result.json"
    result.write_text(as_json(compared), encoding="utf-8")
    print(f"All figures: {result}")
    if write_docs:
        PICTURE.write_text(draw(compared), encoding="utf-8")
        write_tables(PAGE, compared)
        print(f"Written into the docs: {PICTURE}, {PAGE}")
    if any(one.is_met(name) is False for one in compared for case, name in TARGETS if case == one.case):
        raise typer.Exit(1)


def _known(name: str) -> str:
    if name not in RECIPES:
        raise CannotRun(f"there is no case {name}; there are {', '.join(RECIPES)}.")
    return name


def _compare(case: Case, seeds: tuple[int, ...], log: Path, *, stock: bool) -> Compared:
    systems = {FOYER: _measure(FOYER, case, seeds, log)}
    if stock and len(case.train) <= STOCK_LEARNS_UP_TO:
        systems[STOCK] = _measure(STOCK, case, seeds[:1], log)
    return Compared(case.name, len(case.train), len(case.test), len(seeds), systems, case.published)


def _measure(system: str, case: Case, seeds: tuple[int, ...], log: Path) -> Measured:
    answers = []
    for number, seed in enumerate(seeds, start=1):
        size = f"{len(case.train):,} to learn, {len(case.test):,} to answer"
        print(f"  {case.name}, {system}, {number} of {len(seeds)}: {size} …", flush=True)
        answers.append(ask(system, case, seed, log))
    return measured(case, answers)


if __name__ == "__main__":
    typer.run(bench_nlu)
