"""Training happens when something changed, and says in one line why it cannot."""

import shutil
from pathlib import Path

import pytest

from bot.model_files import models
from tests.bot.rasa_process import borrow_encoder, environment, run_module

SMALL = Path(__file__).parent / "small_nlu"


def test_an_unchanged_model_is_used_again(small_var: Path) -> None:
    before = models(small_var / "models")
    again = run_module("bot.train", environment(small_var))
    assert again.returncode == 0
    assert "used again" in again.stdout
    assert models(small_var / "models") == before


def test_a_changed_example_makes_a_new_model(small_var: Path, tmp_path: Path) -> None:
    borrow_encoder(tmp_path)
    (tmp_path / "models").mkdir()
    for file in (small_var / "models").iterdir():
        shutil.copy(file, tmp_path / "models" / file.name)
    nlu = tmp_path / "nlu"
    shutil.copytree(SMALL, nlu)
    file = nlu / "small.yml"
    file.write_text(file.read_text().replace("- hey\n", "- hey\n    - howdy\n"), encoding="utf-8")
    trained = run_module("bot.train", environment(tmp_path, FOYER_NLU=str(nlu)))
    assert trained.returncode == 0, trained.stderr
    assert "is ready" in trained.stdout
    assert trained.stderr == ""
    assert len(trained.stdout.splitlines()) == 2
    assert len(models(tmp_path / "models")) == 2


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("intent: greet", "intent: [greet", "small.yml:"),
        ("intent: greet", "intent: hello", "small.yml:4: unknown intent 'hello'"),
        ("(team_size)", "(size)", "small.yml:18: unknown fact 'size'"),
    ],
)
def test_broken_language_data_is_told_in_one_line_with_its_place(
    small_var: Path, tmp_path: Path, was: str, becomes: str, told: str
) -> None:
    content = (SMALL / "small.yml").read_text(encoding="utf-8")
    (tmp_path / "small.yml").write_text(content.replace(was, becomes, 1), encoding="utf-8")
    failed = run_module("bot.train", environment(small_var, FOYER_NLU=str(tmp_path)))
    assert failed.returncode == 2
    (line,) = failed.stderr.splitlines()
    assert told in line


def test_language_data_that_is_missing_is_told_in_one_line(small_var: Path, tmp_path: Path) -> None:
    failed = run_module("bot.train", environment(small_var, FOYER_NLU=str(tmp_path / "none")))
    assert failed.returncode == 2
    assert "no examples" in failed.stderr
    assert len(failed.stderr.splitlines()) == 1


def test_training_without_an_encoder_says_what_to_do_first(tmp_path: Path) -> None:
    failed = run_module("bot.train", environment(tmp_path))
    assert failed.returncode == 2
    assert "python -m bot.encoder" in failed.stderr
