"""The shipped rulebook, read for the commands by the reader of the product."""

import shutil
from pathlib import Path

import pytest

from ops.problems import CannotRun
from ops.rulebook import FOLDER, shipped_rulebook


@pytest.mark.parametrize(
    "text", ["safety: {promote_from: 1.0}", "scenarios: [", "intents: {promote_from: 0.5, rollback_below: 0.6}"]
)
def test_q1_wrong_thresholds_are_a_reason_not_to_run(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "rulebook"
    shutil.copytree(FOLDER, folder)
    (folder / "evaluation.yml").write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match="evaluation"):
        shipped_rulebook(folder)
