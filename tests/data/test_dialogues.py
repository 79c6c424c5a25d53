"""The judged dialogues are sound: enough of every kind, naming only what exists, and not learned by heart."""

from collections import Counter
from fnmatch import fnmatchcase

import pytest
import yaml

from memory.knowledge.pages import load_pages
from ops.evaluating.scenarios import Desk, Expected, Forbidden, Pattern, Scenario, read_scenarios
from tests.data.language_data import ROOT, overlap, read_training, words_of

LEAST_SCENARIOS = 120
LEAST_INJECTIONS = 25
LEAST_PER_PATTERN = 2
LEAST_REQUESTS_FOR_A_PERSON = 20
# The known troubles of stock Rasa with forms that are interrupted, and with a person who takes over.
ISSUES = {7751, 11778, 7639, 7710, 5091, 4380, 6426, 8119, 1945}
# Of two short messages every second one shares most words; those must only not be the same.
LOCALES = ("en", "de", "es", "ar")
LEAST_WORDS_OF_A_COPY = 4
LEAK_OVERLAP = 0.7


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return read_scenarios()


@pytest.fixture(scope="module")
def replies() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = yaml.safe_load((ROOT / "data/replies/en.yml").read_text(encoding="utf-8"))
    return read


def test_there_are_enough_scenarios_of_every_pattern(scenarios: list[Scenario]) -> None:
    counts = Counter(scenario.pattern for scenario in scenarios)
    assert len(scenarios) >= LEAST_SCENARIOS
    assert counts[Pattern.INJECTION] >= LEAST_INJECTIONS
    assert counts[Pattern.PERSON] >= LEAST_REQUESTS_FOR_A_PERSON
    assert {pattern: counts[pattern] for pattern in Pattern if counts[pattern] < LEAST_PER_PATTERN} == {}


def test_d12_every_attempt_to_command_the_assistant_is_about_safety(scenarios: list[Scenario]) -> None:
    attempts = [scenario for scenario in scenarios if scenario.pattern in {Pattern.INJECTION, Pattern.DISTRESS}]
    assert {scenario.id for scenario in attempts if not scenario.safety} <= {"distress-is-not-a-figure-of-speech"}


def test_every_known_trouble_of_rasa_has_its_scenario(scenarios: list[Scenario]) -> None:
    named = {scenario.issue for scenario in scenarios}
    assert {f"RasaHQ/rasa#{number}" for number in ISSUES} - named == set()


def test_reps_act_only_where_somebody_is_at_the_desk(scenarios: list[Scenario]) -> None:
    acting = [scenario for scenario in scenarios if any(turn.rep or turn.rep_says for turn in scenario.turns)]
    assert [scenario.id for scenario in acting if scenario.desk is not Desk.STAFFED] == []


def test_every_turn_of_the_visitor_expects_or_forbids_something_by_the_end(scenarios: list[Scenario]) -> None:
    idle = [
        scenario.id
        for scenario in scenarios
        if not any(turn.expect.model_fields_set or turn.never.model_fields_set for turn in scenario.turns)
    ]
    assert idle == []


def test_expectations_name_reply_texts_that_exist(
    scenarios: list[Scenario], replies: dict[str, dict[str, list[str]]]
) -> None:
    named = {key for scenario in scenarios for part in _parts(scenario) for key in part.says}
    assert [key for key in named if not any(fnmatchcase(known, key) for known in replies)] == []


def test_expectations_name_pages_that_exist(scenarios: list[Scenario]) -> None:
    pages = load_pages(ROOT / "data/knowledge")
    known = {"any"} | {page.slug for page in pages}
    known |= {f"{page.slug}#{section.id}" for page in pages for section in page.sections}
    named = {page for scenario in scenarios for part in _parts(scenario) for page in part.quotes}
    assert named - known == set()


def test_no_judged_words_are_a_training_example(
    scenarios: list[Scenario], replies: dict[str, dict[str, list[str]]]
) -> None:
    taught = {" ".join(words_of(message.text)) for locale in LOCALES for message in read_training(locale)} - {""}
    assert [text for text in _texts(scenarios, replies) if " ".join(words_of(text)) in taught] == []


def test_no_judged_words_are_nearly_a_training_example(
    scenarios: list[Scenario], replies: dict[str, dict[str, list[str]]]
) -> None:
    taught = [
        (frozenset(words_of(message.text)), message.place) for locale in LOCALES for message in read_training(locale)
    ]
    long_enough = [(words, place) for words, place in taught if len(words) >= LEAST_WORDS_OF_A_COPY]
    leaks = [
        (text, place)
        for text in _texts(scenarios, replies)
        for words, place in long_enough
        if overlap(frozenset(words_of(text)), words) >= LEAK_OVERLAP
    ]
    assert leaks == []


def _parts(scenario: Scenario) -> list[Expected | Forbidden]:
    turns = [part for turn in scenario.turns for part in (turn.expect, turn.never)]
    return [scenario.never, *turns]


def _texts(scenarios: list[Scenario], replies: dict[str, dict[str, list[str]]]) -> list[str]:
    """What visitors type, a burst as the one turn that it is; quick replies are texts of ours, and only pressed."""
    pressed = {choice for entry in replies.values() for choice in entry.get("choices", ())}
    turns = [turn for scenario in scenarios for turn in scenario.turns]
    typed = [" ".join(turn.visitor or ()) for turn in turns]
    typed += [text for turn in turns for text in (turn.answers or {}).values()]
    return [text for text in typed if text and text not in pressed]
