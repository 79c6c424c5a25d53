"""`make eval`: judged dialogues against the real Rasa and the real actions, judged messages against the real model, and
the golden gate (Q1): PROMOTE, HOLD or ROLLBACK. Exit status 0 only with PROMOTE.

Starts a Foyer of its own with a fresh database. First nobody is at its desk, then somebody is.
"""

import asyncio
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import httpx
import typer
import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from memory.engine import open_database
from memory.sql.memory import SqlMemory
from ops.briefs.judged import BriefScores, judged_briefs
from ops.evaluating import report
from ops.evaluating.gate import Ruling, rule
from ops.evaluating.observing import Announcements, Observer
from ops.evaluating.rep import RepAtDesk
from ops.evaluating.scenarios import Desk, Scenario, read_scenarios
from ops.evaluating.understanding import JudgedMessage, Scores, read_by_rasa, read_judged, scores
from ops.evaluating.walking import Walked, Walker
from ops.evaluating.worlds import World, prepare
from ops.problems import CannotRun
from ops.running.own_foyer import OwnFoyer, own_foyer
from ops.settings import PROJECT, current_settings
from qualification.errors import Misconfigured
from qualification.rulebook import Evaluation

NUMBERS_FILE = PROJECT / "data" / "rulebook" / "evaluation.yml"
WORKSPACE = "default"
SIGN_OF_LIFE_SECONDS = 20.0
ANSWER_SECONDS = 60.0
OWN_SETTINGS = {
    # Every visitor comes from this machine.
    "FOYER_RATE_LIMITS": "false",
    "FOYER_LOG_LEVEL": "WARNING",
    # A busy machine is slow, not wrong: the script must not answer instead of Rasa.
    "FOYER_RASA_TIMEOUT_SECONDS": "30",
    "FOYER_RASA_TURN_SECONDS": "40",
}


