"""What was measured is kept case by case and put into the docs between two marks."""

from dataclasses import replace
from pathlib import Path

import pytest

from ops.bench_nlu.__main__ import PAGE
from ops.bench_nlu.docs import BEGIN, END, costs_table, figures_table, write_tables
from ops.bench_nlu.kept import keep, read_kept
from ops.bench_nlu.models import FOYER, STOCK
from ops.bench_nlu.report import Compared, Measured
from ops.bench_nlu.scores import Figure
from ops.problems import CannotRun


def _measured(share: float) -> Measured:
    figure = Figure(share, share - 0.02, share + 0.02)
    return Measured({"in scope": figure, "all": figure}, 2.5, 4.0, 1.2, 300.0)


CUREKART = Compared("curekart", 600, 991, 3, {FOYER: _measured(0.8), STOCK: _measured(0.6)}, "BERT 83.6")
SOFMATTRESS = replace(CUREKART, case="sofmattress", systems={FOYER: _measured(0.8)})


def test_what_was_kept_reads_back_in_the_order_of_the_recipes(tmp_path: Path) -> None:
    for one in (CUREKART, SOFMATTRESS):
        keep(tmp_path / "cases", one)
    assert read_kept(tmp_path / "cases") == [SOFMATTRESS, CUREKART]


def test_of_a_case_that_is_measured_again_the_last_counts(tmp_path: Path) -> None:
    keep(tmp_path, CUREKART)
    keep(tmp_path, replace(CUREKART, orders=1))
    assert [one.orders for one in read_kept(tmp_path)] == [1]


def test_the_tables_say_figures_targets_and_costs() -> None:
    _, _, first, second = figures_table([CUREKART]).splitlines()
    assert first == ("| curekart | 600 | in scope | 80.0 (78.0–82.0) | 60.0 (58.0–62.0) | 85.0, missed | BERT 83.6 |")
    assert second.startswith("|  |  | all | 80.0 (78.0–82.0) | 60.0 (58.0–62.0) | 74.0 |")
    assert costs_table([CUREKART]).splitlines()[-1] == (
        "| curekart | 3 | 2.5, 4.0 | 2.5, 4.0 | 2.0 | 2.0 | 300 | 300 |"
    )


def test_where_stock_rasa_was_not_asked_its_cells_are_empty() -> None:
    assert costs_table([SOFMATTRESS]).splitlines()[-1] == "| sofmattress | 3 | 2.5, 4.0 |  | 2.0 |  | 300 |  |"


def test_only_what_stands_between_the_marks_changes(tmp_path: Path) -> None:
    page = tmp_path / "understanding.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        write_tables(page, [CUREKART])
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n\n| set |")
    assert text.endswith(f"|\n\n{END}\nafter\n")
    assert "old" not in text


def test_a_page_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "understanding.md"
    page.write_text("nothing here", encoding="utf-8")
    with pytest.raises(CannotRun, match="has lost its marks"):
        write_tables(page, [CUREKART])
    assert page.read_text(encoding="utf-8") == "nothing here"


def test_the_page_of_the_docs_has_the_marks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.index(BEGIN) < text.index(END)
