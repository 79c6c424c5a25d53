"""The bot to compare with is what rasa init sets up, and is known by everything it is made of."""

from typing import Any

from ops.bench.stock_project import CONFIG, Vocabulary, domain, fingerprint, rules, stories

VOCABULARY = Vocabulary(intents=("greet", "ask_pricing"), entities=("name",))


def test_every_intent_has_a_rule_and_a_text() -> None:
    said: Any = domain(VOCABULARY)["responses"]
    ruled: Any = rules(VOCABULARY.intents)["rules"]
    actions = [rule["steps"][1]["action"] for rule in ruled]
    assert list(said) == actions == ["utter_greet", "utter_ask_pricing"]


def test_a_story_alternates_what_is_said_and_answered() -> None:
    told: Any = stories([("greet", "ask_pricing")])["stories"]
    assert [next(iter(step)) for step in told[0]["steps"]] == ["intent", "action", "intent", "action"]


def test_a_project_is_known_by_names_and_contents() -> None:
    known = {
        fingerprint(files)
        for files in ([("a", "1")], [("a", "2")], [("b", "1")], [("a", "1"), ("b", "")], [("a", ""), ("b", "1")])
    }
    assert len(known) == 5


def test_the_stock_configuration_has_every_learning_part_of_rasa_init() -> None:
    text = CONFIG.read_text(encoding="utf-8")
    for name in ("DIETClassifier", "ResponseSelector", "TEDPolicy", "UnexpecTEDIntentPolicy", "MemoizationPolicy"):
        assert f"name: {name}" in text
