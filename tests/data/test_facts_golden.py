"""The judged phrases are sound, and none of them is a training example."""

from collections import Counter

import pytest

from ops.facts.judged import JudgedPhrase, read_phrases
from qualification.facts import FactKey
from tests.data.language_data import ROOT, read_training, words_of

LEAST_PHRASES = 300
LEAST_PER_FACT = 15
# What is judged by its own form; the free words (a use, a tool) are judged in understanding.yml.
TYPED = set(FactKey) - {FactKey.USE_CASE, FactKey.CURRENT_TOOL}
# A bare answer ("Just me", a choice of ours) may be taught as well: there are only so many ways to say it.
LEAST_WORDS_OF_A_COPY = 4


@pytest.fixture(scope="module")
def phrases() -> list[JudgedPhrase]:
    return read_phrases(ROOT / "data" / "golden" / "facts.yml")


def test_there_are_enough_judged_phrases_of_every_fact(phrases: list[JudgedPhrase]) -> None:
    counts = Counter(key for phrase in phrases for key in phrase.facts)
    assert len(phrases) >= LEAST_PHRASES
    assert {key: counts[key] for key in TYPED if counts[key] < LEAST_PER_FACT} == {}


def test_there_is_something_to_ask_back_and_something_to_leave_alone(phrases: list[JudgedPhrase]) -> None:
    assert sum(bool(phrase.misread) for phrase in phrases) >= LEAST_PER_FACT
    assert sum(not phrase.misread and not phrase.facts for phrase in phrases) >= LEAST_PER_FACT


def test_no_phrase_is_judged_twice_in_the_same_situation(phrases: list[JudgedPhrase]) -> None:
    counts = Counter((phrase.text.casefold(), phrase.asked, phrase.now, str(phrase.zone)) for phrase in phrases)
    assert [text for (text, *_), count in counts.items() if count > 1] == []


def test_no_judged_phrase_is_a_training_example(phrases: list[JudgedPhrase]) -> None:
    taught = {" ".join(words_of(example.text)) for example in read_training()}
    copies = [phrase.text for phrase in phrases if " ".join(words_of(phrase.text)) in taught]
    assert [text for text in copies if len(words_of(text)) >= LEAST_WORDS_OF_A_COPY] == []
