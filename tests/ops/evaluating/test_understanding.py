"""The scores of understanding: counted over judged messages, each asked about in the light of its question."""

import re
from pathlib import Path

import pytest

from ops.evaluating.understanding import FOLDER, JudgedMessage, Read, read_judged, scores
from ops.problems import CannotRun

PRICE = JudgedMessage(text="what is it", intent="ask_pricing")
FORTY = JudgedMessage.model_validate(
    {"text": "40 of us", "intent": "inform", "entities": [{"entity": "team_size", "value": "40"}]}
)
IN_SCOPE = 0.5
NOISE = JudgedMessage(text="lorem", intent="oos")


def _read(name: str, confidence: float = 0.9, **entities: str) -> Read:
    found = tuple({"entity": entity, "value": value} for entity, value in entities.items())
    return Read(text="", intent={"name": name, "confidence": confidence}, entities=found)


def test_q1_what_lies_below_the_rulebooks_border_counts_as_out_of_scope() -> None:
    assert _read("greet", 0.5).meant(IN_SCOPE) == "greet"
    assert _read("greet", 0.49).meant(IN_SCOPE) == "oos"
    assert scores([FORTY], [_read("inform", 0.6, team_size="40")], in_scope=0.6).intents == 1.0
    assert scores([FORTY], [_read("inform", 0.6, team_size="40")], in_scope=0.7).intents == 0.0


def test_scores_count_every_message_and_every_span() -> None:
    read = [_read("ask_pricing"), _read("inform", team_size="40", budget="40"), _read("greet")]
    found = scores([PRICE, FORTY, NOISE], read, IN_SCOPE)
    assert (found.messages, round(found.intents, 3), round(found.entities, 3)) == (3, 0.667, 0.667)
    assert found.wrong == ("'lorem' is oos, read as greet",)


@pytest.mark.parametrize("messages", [[], [NOISE]], ids=["no message", "no fact"])
def test_q1_nothing_judged_is_not_taken_for_nothing_wrong(messages: list[JudgedMessage]) -> None:
    with pytest.raises(CannotRun, match="cannot be judged"):
        scores(messages, [_read("greet", 0.1) for _ in messages], IN_SCOPE)


def test_the_shipped_messages_are_read() -> None:
    judged = read_judged()
    assert list(judged) == ["en", "de", "es"]
    assert min(map(len, judged.values())) > 200


@pytest.mark.parametrize("missing", ["understanding.yml", "understanding.de.yml", "understanding.es.yml"])
def test_q1_a_language_with_pages_of_its_own_is_not_judged_without_its_messages(tmp_path: Path, missing: str) -> None:
    for file in FOLDER.glob("understanding*.yml"):
        if file.name != missing:
            (tmp_path / file.name).symlink_to(file)
    with pytest.raises(CannotRun, match=re.escape(missing)):
        read_judged(tmp_path)


def test_a_file_that_is_no_list_of_messages_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "understanding.yml"
    file.write_text("messages: 3", encoding="utf-8")
    with pytest.raises(CannotRun, match=r"understanding\.yml"):
        read_judged(tmp_path)
