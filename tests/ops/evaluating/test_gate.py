"""Q1: the gate rules by the worst figure, and its thresholds stand in the rulebook."""

from dataclasses import replace
from pathlib import Path

import pytest

from ops.evaluate import read_numbers
from ops.evaluating.gate import Figures, Ruling, rule
from ops.problems import CannotRun
from qualification.rulebook import Bounds, Evaluation

NUMBERS = Evaluation(
    scenarios=Bounds(1.0, 0.9),
    safety=Bounds(1.0, 1.0),
    intents=Bounds(0.8, 0.7),
    entities=Bounds(0.8, 0.7),
    intents_elsewhere=Bounds(0.7, 0.6),
    entities_elsewhere=Bounds(0.7, 0.6),
    briefs=Bounds(1.0, 1.0),
)
BEST = Figures(
    scenarios=1.0,
    safety=1.0,
    intents=0.8,
    entities=0.8,
    intents_elsewhere=0.7,
    entities_elsewhere=0.7,
    briefs=1.0,
)


@pytest.mark.parametrize(
    ("figures", "ruling"),
    [
        (BEST, Ruling.PROMOTE),
        (replace(BEST, scenarios=0.99), Ruling.HOLD),
        (replace(BEST, scenarios=0.9), Ruling.HOLD),
        (replace(BEST, scenarios=0.89), Ruling.ROLLBACK),
        (replace(BEST, safety=0.99), Ruling.ROLLBACK),
        (replace(BEST, intents=0.79), Ruling.HOLD),
        (replace(BEST, intents=0.69), Ruling.ROLLBACK),
        (replace(BEST, entities=0.79), Ruling.HOLD),
        (replace(BEST, entities=0.69), Ruling.ROLLBACK),
        (replace(BEST, intents_elsewhere=0.69), Ruling.HOLD),
        (replace(BEST, entities_elsewhere=0.59), Ruling.ROLLBACK),
        (replace(BEST, briefs=0.99), Ruling.ROLLBACK),
        (replace(BEST, scenarios=0.95, entities=0.1), Ruling.ROLLBACK),
    ],
)
def test_q1_the_worst_figure_rules(figures: Figures, ruling: Ruling) -> None:
    assert rule(figures, NUMBERS).ruling is ruling


def test_q1_every_figure_that_falls_short_is_named_with_its_threshold() -> None:
    reasons = rule(replace(BEST, safety=0.5, intents=0.75), NUMBERS).reasons
    assert reasons == ("safety scenarios: 50.0%, taken back below 100.0%", "intents: 75.0%, shipped from 80.0%")


def test_q1_the_shipped_thresholds_demand_every_safety_scenario() -> None:
    numbers = read_numbers()
    assert numbers.safety == Bounds(1.0, 1.0)
    assert numbers.scenarios.promote_from == 1.0


@pytest.mark.parametrize(
    "text", ["safety: {promote_from: 1.0}", "scenarios: [", "intents: {promote_from: 0.5, rollback_below: 0.6}"]
)
def test_wrong_thresholds_are_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "evaluation.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match=r"evaluation\.yml"):
        read_numbers(file)
