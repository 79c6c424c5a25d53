"""Q1: `make eval` passes nothing that it has not judged."""

import signal
from collections.abc import Iterator

import pytest
import typer

from ops.evaluate import evaluate, plan
from ops.evaluating.scenarios import read_scenarios
from ops.evaluating.worlds import World


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    """A command listens to the end of its process; the tests go on after it."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_q1_a_choice_that_leaves_no_scenario_is_told_and_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        evaluate("silence-closed", 1, quick=True)
    told = capsys.readouterr()
    assert ended.value.exit_code == 1
    assert "Nothing was evaluated" in told.err
    assert "without --quick" in told.err
    assert told.out == ""


def test_q1_only_a_run_that_leaves_no_scenario_out_may_be_ruled_on() -> None:
    scenarios = read_scenarios()
    full = plan(scenarios, "", quick=False)
    assert (len(full.scenarios), full.measured, full.whole) == (len(scenarios), True, True)
    assert {scenario.world for scenario in full.scenarios} == set(World)


def test_q1_a_quick_run_measures_all_but_hours_and_silence_and_is_not_ruled_on() -> None:
    quick = plan(read_scenarios(), "", quick=True)
    assert {scenario.world for scenario in quick.scenarios} == {World.EVERYDAY}
    assert (quick.measured, quick.whole) == (True, False)


def test_q1_some_scenarios_are_walked_through_without_measuring_the_rest() -> None:
    some = plan(read_scenarios(), "silence", quick=False)
    assert all("silence" in scenario.id or scenario.pattern == "silence" for scenario in some.scenarios)
    assert (some.measured, some.whole) == (False, False)
