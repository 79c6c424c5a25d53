"""Scenario files: read typed, or refused with the file, the scenario, the turn and what may stand there."""

from pathlib import Path

import pytest

from ops.evaluating.scenarios import Desk, Pattern, read_scenarios
from ops.problems import CannotRun
from qualification.decision import Outcome
from qualification.facts import FactKey

GOOD = """
- id: side-question-resumes
  title: A side question is answered
  pattern: side_question
  rules: [D7]
  turns:
    - visitor: what does it cost
      expect: {outcome: answer, asks: any, facts: {team_size: 40}}
    - visitor: [and, is it safe]
      expect: {asks: [company, nothing], says: "ack.*"}
      never: {words: promise}
    - button: person
    - answers: {company: Acme}
"""
BUTTON = "- button: person"


def _folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "some.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_scenario_is_read_with_its_defaults(tmp_path: Path) -> None:
    [scenario] = read_scenarios(_folder(tmp_path, GOOD))
    assert (scenario.pattern, scenario.desk, scenario.safety) == (Pattern.SIDE_QUESTION, Desk.EMPTY, False)
    first, burst, button, answer = scenario.turns
    assert first.expect.outcome == (Outcome.ANSWER,)
    assert first.expect.facts == {FactKey.TEAM_SIZE: ("40",)}
    assert burst.visitor == ("and", "is it safe")
    assert burst.expect.asks == (FactKey.COMPANY, "nothing")
    assert button.texts == ()
    assert answer.texts == ("Acme",)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("outcome: answer", "outcome: reply", ("some.yml", "side-question-resumes", "turn 1", "expect.outcome", "ask")),
        ("asks: any", "asked: any", ("turn 1", "expect.asked", "unknown here")),
        ("asks: [company", "asks: [shoe_size", ("turn 2", "expect.asks", "company")),
        ("team_size: 40", "team_size: lots", ("turn 1", "40..60")),
        (BUTTON, "- button: person\n      visitor: hi", ("turn 3", "exactly one of")),
        (BUTTON, "- silence: nudged", ("everyday", "world")),
        ("pattern: side_question", "pattern: sidestep", ("pattern", "side_question")),
        ("rules: [D7]", "rules: [often]", ("rules",)),
        ("  rules: [D7]\n", "", ("rules", "required")),
        ("answers: {company", "answers: {firm", ("turn 4", "answers")),
        ('"ack.*"', '"Ack me"', ("turn 2", "expect.says")),
        (BUTTON, "- {rep: accepts, expect: {owner: rep}}", ("turn 3", "expect.owner", "only expect.handoff")),
        (BUTTON, "- {rep_says: Hello, never: {words: promise}}", ("turn 3", "never.words", "only expect.handoff")),
        (BUTTON, "- {comes_back: true, expect: {asks: any}}", ("turn 3", "expect.asks", "nothing is judged")),
        (BUTTON, "- {silence: nudged, expect: {handoff: none}}", ("turn 3", "expect.handoff", "nothing is judged")),
        (BUTTON, "- {visitor: hi, expect: {silent: true, asks: any}}", ("turn 3", "expect.asks", "only expect.silent")),
    ],
)
def test_a_wrong_word_is_told_with_its_place(tmp_path: Path, before: str, after: str, words: tuple[str, ...]) -> None:
    assert before in GOOD
    with pytest.raises(CannotRun) as refused:
        read_scenarios(_folder(tmp_path, GOOD.replace(before, after)))
    assert [word for word in words if word not in str(refused.value)] == [], str(refused.value)


def test_q1_what_is_judged_after_the_deed_of_a_rep_may_be_expected(tmp_path: Path) -> None:
    text = GOOD.replace(BUTTON, "- {rep: accepts, expect: {handoff: accepted}}")
    [scenario] = read_scenarios(_folder(tmp_path, text))
    assert scenario.turns[2].expect.handoff == ("accepted",)


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "other.yml").write_text(GOOD.replace("visitor: what", "visiter: what"), encoding="utf-8")
    with pytest.raises(CannotRun) as refused:
        read_scenarios(_folder(tmp_path, GOOD.replace("rules: [D7]", "rules: []")))
    assert "some.yml" in str(refused.value)
    assert "other.yml" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [("- id: [", "not valid YAML"), ("id: one", "a list of scenarios"), (GOOD + GOOD, "given twice")],
)
def test_a_file_that_is_no_list_of_scenarios_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CannotRun, match=words):
        read_scenarios(_folder(tmp_path, text))


def test_a_folder_without_scenarios_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="no scenario"):
        read_scenarios(tmp_path)
