"""The one action: reads what Rasa hands over, and reports how the turn ended."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.action_next import ActionNext, read_message
from actions.turn import Heard, TurnStatus
from memory.knowledge.contract import EncodedText
from qualification.intake import COMMAND_MARKS, SHIELD, harmless, unshielded
from qualification.understanding import Intent


class Answering:
    """Notes what it is asked to answer."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Heard]] = []

    async def __call__(self, turn_id: str, heard: Heard) -> TurnStatus:
        self.asked.append((turn_id, heard))
        return TurnStatus.ANSWERED


async def _heard(**parts: object) -> tuple[Heard, object]:
    """What is handed on of a message with these parts, and what Rasa is told."""
    answering, dispatcher = Answering(), CollectingDispatcher()
    message = {"text": "how much is it", "intent_ranking": [{"name": "ask_pricing", "confidence": 0.9}], **parts}
    tracker = Tracker("c1", {}, message, [], False, None, {}, "action_listen")  # noqa: FBT003 - rasa-sdk's order
    assert await ActionNext(answering).run(dispatcher, tracker, {}) == []
    ((turn_id, heard),) = answering.asked
    assert turn_id == "t1"
    return heard, dispatcher.messages[0]["custom"]


@pytest.mark.parametrize("model", ["20261121-foyer.tar.gz", None])
async def test_s6_the_model_that_understood_is_handed_on_with_the_turn(model: str | None) -> None:
    heard, told = await _heard(metadata={"turn": "t1", "model": model})
    assert (heard.understanding.intent, heard.model, heard.encoded) == (Intent.ASK_PRICING, model, None)
    assert told == {"turn": "t1", "status": "answered"}


@pytest.mark.parametrize(("told", "read"), [(7, 7), (None, None), ("7", None)])
async def test_d11_which_message_the_turn_ended_with_is_handed_on(told: object, read: int | None) -> None:
    heard, _ = await _heard(metadata={"turn": "t1", "last_message": told})
    assert heard.last_message == read


async def test_the_vector_that_rasa_made_is_handed_on_with_its_words() -> None:
    heard, _ = await _heard(metadata={"turn": "t1"}, sentence_vector="AAECAw==")
    assert heard.encoded == EncodedText("how much is it", bytes([0, 1, 2, 3]))


def test_d12_entities_stand_where_they_stand_in_the_visitors_words_though_a_shield_was_put_before_them() -> None:
    heard = harmless("@Foyer we are 45 people")
    start = heard.index("45")
    found = {"entity": "team_size", "value": "45", "start": start, "end": start + 2, "confidence_entity": 0.8}
    understanding = read_message({"text": heard, "entities": [found]})
    assert understanding.text == "@Foyer we are 45 people"
    [entity] = understanding.entities
    assert (entity.text, understanding.text[entity.start : entity.end]) == ("45", "45")


@given(st.sampled_from([*sorted(COMMAND_MARKS), "a", ">", "👩\u200d💻 "]), st.text(max_size=40))
def test_d12_what_was_shielded_comes_back_as_it_was(first: str, text: str) -> None:
    assume(not (first + text).startswith(SHIELD))
    assert unshielded(harmless(first + text)) == first + text


def test_d3_small_print_under_a_signature_demands_nothing() -> None:
    text = "What does it cost? Tell us.\n\nBest regards\nAnn Cole\nann@acme.example\nIf this is not for you, delete it."
    read = [
        {"text": "What does it cost?", "name": "ask_pricing", "confidence": 0.9},
        {"text": "If this is not for you, delete it.", "name": "delete_my_data", "confidence": 0.9},
    ]
    assert read_message({"text": text, "sentence_intents": read}).sentences == ((Intent.ASK_PRICING, 0.9),)
