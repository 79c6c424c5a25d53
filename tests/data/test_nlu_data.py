"""The training examples are complete, cleanly annotated, and free of contradictions and waste."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
import yaml

from qualification.facts import FactKey
from qualification.understanding import Intent
from tests.data.language_data import (
    TRAINING,
    Message,
    overlap,
    read_declared_intents,
    read_training,
    words_of,
)

LEAST_EXAMPLES = 45
# What is said most, and what goes most wrong when it is misunderstood, needs more.
LEAST_EXAMPLES_OF = {
    Intent.INFORM: 350,
    Intent.CORRECT: 80,
    Intent.ASK_PRICING: 60,
    Intent.ASK_PRODUCT: 60,
    Intent.BOOK_DEMO: 60,
    Intent.ASK_HOW_TO: 60,
    Intent.REPORT_BUG: 60,
    Intent.ASK_HUMAN: 60,
}
LEAST_TIMES_A_FACT_IS_ANNOTATED = 40
LEAST_ANSWERS_WHEN_ASKED = 20
# Short messages look alike by nature; only longer ones can be copies of each other.
LEAST_WORDS_OF_A_COPY = 4
COPY_OVERLAP = 0.85
MOST_COPIES_SHARE = 0.03
LONGEST_EXAMPLE = 400

FACTS = frozenset(FactKey)


@pytest.fixture(scope="module")
def training() -> list[Message]:
    return read_training()


def test_every_intent_of_the_closed_set_has_examples_and_no_other_has(training: list[Message]) -> None:
    assert {message.intent for message in training} == set(Intent)


def test_the_domain_declares_the_same_intents(training: list[Message]) -> None:
    assert sorted(read_declared_intents()) == sorted({message.intent for message in training})


def test_every_intent_has_enough_examples(training: list[Message]) -> None:
    counts = Counter(message.intent for message in training)
    short = {
        intent: counts[intent] for intent in Intent if counts[intent] < LEAST_EXAMPLES_OF.get(intent, LEAST_EXAMPLES)
    }
    assert not short


def test_blocks_hold_nothing_but_intent_requested_fact_and_examples() -> None:
    for file in TRAINING.glob("*.yml"):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert set(document) == {"version", "nlu"}, file.name
        for block in document["nlu"]:
            assert set(block) <= {"intent", "metadata", "examples"}, f"{file.name}: {block['intent']}"
            metadata = block.get("metadata", {"requested": FactKey.NAME})
            assert set(metadata) == {"requested"}, f"{file.name}: {block['intent']}"
            assert metadata["requested"] in FACTS, f"{file.name}: {block['intent']}"


def test_every_line_of_a_block_is_one_example() -> None:
    for file in TRAINING.glob("*.yml"):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = block["examples"].splitlines()
            assert [line for line in lines if not line.startswith("- ") or not line[2:].strip()] == [], file.name


def test_no_text_stands_in_two_intents(training: list[Message]) -> None:
    intents = defaultdict(set)
    for message in training:
        # What was just asked for may change what a bare word means, so it is part of the text here.
        intents[message.text.casefold().strip(), message.requested].add(message.intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_text_is_taught_twice_in_the_same_place(training: list[Message]) -> None:
    counts = Counter((message.text, message.intent, message.requested) for message in training)
    assert [text for text, count in counts.items() if count > 1] == []


def test_near_copies_within_an_intent_stay_a_small_share(training: list[Message]) -> None:
    copies = list(_near_copies(training))
    assert len(copies) <= MOST_COPIES_SHARE * len(training), copies


def test_only_known_facts_are_annotated(training: list[Message]) -> None:
    assert {fact.key for message in training for fact in message.facts} == FACTS


def test_annotations_are_closed_and_tight(training: list[Message]) -> None:
    for message in training:
        assert not set("[]{}") & set(message.text), message.place
        for fact in message.facts:
            assert fact.value == fact.value.strip(" ,;!?"), message.place


def test_no_example_looks_like_a_command_of_the_engine(training: list[Message]) -> None:
    assert [message.place for message in training if message.text.startswith(("/", "@", "{"))] == []


def test_examples_are_as_long_as_chat_messages_are(training: list[Message]) -> None:
    assert [message.place for message in training if not 0 < len(message.text.strip()) <= LONGEST_EXAMPLE] == []


def test_every_fact_is_annotated_often_enough(training: list[Message]) -> None:
    counts = Counter(fact.key for message in training for fact in message.facts)
    assert {key: counts[key] for key in FACTS if counts[key] < LEAST_TIMES_A_FACT_IS_ANNOTATED} == {}


def test_every_fact_has_answers_to_the_question_for_it(training: list[Message]) -> None:
    answers = Counter(
        message.requested
        for message in training
        if message.intent == Intent.INFORM and message.requested in {fact.key for fact in message.facts}
    )
    assert {key: answers[key] for key in FACTS if answers[key] < LEAST_ANSWERS_WHEN_ASKED} == {}


def test_a_question_may_also_be_declined_for_every_fact(training: list[Message]) -> None:
    assert {message.requested for message in training if message.intent == Intent.SKIP} - {None} == FACTS


def test_messages_that_state_a_fact_nearly_always_annotate_it(training: list[Message]) -> None:
    informing = [message for message in training if message.intent == Intent.INFORM]
    assert [message.place for message in informing if not message.facts] == []


def _near_copies(messages: list[Message]) -> Iterator[tuple[str, str]]:
    by_intent: dict[str, list[tuple[Message, frozenset[str]]]] = defaultdict(list)
    for message in messages:
        outline = words_of(message.outline)
        if len(outline) >= LEAST_WORDS_OF_A_COPY:
            by_intent[message.intent].append((message, frozenset(outline)))
    for group in by_intent.values():
        for number, (message, words) in enumerate(group):
            for earlier, known in group[:number]:
                if overlap(words, known) >= COPY_OVERLAP:
                    yield message.place, earlier.place
                    break
