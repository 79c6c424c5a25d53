"""The domain: every intent leads to one action, and slots come from what was said, nothing else."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.one_action_policy import OneActionPolicy
from bot.settings import PROJECT

FACTS = {
    "name", "email", "phone", "company", "role", "team_size", "budget", "timeline", "use_case",
    "current_tool", "country",
}  # fmt: skip


def _read(folder: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for file in sorted((PROJECT / "bot" / folder).glob("*.yml")):
        merged.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return merged


def test_there_is_one_action_and_one_policy_that_takes_it() -> None:
    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    assert config["policies"] == [{"name": "bot.components.one_action_policy.OneActionPolicy"}]
    assert _read("domain")["actions"] == ["action_next"] == [OneActionPolicy.get_default_config()["action"]]


@pytest.mark.parametrize("intent", [*_read("domain")["intents"], None], ids=str)
def test_every_intent_and_none_leads_to_the_one_action(policy: OneActionPolicy, domain: Domain, intent: str) -> None:
    said = UserUttered("anything", intent={"name": intent, "confidence": 0.3})
    tracker = DialogueStateTracker.from_events("c1", [ActionExecuted("action_listen"), said], domain.slots)
    assert _next(policy, tracker, domain) == "action_next"


def test_after_the_action_it_is_the_visitors_turn(policy: OneActionPolicy, domain: Domain) -> None:
    tracker = DialogueStateTracker.from_events("c1", [ActionExecuted("action_next")], domain.slots)
    assert _next(policy, tracker, domain) == "action_listen"


def _next(policy: OneActionPolicy, tracker: DialogueStateTracker, domain: Domain) -> str:
    prediction = policy.predict_action_probabilities(tracker, domain)
    assert sorted(prediction.probabilities)[-2:] == [0.0, 1.0]
    return str(domain.action_names_or_texts[prediction.max_confidence_index])


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(PROJECT / "bot" / "domain"))


@pytest.fixture
def policy(tmp_path: Path) -> OneActionPolicy:
    context = ExecutionContext(GraphSchema({}))
    return OneActionPolicy(OneActionPolicy.get_default_config(), LocalModelStorage(tmp_path), Resource("p"), context)


def test_every_fact_is_an_entity_and_a_slot() -> None:
    domain = _read("domain")
    assert set(domain["entities"]) == FACTS
    assert set(domain["slots"]) == FACTS


def test_slots_come_from_entities_only_and_influence_nothing() -> None:
    for name, slot in _read("domain")["slots"].items():
        assert slot["mappings"] == [{"type": "from_entity", "entity": name}]
        assert slot["influence_conversation"] is False


def test_every_intent_has_examples_in_the_language_data() -> None:
    taught = {
        block["intent"]
        for file in (PROJECT / "data" / "nlu").rglob("*.yml")
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        if "intent" in block
    }
    assert set(_read("domain")["intents"]) == taught


def test_rasas_sessions_never_wipe_what_is_known() -> None:
    assert _read("domain")["session_config"]["session_expiration_time"] == 0
