"""The table, the verdict and the picture of what was understood."""

import json
import xml.etree.ElementTree as ET

import pytest

from ops.bench_nlu.models import FOYER, STOCK, Answers
from ops.bench_nlu.picture import draw
from ops.bench_nlu.report import TARGETS, Compared, Measured, as_json, measured, table
from ops.bench_nlu.scores import Figure, Parse
from ops.bench_nlu.sets import RECIPES, Case, Example

CASE = Case("curekart", (Example("open?", "hours"),), (Example("when", "hours"), Example("emi", "oos")), "BERT 83.6")


def _measured(share: float) -> Measured:
    figure = Figure(share, share - 0.02, share + 0.02)
    return Measured({"in scope": figure, "all": figure}, 2.5, 4.0, 8.0, 300.0)


def _compared(share: float) -> Compared:
    return Compared("curekart", 600, 991, 3, {FOYER: _measured(share), STOCK: _measured(0.6)}, "BERT 83.6")


def test_every_target_is_for_a_case_that_there_is() -> None:
    assert {case for case, _ in TARGETS} == set(RECIPES)


@pytest.mark.parametrize(("share", "verdict"), [(0.86, "met"), (0.8, "MISSED")])
def test_the_table_holds_both_systems_beside_the_target(share: float, verdict: str) -> None:
    line = next(line for line in table([_compared(share)]).splitlines() if "in scope" in line)
    assert f"{share:.1%}"[:-1] in line
    assert "60.0 (58.0–62.0)" in line
    assert line.endswith(verdict)
    assert "published on the same lines: BERT 83.6" in table([_compared(share)])


def test_a_figure_without_a_target_is_neither_met_nor_missed() -> None:
    assert _compared(0.9).is_met("entity F1, macro") is None


def test_over_the_seeds_the_mean_counts_within_the_widest_bounds() -> None:
    right, wrong = Parse("hours", 0.9, (), 0.002), Parse("other", 0.9, (), 0.004)
    rejected = Parse("other", 0.1, (), 0.004)
    answers = [Answers((right, rejected), 5.0, 200.0), Answers((wrong, rejected), 7.0, 100.0)]
    found = measured(CASE, answers)
    assert found.figures["in scope"] == Figure(0.5, 0.0, 1.0)
    assert found.figures["all"].value == pytest.approx(0.75)
    assert (found.train_cpu_seconds, found.memory_mib) == (7.0, 200.0)
    assert found.parse_p50_ms == pytest.approx(4.0)
    assert found.parse_p95_ms == pytest.approx(4.0)


def test_the_json_keeps_everything() -> None:
    kept = json.loads(as_json([_compared(0.9)]))
    assert kept["cases"][0]["orders"] == 3
    assert kept["cases"][0]["systems"][FOYER]["figures"]["all"]["value"] == pytest.approx(0.9)


def test_the_picture_is_whole_and_says_its_numbers_in_words() -> None:
    root = ET.fromstring(draw([_compared(0.9)]))  # noqa: S314 - drawn by us a line above
    words = "".join(root.itertext())
    assert "curekart, in scope: Foyer 90.0%, stock Rasa 60.0%, target 85.0%." in words
    assert len(root.findall(".//{*}circle")) == 4
