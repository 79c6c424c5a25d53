"""`make simulate`: machine-made visitors talk to Foyer over its public API, and a report says what became of it.

Without an address it starts a Foyer of its own, with a fresh database and without rate limits (all visitors come from
this machine), and reads the decisions from that database. With an address it sees what a visitor sees.
"""

import asyncio
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ops.problems import CannotRun
from ops.rulebook import shipped_rulebook
from ops.running.own_foyer import own_foyer
from ops.settings import current_settings
from ops.simulation.decisions import decided_turns
from ops.simulation.messages import read_messages
from ops.simulation.prospects import read_prospects, read_questions
from ops.simulation.report import Fate, Outcome, fate_of, render
from ops.simulation.walks import Crowd, Said, Walk

PATIENCE_SECONDS = 30.0
OWN_SETTINGS = {"FOYER_RATE_LIMITS": "false", "FOYER_LOG_LEVEL": "WARNING"}


def simulate(
    messages: Annotated[Path | None, typer.Option(help="A .jsonl or .jsonl.gz file with a `text` a line.")] = None,
    split: Annotated[str | None, typer.Option(help="Only the lines whose `split` is this.")] = None,
    address: Annotated[str | None, typer.Option(help="A Foyer that runs already; its decisions stay unseen.")] = None,
    parallel: Annotated[int, typer.Option(min=1, help="How many conversations at a time.")] = 8,
) -> None:
    """Scripted prospects always; every message of a file besides, each from a visitor of its own."""
    # However the simulation is ended, its own Foyer must end with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        texts = read_messages(messages, split) if messages else []
        wrong = _against(address, texts, parallel) if address else _against_own(texts, parallel)
    except CannotRun as problem:
        print(f"Nothing was simulated: {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    if wrong:
        raise typer.Exit(1)


def _against_own(texts: Sequence[str], parallel: int) -> bool:
    print("Starting a Foyer of its own for the simulation …", flush=True)
    with own_foyer(current_settings().var / "simulate", OWN_SETTINGS) as foyer:
        said, walks = asyncio.run(_send(foyer.address, texts, parallel))
    return _report(said, walks, foyer.database_url)


def _against(address: str, texts: Sequence[str], parallel: int) -> bool:
    said, walks = asyncio.run(_send(address, texts, parallel))
    return _report(said, walks, None)


async def _send(address: str, texts: Sequence[str], parallel: int) -> tuple[list[Said], list[Walk]]:
    prospects, questions = read_prospects(), read_questions()
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    limits = httpx.Limits(max_connections=2 * parallel)
    with Progress(*columns) as progress:
        task_walks = progress.add_task("Prospects", total=len(prospects))
        task_texts = progress.add_task("Messages ", total=len(texts), visible=bool(texts))
        async with httpx.AsyncClient(
            base_url=address, timeout=PATIENCE_SECONDS, limits=limits, trust_env=False
        ) as client:
            crowd = Crowd(client, parallel, PATIENCE_SECONDS)
            walks = await crowd.send_prospects(prospects, questions, lambda: progress.advance(task_walks))
            said = await crowd.send_messages(texts, lambda: progress.advance(task_texts))
    return said, walks


def _report(said: Sequence[Said], walks: Sequence[Walk], database_url: str | None) -> bool:
    """Prints everything; True when something failed, was met with silence, or ended unlike its script."""
    spoken = [one for walk in walks for one in walk.said]
    everything = [*spoken, *said]
    known = sorted({one.conversation for one in everything if one.conversation})
    decided = decided_turns(database_url, known) if database_url else {}
    in_scope = shipped_rulebook().confidences.in_scope

    def with_decision(one: Said) -> Outcome:
        turn = decided.get((one.conversation, one.number))
        if one.outcome.fate is not Fate.REPLIED or turn is None:
            return one.outcome
        return replace(one.outcome, fate=fate_of(turn, in_scope), without_rasa=not turn.by_engine)

    outcomes = [with_decision(one) for one in everything]
    print()
    print(render("Prospects", outcomes[: len(spoken)]))
    unlike = [walk for walk in walks if not walk.as_expected]
    for walk in unlike:
        expected = "a handoff" if walk.prospect.reaches_a_person else "no handoff"
        print(f"  unlike its script: {walk.prospect.name}: expected {expected}, but it stands at {walk.handoff!r}")
    if said:
        print()
        print(render("Message file", outcomes[len(spoken) :]))
    return bool(unlike) or any(outcome.fate in {Fate.FAILED, Fate.SILENT} for outcome in outcomes)


if __name__ == "__main__":
    typer.run(simulate)
