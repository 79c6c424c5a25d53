"""The domain: every intent leads to one action, and slots come from what was said, nothing else."""

from typing import Any

import yaml

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


def test_every_intent_leads_to_the_one_action() -> None:
    steps = [rule["steps"] for rule in _read("rules")["rules"]]
    assert all(step == [{"intent": step[0]["intent"]}, {"action": "action_next"}] for step in steps)
    intents = [step[0]["intent"] for step in steps]
    assert sorted(intents) == sorted(_read("domain")["intents"])
    assert _read("domain")["actions"] == ["action_next"]


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


def test_an_unexpected_state_leads_to_the_same_action() -> None:
    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    assert [policy["name"] for policy in config["policies"]] == ["RulePolicy"]
    assert config["policies"][0]["core_fallback_action_name"] == "action_next"
