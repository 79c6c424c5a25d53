"""`make bench`: Foyer beside stock Rasa; a table, `var/bench/result.json` and, when asked for, the picture of the docs.

Exit status 1 when a target is missed or nothing could be measured.
"""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from ops.bench.measuring import FOYER, SHORT, STOCK, WHOLE, Plan, Side, measure, this_machine
from ops.bench.picture import draw
from ops.bench.processes import check_linux
from ops.bench.report import as_json, missed, rows_of, table
from ops.bench.servers import foyer_server, stock_server
from ops.bench.stock_project import LANGUAGE, stock_project
from ops.bench.training import Trained, newest_stock, trained_foyer, trained_stock
from ops.problems import CannotRun
from ops.running.preflight import check_bot_python
from ops.settings import PROJECT, bot_python, current_settings

# As many as a project of some size has; the serving costs of both hardly depend on it.
PER_INTENT = 40
PICTURE = PROJECT / "docs" / "pictures" / "bench.svg"


def bench(
    *,
    short: Annotated[bool, typer.Option("--short", help="A first impression: one round, 50 turns.")] = False,
    older_stock: Annotated[
        bool, typer.Option("--older-stock", help="Compare with the newest kept stock model, whatever its data was.")
    ] = False,
    all_data: Annotated[
        bool, typer.Option("--all-data", help="Train both on all language data; stock Rasa takes more than an hour.")
    ] = False,
    write_docs: Annotated[bool, typer.Option("--write-docs", help="Draw the picture of the docs as well.")] = False,
) -> None:
    """Trains what is not trained yet, starts both, lets visitors talk to both in turns."""
    # However the bench is ended, its servers must end with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _check_fit_for_docs(write_docs=write_docs, whole=not (short or older_stock))
        per_intent = None if all_data else PER_INTENT
        met = _bench(SHORT if short else WHOLE, per_intent, older_stock=older_stock, write_docs=write_docs)
    except CannotRun as problem:
        print(f"Nothing was measured: {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    if not met:
        raise typer.Exit(1)


def _check_fit_for_docs(*, write_docs: bool, whole: bool) -> None:
    if write_docs and not whole:
        raise CannotRun(
            "the docs show the whole run on the present language data: leave --short and --older-stock out."
        )


def _bench(plan: Plan, per_intent: int | None, *, older_stock: bool, write_docs: bool) -> bool:
    """True when every target is met."""
    check_linux()
    check_bot_python(bot_python())
    var = current_settings().var
    folder = var / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    machine = this_machine()
    if machine.is_busy:
        print(f"This machine is busy (load {machine.load_before:.1f} on {machine.cores} cores): waits will be longer.")
    stock = newest_stock(folder) if older_stock else trained_stock(folder, stock_project(per_intent))
    sides = _measure(folder, stock, trained_foyer(var, folder, stock.folder / LANGUAGE), plan)
    rows = rows_of(sides)
    print(f"\n{table(rows)}\n")
    result = folder / "result.json"
    result.write_text(as_json(sides, rows, plan, machine, stock.fingerprint), encoding="utf-8")
    print(f"All figures: {result}")
    if write_docs:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_text(draw(rows, machine), encoding="utf-8")
        print(f"The picture: {PICTURE}")
    return not missed(rows)


def _measure(folder: Path, stock: Trained, foyer_cpu_seconds: float, plan: Plan) -> dict[str, Side]:
    print("Starting both servers, one after the other.", flush=True)
    training = {STOCK: stock.cpu_seconds, FOYER: foyer_cpu_seconds}
    with stock_server(stock.folder, folder / "stock.log") as plain, foyer_server(folder / "foyer") as foyer:
        try:
            return asyncio.run(measure({STOCK: plain, FOYER: foyer}, training, plan))
        except ExceptionGroup as problems:
            # Visitors talk side by side, so what went wrong comes in a group; the first says enough.
            raise problems.exceptions[0] from None


if __name__ == "__main__":
    typer.run(bench)
