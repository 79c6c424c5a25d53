"""Which lines of the public sets make a case."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from ops.bench_nlu.sets import RECIPES, Case, Example, read_case
from ops.problems import CannotRun


def _write(folder: Path, file: str, *lines: Mapping[str, object]) -> None:
    with gzip.open(folder / f"{file}.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)


def test_of_two_bots_in_one_file_each_is_a_case_of_its_own(tmp_path: Path) -> None:
    of_one = {"bot": "curekart", "label": "hours"}
    _write(
        tmp_path, "hint3",
        {**of_one, "text": "open?", "split": "train"},
        {**of_one, "text": "when", "split": "test"},
        {"bot": "sofmattress", "label": "emi", "text": "emi", "split": "train"},
    )  # fmt: skip
    case = read_case(tmp_path, "curekart")
    assert (case.train, case.test) == ((Example("open?", "hours"),), (Example("when", "hours"),))
    assert not case.has_out_of_scope


def test_out_of_scope_is_tested_and_never_trained_on(tmp_path: Path) -> None:
    lines = [{"text": split, "label": "oos", "split": split} for split in ("oos_train", "oos_val", "oos_test")]
    _write(tmp_path, "clinc150", *lines, {"text": "pay", "label": "pay", "split": "train"})
    case = read_case(tmp_path, "clinc150")
    assert [example.text for example in case.train] == ["pay"]
    assert [example.text for example in case.test] == ["oos_test"]
    assert case.has_out_of_scope


def test_spans_come_with_what_was_asked_for(tmp_path: Path) -> None:
    line = {"text": "13", "entities": [[0, 2, "time"]], "requested": ["time"]}
    _write(tmp_path, "restaurants8k", {**line, "split": "train_0"}, {**line, "requested": [], "split": "test"})
    case = read_case(tmp_path, "restaurants8k")
    assert case.train == (Example("13", "inform", ((0, 2, "time"),), "time"),)
    assert case.test == (Example("13", "correct", ((0, 2, "time"),), None),)
    assert case.has_spans


def test_the_same_seed_gives_the_same_order_and_loses_nothing() -> None:
    case = Case("made up", tuple(Example(str(number), "a") for number in range(50)), (), "")
    assert case.shuffled(1) == case.shuffled(1) != case.shuffled(2)
    assert set(case.shuffled(1).train) == set(case.train)


@pytest.mark.parametrize("name", RECIPES)
def test_a_missing_set_is_told_with_its_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotRun, match=r"\.jsonl\.gz is not there: name the folder"):
        read_case(tmp_path, name)
