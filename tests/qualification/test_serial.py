"""Domain values as plain JSON and back; nothing is lost, and what older versions wrote is still read."""

import json
from datetime import datetime

import pytest
from hypothesis import given

from qualification.decide import decide
from qualification.facts import Fact, FactValue, Text
from qualification.rulebook import Rulebook
from qualification.serial import (
    decision_from_json,
    decision_to_json,
    dialogue_from_json,
    dialogue_to_json,
    fact_from_json,
    fact_to_json,
    signals_from_json,
    signals_to_json,
    state_from_json,
    state_to_json,
    understanding_from_json,
    understanding_to_json,
    value_from_json,
    value_to_json,
)
from qualification.state import ConversationState, DialogueState, TurnSignals
from qualification.understanding import Understanding
from tests.qualification.generated import DIALOGUES, FACTS, MOMENTS, SIGNALS, STATES, UNDERSTANDINGS, VALUES


def _stored(data: dict[str, object]) -> dict[str, object]:
    """Through real JSON, as a database keeps it."""
    read: dict[str, object] = json.loads(json.dumps(data, allow_nan=False))
    return read


@given(VALUES)
def test_m2_a_value_comes_back_as_it_was_stored(value: FactValue) -> None:
    assert value_from_json(_stored(value_to_json(value))) == value


@given(FACTS)
def test_m2_a_fact_comes_back_as_it_was_stored(fact: Fact) -> None:
    assert fact_from_json(_stored(fact_to_json(fact))) == fact


@given(DIALOGUES)
def test_m2_the_memory_of_a_dialogue_comes_back_as_it_was_stored(dialogue: DialogueState) -> None:
    assert dialogue_from_json(_stored(dialogue_to_json(dialogue))) == dialogue


@given(UNDERSTANDINGS)
def test_m2_an_understanding_comes_back_as_it_was_stored(understanding: Understanding) -> None:
    assert understanding_from_json(_stored(understanding_to_json(understanding))) == understanding


@given(STATES, SIGNALS, MOMENTS)
def test_s6_a_stored_turn_can_be_replayed_to_the_same_decision(
    rulebook: Rulebook, state: ConversationState, signals: TurnSignals, now: datetime
) -> None:
    decision = decide(state, signals, rulebook, now)
    read_state = state_from_json(_stored(state_to_json(state)))
    read_signals = signals_from_json(_stored(signals_to_json(signals)))
    assert decide(read_state, read_signals, rulebook, now) == decision
    assert decision_from_json(_stored(decision_to_json(decision))) == decision


def test_m2_what_an_older_version_wrote_takes_defaults_and_what_is_gone_is_ignored() -> None:
    assert dialogue_from_json({"turn": 3, "mood": "long gone"}) == DialogueState(turn=3)


def test_m2_a_stored_value_without_a_needed_field_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="said"):
        fact_from_json({"key": "company", "value": value_to_json(Text("Acme"))})


def test_m2_the_same_state_is_always_written_the_same() -> None:
    one, other = ({"declined": ["role", "budget"]}, {"declined": ["budget", "role"]})
    assert dialogue_to_json(dialogue_from_json(one)) == dialogue_to_json(dialogue_from_json(other))
