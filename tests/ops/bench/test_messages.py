"""Both sides hear the same held-back messages in the same order."""

from pathlib import Path

import pytest

from ops.bench.messages import Messages, read_mix, read_questions
from ops.problems import CannotRun


def test_the_mix_is_the_same_every_time() -> None:
    assert read_mix() == read_mix()


def test_messages_begin_again_after_the_last() -> None:
    messages = Messages(["a", "b", "c"])
    assert messages.take(2) + messages.take(3) == ("a", "b", "c", "a", "b")


def test_questions_for_a_long_talk_are_all_different() -> None:
    assert len(set(read_questions(10))) == 10


def test_too_few_questions_are_said_in_one_line(tmp_path: Path) -> None:
    golden = tmp_path / "golden.yml"
    golden.write_text("messages:\n- {text: hi, intent: greet}\n")
    with pytest.raises(CannotRun, match="holds 0 questions"):
        read_questions(1, golden)


def test_a_file_that_is_no_list_of_messages_is_named(tmp_path: Path) -> None:
    golden = tmp_path / "golden.yml"
    golden.write_text("nothing: here\n")
    with pytest.raises(CannotRun, match=r"golden\.yml cannot be read"):
        read_mix(golden)
