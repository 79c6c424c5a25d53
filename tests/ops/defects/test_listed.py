"""The defects that the golden gate must notice can still be put in."""

from pathlib import Path

import pytest

from ops.defects.listed import Defect, read_defects
from ops.problems import CannotRun
from ops.settings import PROJECT

LEAST = 10


def test_q1_at_least_ten_defects_are_listed_each_by_a_name_of_its_own() -> None:
    names = [defect.name for defect in read_defects()]
    assert len(set(names)) == len(names) >= LEAST


@pytest.mark.parametrize("defect", read_defects(), ids=lambda defect: defect.name)
def test_q1_a_listed_defect_fits_the_code_as_it_is(defect: Defect, tmp_path: Path) -> None:
    before = (PROJECT / defect.file).read_text(encoding="utf-8")
    copy = tmp_path / defect.file
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(before, encoding="utf-8")
    defect.put_into(tmp_path)
    after = copy.read_text(encoding="utf-8")
    assert after != before
    if defect.file.endswith(".py"):
        compile(after, defect.file, "exec")


def test_a_defect_that_no_longer_fits_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text("a = 1\na = 1\n", encoding="utf-8")
    with pytest.raises(CannotRun, match="twice told"):
        Defect("twice told", "rules.py", "a = 1", "a = 2").put_into(tmp_path)


def test_a_list_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "defects.yml"
    file.write_text("- {name: a, file: b, find: c, put: d, else: e}\n", encoding="utf-8")
    with pytest.raises(CannotRun, match="cannot be used"):
        read_defects(file)
