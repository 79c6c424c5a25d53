"""`make eval`: judged dialogues against the real Rasa and the real actions, judged messages against the real model, and
the golden gate (Q1): PROMOTE, HOLD or ROLLBACK. Only all scenarios together are ruled on, and then the exit status is 0
with PROMOTE alone. Who leaves some out gets no ruling; the status is 0 when nothing that was measured fell short.

Starts a Foyer of its own with a fresh database. First nobody is at its desk, then somebody is.
"""

import asyncio
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from memory.engine import open_database
from memory.sql.memory import SqlMemory
from ops.briefs.judged import BriefScores, judged_briefs
from ops.evaluating import report
from ops.evaluating.gate import rule
from ops.evaluating.observing import Announcements, Observer
from ops.evaluating.rep import RepAtDesk
from ops.evaluating.scenarios import Desk, Scenario, read_scenarios
from ops.evaluating.understanding import JudgedMessage, Scores, read_by_rasa, read_judged, scores
from ops.evaluating.walking import Walked, Walker
from ops.evaluating.worlds import World, prepare
from ops.problems import CannotRun
from ops.questions.report import QuestionsReport, measure_questions
from ops.rulebook import shipped_rulebook
from ops.running.own_foyer import OwnFoyer, own_foyer
from ops.settings import current_settings
from qualification.rulebook import Evaluation

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
    only: Annotated[str, typer.Option(help="Only those with this in their id, or as pattern; then no ruling.")] = "",
    parallel: Annotated[int, typer.Option(min=1, help="How many conversations at a time.")] = 8,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="None of hours and silence; then there is no ruling.")] = False,
) -> None:
    """Walks through the judged dialogues and rules whether this may ship."""
    # However the evaluation is ended, its own Foyer must end with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        good = _evaluate(plan(read_scenarios(), only, quick=quick), parallel)
    except CannotRun as problem:
        print(f"Nothing was evaluated: {problem}", file=sys.stderr)
        raise typer.Exit(1) from None
    if not good:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to walk through. `measured`: messages and briefs are judged as well; `whole`: no scenario is left out."""

    scenarios: Sequence[Scenario]
    measured: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured beside the walks: the understanding by language, briefs, and the questions of a population."""

    understood: Mapping[str, Scores]
    briefs: BriefScores
    asked: QuestionsReport


def plan(scenarios: Sequence[Scenario], only: str, *, quick: bool) -> Plan:
    """CannotRun when nothing is left: who walks through nothing finds no fault."""
    named = [scenario for scenario in scenarios if only in scenario.id or only == scenario.pattern]
    if not named:
        raise CannotRun(f"no scenario has {only!r} in its id or as its pattern.")
    chosen = [scenario for scenario in named if scenario.world is World.EVERYDAY or not quick]
    if not chosen:
        raise CannotRun(f"all scenarios that {only!r} names are about hours or silence; walk them without --quick.")
    return Plan(chosen, measured=not only, whole=len(chosen) == len(scenarios))


def _evaluate(planned: Plan, parallel: int) -> bool:
    rulebook, messages, briefs = shipped_rulebook(), read_judged(), judged_briefs()
    secret = secrets.token_urlsafe(32)
    print("Starting a Foyer of its own for the evaluation …", flush=True)
    walked: list[Walked] = []
    found: dict[str, Scores] = {}
    seconds = 0.0
    for world in World:
        some = [scenario for scenario in planned.scenarios if scenario.world is world]
        if not some:
            continue
        with own_foyer(_folder(world), _settings(world, secret)) as foyer:
            began = time.monotonic()
            walked += asyncio.run(_walk(foyer, some, parallel))
            seconds += time.monotonic() - began
            if planned.measured and world is World.EVERYDAY:
                in_scope = rulebook.confidences.in_scope
                found = _understood(messages, in_scope, f"http://127.0.0.1:{foyer.rasa_port}", secret)
    as_expected = _told(walked, seconds)
    if planned.measured:
        return _ruled(walked, Measured(found, briefs, measure_questions(rulebook)), rulebook.evaluation, planned)
    print(f"\n{report.NO_RULING}: scenarios were left out, and nothing else was measured.")
    return as_expected


def _understood(
    judged: Mapping[str, Sequence[JudgedMessage]], in_scope: float, rasa_url: str, secret: str
) -> dict[str, Scores]:
    return {
        language: scores(messages, read_by_rasa(messages, language, rasa_url, secret), in_scope)
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


def _ruled(walked: Sequence[Walked], measured: Measured, numbers: Evaluation, planned: Plan) -> bool:
    figures = report.figures(walked, measured.understood, measured.briefs, measured.asked)
    ruled = rule(figures, numbers, whole=planned.whole)
    print(report.understanding(measured.understood))
    print(f"{report.briefs(measured.briefs)}\n{report.questions(measured.asked)}\n\n{report.ruling(ruled)}")
    return ruled.good


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
