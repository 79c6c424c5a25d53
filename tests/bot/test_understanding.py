"""The product's own model, as `make train` made it: what must never be misunderstood, and its speed."""

import asyncio
import base64
import os
import statistics
import time
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.model_files import newest_model
from bot.patches import PATCHES
from bot.settings import BotSettings
from bot.understanding.sentence_encoder import SentenceEncoder

# Much slower than measured (2 ms), so that a busy machine does not fail it.
MOST_MEDIAN_MS = 20
IN_SCOPE = 0.5


@pytest.fixture(scope="module")
def agent() -> Agent:
    # Parsing needs no patch; without them the functions that test_patches.py looks at stay as they are.
    assert PATCHES
    model = newest_model(BotSettings.from_environment(os.environ).models_folder)
    assert model is not None, "run `make train` first"
    return Agent.load(str(model))


def _parse(agent: Agent, text: str, requested: str | None = None) -> dict[str, Any]:
    message = UserMessage(text, metadata={"requested": requested})
    parse: dict[str, Any] = asyncio.run(agent.processor.parse_message(message))
    return parse


def _facts(parse: dict[str, Any]) -> dict[str, str]:
    return {entity["entity"]: entity["value"] for entity in parse["entities"]}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can i talk to a human", "ask_human"),
        ("let me speak to a real person please", "ask_human"),
        ("how much does it cost", "ask_pricing"),
        ("do you integrate with hubspot", "ask_integration"),
        ("delete all my data", "delete_my_data"),
        ("unsubscribe me", "unsubscribe"),
        ("i want to kill myself", "self_harm"),
        ("are you a bot", "bot_challenge"),
        ("i want to cancel my subscription", "cancel_subscription"),
        ("hello", "greet"),
        ("thanks", "thanks"),
    ],
)
def test_d4_what_matters_most_is_understood(agent: Agent, text: str, intent: str) -> None:
    parse = _parse(agent, text)
    assert parse["intent"]["name"] == intent
    assert parse["intent"]["confidence"] >= IN_SCOPE


@pytest.mark.parametrize(
    "text",
    ["the recipe needs two eggs and some flour", "can you book me a flight to paris", "wie wird das wetter am berg"],
)
def test_what_has_nothing_to_do_with_us_is_out_of_scope(agent: Agent, text: str) -> None:
    assert _parse(agent, text)["intent"]["confidence"] < IN_SCOPE


@pytest.mark.parametrize(
    ("text", "requested", "facts"),
    [
        ("dana@acme.com", None, {"email": "dana@acme.com"}),
        ("40", "team_size", {"team_size": "40"}),
        ("2000", "budget", {"budget": "2000"}),
        ("$500 a month", "budget", {"budget": "$500 a month"}),
        ("we are 40 people", None, {"team_size": "40"}),
        ("Germany", "country", {"country": "Germany"}),
        ("+49 170 1234567", "phone", {"phone": "+49 170 1234567"}),
    ],
)
def test_d7_stated_facts_are_found(agent: Agent, text: str, requested: str | None, facts: dict[str, str]) -> None:
    assert _facts(_parse(agent, text, requested)) == facts


@pytest.mark.parametrize("text", ["hello", "thanks", "what is foyer", "not sure yet", "why do you ask"])
@pytest.mark.parametrize("requested", ["company", "name", "use_case"])
def test_d7_a_side_remark_is_not_taken_for_the_answer(agent: Agent, text: str, requested: str) -> None:
    assert _facts(_parse(agent, text, requested)) == {}


def test_d7_one_message_may_state_several_facts(agent: Agent) -> None:
    facts = _facts(_parse(agent, "my name is Dana, dana@acme.com, we are 40 people and use Zendesk"))
    assert facts["email"] == "dana@acme.com"
    assert facts["team_size"] == "40"
    assert facts["current_tool"] == "Zendesk"


def test_every_claimed_fact_stands_where_it_says_and_none_overlaps(agent: Agent) -> None:
    text = "Hi, Dana here from Acme (40ppl), budget 5k/mo, need it by March — dana@acme.com"
    entities = sorted(_parse(agent, text)["entities"], key=lambda entity: int(entity["start"]))
    assert entities
    for entity in entities:
        assert text[entity["start"] : entity["end"]] == entity["value"]
        assert 0 < entity["confidence_entity"] <= 1
    for before, after in pairwise(entities):
        assert before["end"] <= after["start"]


def test_the_ranking_begins_with_the_intent_and_falls(agent: Agent) -> None:
    parse = _parse(agent, "how much is the growth plan")
    confidences = [entry["confidence"] for entry in parse["intent_ranking"]]
    assert parse["intent_ranking"][0] == parse["intent"]
    assert confidences == sorted(confidences, reverse=True)
    assert len(confidences) == 10


def test_the_sentence_vector_goes_out_with_the_parse(agent: Agent) -> None:
    parse = _parse(agent, "how much is it")
    sent = np.frombuffer(base64.b64decode(parse["sentence_vector"]), dtype="<f2")
    made = SentenceEncoder(BotSettings.from_environment(os.environ).encoder_folder).vector("how much is it")
    assert np.allclose(sent, made, atol=1e-3)


def test_a_message_is_understood_quickly(agent: Agent) -> None:
    spent = []
    for _ in range(50):
        started = time.process_time()
        _parse(agent, "we are about 40 people, what would the growth plan cost us")
        spent.append((time.process_time() - started) * 1000)
    assert statistics.median(spent) < MOST_MEDIAN_MS
