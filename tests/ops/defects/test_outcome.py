"""What `make defects` reads from an evaluation is what an evaluation prints."""

from dataclasses import replace

import pytest

from ops.briefs.judged import BriefScores
from ops.defects.outcome import Outcome, read_outcome
from ops.evaluating import report
from ops.evaluating.gate import rule
from ops.evaluating.judging import Difference
from ops.evaluating.walking import Failure, Walked
from ops.problems import CannotRun
from tests.ops.evaluating.samples import BEST, NUMBERS, scenario

BAD = Walked(scenario({"visitor": "hi"}), Failure(1, (Difference("asks", "role", "company"),), ()), 0.1)
FAULTY = BriefScores(4, 3, 1, 1.0, 0, 90, ("two-budgets: nobody named 500",))


def test_q1_a_defect_is_noticed_by_the_figures_that_fell_short() -> None:
    ruled = rule(replace(BEST, scenarios=0.5, briefs=0.75), NUMBERS, whole=False)
    printed = "\n\n".join([report.failures([BAD]), report.briefs(FAULTY), report.ruling(ruled)])
    outcome = read_outcome(printed, "")
    assert outcome == Outcome(("scenarios", "briefs"), ("one", "brief two-budgets"))
    assert outcome.told == "scenarios, briefs | one, brief two-budgets"


def test_q1_a_defect_that_nothing_fell_short_for_stays_unnoticed() -> None:
    printed = report.ruling(rule(BEST, NUMBERS, whole=False))
    assert read_outcome(printed, "").short == ()


def test_q1_an_evaluation_that_judged_nothing_is_not_taken_for_a_noticed_defect() -> None:
    with pytest.raises(CannotRun, match="port is taken"):
        read_outcome("Starting a Foyer of its own …", "the port is taken")


def test_of_many_scenarios_only_the_first_are_shown() -> None:
    assert Outcome(("scenarios",), tuple("abcdef")).told == "scenarios | a, b, c, d and 2 more"
