"""The scores of understanding: counted over judged messages, each asked about in the light of its question."""

from pathlib import Path

import pytest

from ops.evaluating.understanding import JudgedMessage, Read, read_judged, scores
from ops.problems import CannotRun

PRICE = JudgedMessage(text="what is it", intent="ask_pricing")
FORTY = JudgedMessage.model_validate(
    {"text": "40 of us", "intent": "inform", "entities": [{"entity": "team_size", "value": "40"}]}
)
NOISE = JudgedMessage(text="lorem", intent="oos")


def _read(name: str, confidence: float = 0.9, **entities: str) -> Read:
    found = tuple({"entity": entity, "value": value} for entity, value in entities.items())
    return Read(text="", intent={"name": name, "confidence": confidence}, entities=found)


def test_what_lies_below_the_border_counts_as_out_of_scope() -> None:
    assert _read("greet", 0.5).meant == "greet"
    assert _read("greet", 0.49).meant == "oos"


def test_scores_count_every_message_and_every_span() -> None:
    read = [_read("ask_pricing"), _read("inform", team_size="40", budget="40"), _read("greet")]
    found = scores([PRICE, FORTY, NOISE], read)
    assert (found.messages, round(found.intents, 3), round(found.entities, 3)) == (3, 0.667, 0.667)
    assert found.wrong == ("'lorem' is oos, read as greet",)


def test_nothing_judged_is_nothing_wrong() -> None:
    assert scores([], []).intents == scores([], []).entities == 1.0


def test_the_shipped_messages_are_read() -> None:
    judged = read_judged()
    assert list(judged) == ["en", "de", "es"]
    assert min(map(len, judged.values())) > 200


def test_a_file_that_is_no_list_of_messages_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "understanding.yml"
    file.write_text("messages: 3", encoding="utf-8")
    with pytest.raises(CannotRun, match=r"understanding\.yml"):
        read_judged(tmp_path)
