"""The judged messages are sound, and nothing of them has leaked into the training examples."""

from collections import Counter, defaultdict

import pytest

from qualification.facts import FactKey
from qualification.understanding import Intent
from tests.data.language_data import OUT_OF_SCOPE, Message, overlap, read_judged, read_training, words_of

LEAST_MESSAGES = 220
LEAST_PER_INTENT = 5
LEAST_OUT_OF_SCOPE = 30
LEAST_PER_FACT = 7
# Of two short messages every second one shares most words; those must only not be the same.
LEAST_WORDS_OF_A_COPY = 4
LEAK_OVERLAP = 0.7


@pytest.fixture(scope="module", params=["en", "de", "es"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def judged(locale: str) -> list[Message]:
    return read_judged(locale)


@pytest.fixture(scope="module")
def training(locale: str) -> list[Message]:
    return read_training(locale)


def test_there_are_enough_judged_messages_of_every_kind(judged: list[Message]) -> None:
    counts = Counter(message.intent for message in judged)
    assert len(judged) >= LEAST_MESSAGES
    assert counts[OUT_OF_SCOPE] >= LEAST_OUT_OF_SCOPE
    assert {intent: counts[intent] for intent in Intent if counts[intent] < LEAST_PER_INTENT} == {}


def test_judgements_name_known_intents_and_facts(judged: list[Message]) -> None:
    assert {message.intent for message in judged} == {*Intent, OUT_OF_SCOPE}
    assert {fact.key for message in judged for fact in message.facts} == set(FactKey)
    assert {message.requested for message in judged} - {None} <= set(FactKey)


def test_every_fact_is_judged_often_enough(judged: list[Message]) -> None:
    counts = Counter(fact.key for message in judged for fact in message.facts)
    assert {key: counts[key] for key in FactKey if counts[key] < LEAST_PER_FACT} == {}


def test_judged_values_stand_in_their_message(judged: list[Message]) -> None:
    missing = [message.place for message in judged for fact in message.facts if fact.value not in message.text]
    assert missing == []


def test_no_message_is_judged_twice(judged: list[Message]) -> None:
    counts = Counter(" ".join(words_of(message.text)) or message.text for message in judged)
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_judged_message_is_a_training_example(judged: list[Message], training: list[Message]) -> None:
    taught = {" ".join(words_of(message.text)) for message in training}
    assert [message.place for message in judged if " ".join(words_of(message.text)) in taught] == []


def test_no_judged_message_is_nearly_a_training_example(judged: list[Message], training: list[Message]) -> None:
    taught = defaultdict(list)
    for example in training:
        taught[example.intent].append((example, _readings(example)))
    leaks = [
        (message.place, example.place)
        for message in judged
        for example, known in taught[message.intent]
        if any(overlap(mine, theirs) >= LEAK_OVERLAP for mine in _readings(message) for theirs in known)
    ]
    assert leaks == []


def _readings(message: Message) -> set[frozenset[str]]:
    """The words of a message, once as typed and once with facts replaced by their names, if long enough to tell."""
    readings = {frozenset(words_of(message.text)), frozenset(words_of(message.outline))}
    return {words for words in readings if sum(not word.startswith("<") for word in words) >= LEAST_WORDS_OF_A_COPY}
