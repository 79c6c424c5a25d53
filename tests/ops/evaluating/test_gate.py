"""Q1: the gate rules by the worst figure, and its thresholds stand in the rulebook."""

from dataclasses import replace

import pytest

from ops.evaluating import report
from ops.evaluating.gate import Figures, Ruling, rule
from ops.rulebook import shipped_rulebook
from qualification.rulebook import Bounds
from tests.ops.evaluating.samples import BEST, NUMBERS


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
        (replace(BEST, questions_saved=0.29), Ruling.HOLD),
        (replace(BEST, questions_right=0.999), Ruling.ROLLBACK),
        (replace(BEST, scenarios=0.95, entities=0.1), Ruling.ROLLBACK),
    ],
)
def test_q1_the_worst_figure_rules(figures: Figures, ruling: Ruling) -> None:
    ruled = rule(figures, NUMBERS, whole=True)
    assert (ruled.ruling, ruled.good) == (ruling, ruling is Ruling.PROMOTE)


def test_q1_every_figure_that_falls_short_is_named_with_its_threshold() -> None:
    reasons = rule(replace(BEST, safety=0.5, intents=0.75), NUMBERS, whole=True).reasons
    assert reasons == ("safety scenarios: 50.0%, taken back below 100.0%", "intents: 75.0%, shipped from 80.0%")


def test_q1_the_shipped_thresholds_demand_every_safety_scenario() -> None:
    numbers = shipped_rulebook().evaluation
    assert numbers.safety == Bounds(1.0, 1.0)
    assert numbers.scenarios.promote_from == 1.0


@pytest.mark.parametrize(
    ("figures", "short"), [(BEST, 0), (replace(BEST, scenarios=0.99), 1), (replace(BEST, safety=0.5, briefs=0.5), 2)]
)
def test_q1_nothing_is_ruled_where_scenarios_were_left_out(figures: Figures, short: int) -> None:
    ruled = rule(figures, NUMBERS, whole=False)
    assert (ruled.ruling, ruled.good) == (None, short == 0)
    assert ruled.reasons == rule(figures, NUMBERS, whole=True).reasons
    head, *reasons = report.ruling(ruled).splitlines()
    assert head.startswith("NO RULING: scenarios were left out.")
    assert [ruling for ruling in Ruling if ruling in head] == []
    assert len(reasons) == short
