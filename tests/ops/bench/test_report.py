"""The report holds every figure against its target and hides neither a miss nor how far the rounds lay apart."""

import json
from dataclasses import replace

import pytest

from ops.bench.measuring import FOYER, SHORT, STOCK
from ops.bench.report import Estimate, Judged, Row, as_json, missed, percentile, rows_of, shown, shown_target, table
from tests.ops.bench.samples import MACHINE, side, sides


def _row(foyer: float, *, target: float | None = 0.5, judged: Judged = Judged.RATIO) -> Row:
    return Row("something", "ms", Estimate.once(10.0), Estimate.once(foyer), target, judged)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)])
def test_a_percentile_is_a_value_that_was_measured(share: float, expected: int) -> None:
    assert percentile(range(100, 0, -1), share) == expected


def test_one_value_is_every_percentile_of_itself() -> None:
    assert percentile([7.0], 0.95) == 7.0


@pytest.mark.parametrize(("foyer", "met"), [(5.0, True), (5.1, False)])
def test_a_ratio_is_met_up_to_its_target(foyer: float, *, met: bool) -> None:
    assert _row(foyer).is_met is met


def test_a_value_of_its_own_is_not_divided_by_stock_rasas() -> None:
    row = _row(1.2, target=1.3, judged=Judged.VALUE)
    assert (row.is_met, row.target_value) == (True, 1.3)


def test_a_row_without_a_target_is_neither_met_nor_missed() -> None:
    assert _row(99.0, target=None).is_met is None


def test_rounds_are_pooled_and_their_lowest_and_highest_kept() -> None:
    cpu = rows_of(sides())[0]
    assert (cpu.stock.value, cpu.stock.low, cpu.stock.high) == pytest.approx((40.0, 36.0, 44.0))
    assert cpu.ratio == pytest.approx(0.5)


def test_every_target_of_the_bench_has_its_row() -> None:
    aimed = [row.what.partition(",")[0] for row in rows_of(sides()) if row.target is not None]
    assert aimed == [
        "processor time per turn",
        "95 % of the answers within",
        "resident memory",
        "training",
        "turn 500 against turn 10",
        "start until ready",
    ]


def test_a_missed_target_is_named_in_the_table() -> None:
    heavy = {**sides(), FOYER: side(39.0, 200.0, late=1.1, mib=400, start=15.0, training=25.0)}
    rows = rows_of(heavy)
    assert [row.what for row in missed(rows)] == ["processor time per turn, 8 parallel"]
    line = next(line for line in table(rows).splitlines() if line.startswith("processor time"))
    assert line.endswith("MISSED")


def test_the_table_shows_how_far_the_rounds_lay_apart() -> None:
    assert "40.0 (36.0–44.0) ms" in table(rows_of(sides()))


@pytest.mark.parametrize(("value", "words"), [(0.123, "0.12"), (12.34, "12.3"), (1234.5, "1,234")])
def test_figures_are_as_long_as_they_are_true(value: float, words: str) -> None:
    assert shown(value) == words


def test_a_target_says_what_it_is_measured_in() -> None:
    start = replace(_row(15.0, target=40.0, judged=Judged.VALUE), unit="s")
    assert (shown_target(_row(5.0)), shown_target(start)) == ("≤ 0.5 ×", "≤ 40 s")


def test_the_json_keeps_the_rows_and_all_that_they_come_from() -> None:
    measured = sides()
    content = json.loads(as_json(measured, rows_of(measured), SHORT, MACHINE, "abc"))
    assert content["language_data"] == "abc"
    assert content["rows"][0]["met"] is True
    assert len(content["sides"][STOCK]["rounds"]) == 2
