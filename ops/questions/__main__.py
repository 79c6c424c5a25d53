"""`make questions`: does Foyer ask as little as it may? Exit status 1 when it saves too little or loses anything."""

import sys
from typing import Annotated

import typer

from ops.problems import CannotRun
from ops.questions.report import SEED, SIZE, measure_questions, render
from ops.rulebook import shipped_rulebook


def questions(
    size: Annotated[int, typer.Option(min=1, help="How many prospects.")] = SIZE,
    seed: Annotated[int, typer.Option(help="Another population.")] = SEED,
) -> None:
    """Questions a generated population both ways and compares."""
    try:
        rulebook = shipped_rulebook()
    except CannotRun as problem:
        print(f"Nothing was asked: {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    report = measure_questions(rulebook, size, seed)
    print(render(report))
    if not report.is_good:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(questions)