def evaluate(
    only: Annotated[str, typer.Option(help="Only scenarios with this in their id or pattern; then without gate.")] = "",
    parallel: Annotated[int, typer.Option(min=1, help="How many conversations at a time.")] = 8,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Only everyday scenarios, none of hours and silence.")] = False,
) -> None:
    """Walks through the judged dialogues and rules whether this may ship."""
    # However the evaluation is ended, its own Foyer must end with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        chosen = [one for one in _chosen(only) if one.world is World.EVERYDAY or not quick]
        good = _evaluate(chosen, parallel, gated=not only)
    except CannotRun as problem:
        print(f"Nothing was evaluated: {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    if not good:
        raise typer.Exit(1)


def read_numbers(file: Path = NUMBERS_FILE) -> Evaluation:
    """The thresholds of the gate."""
    adapter = TypeAdapter(dict[str, Evaluation], config=ConfigDict(extra="forbid"))
    try:
        return adapter.validate_python({"evaluation": yaml.safe_load(file.read_text(encoding="utf-8"))})["evaluation"]
    except (OSError, yaml.YAMLError, ValidationError, Misconfigured) as error:
        raise CannotRun(f"{file} cannot be used: {' '.join(str(error).split())}") from None


def _chosen(only: str) -> list[Scenario]:
    chosen = [scenario for scenario in read_scenarios() if only in scenario.id or only == scenario.pattern]
    if not chosen:
        raise CannotRun(f"no scenario has {only!r} in its id or as its pattern.")
    return chosen


def _evaluate(scenarios: Sequence[Scenario], parallel: int, *, gated: bool) -> bool:
    numbers, messages, briefs = read_numbers(), read_judged(), judged_briefs()
    secret = secrets.token_urlsafe(32)
    print("Starting a Foyer of its own for the evaluation …", flush=True)
    walked: list[Walked] = []
    found: dict[str, Scores] = {}
    seconds = 0.0
    for world in World:
        some = [scenario for scenario in scenarios if scenario.world is world]
        if not some:
            continue
        with own_foyer(_folder(world), _settings(world, secret)) as foyer:
            began = time.monotonic()
            walked += asyncio.run(_walk(foyer, some, parallel))
            seconds += time.monotonic() - began
            if gated and world is World.EVERYDAY:
                found = _understood(messages, f"http://127.0.0.1:{foyer.rasa_port}", secret)
    as_expected = _told(walked, seconds)
    return _ruled(walked, found, briefs, numbers) if gated else as_expected


def _understood(judged: Mapping[str, Sequence[JudgedMessage]], rasa_url: str, secret: str) -> dict[str, Scores]:
    return {
        language: scores(messages, read_by_rasa(messages, language, rasa_url, secret))
        for language, messages in judged.items()
    }


def _folder(world: World) -> Path:
    return current_settings().var / "eval" / world


def _settings(world: World, secret: str) -> dict[str, str]:
    data = prepare(world, current_settings().var / "eval" / f"{world}-data", datetime.now(UTC).date())
    return {**OWN_SETTINGS, "FOYER_RASA_SECRET": secret, "FOYER_DATA_DIR": str(data)}


def _told(walked: Sequence[Walked], seconds: float) -> bool:
    """Prints how the scenarios went; True when all went as expected."""
    print(f"\n{report.failures(walked)}\n\n{report.summary(walked, seconds)}")
    return all(one.failure is None for one in walked)


def _ruled(walked: Sequence[Walked], found: Mapping[str, Scores], briefs: BriefScores, numbers: Evaluation) -> bool:
    ruled = rule(report.figures(walked, found, briefs), numbers)
    print(f"{report.understanding(found)}\n{report.briefs(briefs)}\n\n{report.ruling(ruled)}")
    return ruled.ruling is Ruling.PROMOTE


async def _walk(foyer: OwnFoyer, scenarios: Sequence[Scenario], parallel: int) -> list[Walked]:
    database = open_database(foyer.database_url)
    observer = Observer(SqlMemory(database, workspace=WORKSPACE), Announcements.read())
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    limits = httpx.Limits(max_connections=2 * parallel)
    walked: list[Walked] = []
    try:
        async with httpx.AsyncClient(
            base_url=foyer.address, timeout=ANSWER_SECONDS, limits=limits, trust_env=False
        ) as client:
            with Progress(*columns) as progress:
                task = progress.add_task("Scenarios", total=len(scenarios))

                def step() -> None:
                    progress.advance(task)

                walker = Walker(client, observer, None, foyer.var / "mail")
                for desk in Desk:
                    some = [scenario for scenario in scenarios if scenario.desk is desk]
                    walked += await _walk_some(foyer, walker, some, parallel, step)
    finally:
        database.close()
    return walked


async def _walk_some(
    foyer: OwnFoyer, walker: Walker, scenarios: Sequence[Scenario], parallel: int, step: Callable[[], None]
) -> list[Walked]:
    if not scenarios or scenarios[0].desk is Desk.EMPTY:
        return await walker.walk_all(scenarios, parallel, step)
    async with _somebody_at_the_desk(foyer) as rep:
        return await replace(walker, rep=rep).walk_all(scenarios, parallel, step)


@asynccontextmanager
async def _somebody_at_the_desk(foyer: OwnFoyer) -> AsyncIterator[RepAtDesk]:
    """A rep who gives signs of life until the block ends."""
    async with httpx.AsyncClient(base_url=foyer.address, timeout=ANSWER_SECONDS, trust_env=False) as client:
        rep = await RepAtDesk.sign_in(client, foyer.output())
        await rep.shows_up()
        living = asyncio.create_task(_keep_alive(rep))
        try:
            yield rep
        finally:
            living.cancel()


async def _keep_alive(rep: RepAtDesk) -> None:
    while True:
        await asyncio.sleep(SIGN_OF_LIFE_SECONDS)
        await rep.shows_up()


if __name__ == "__main__":
    typer.run(evaluate)
