"""Stated facts are found, and the question just asked decides what a bare answer means."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.understanding.fact_features import TypedMessage, lines_of, outline, word_features
from bot.understanding.fact_labels import labels_of, spans_of
from bot.understanding.fact_tagger import FactTagger, TaggerTraining
from bot.understanding.shapes import find_shapes
from bot.understanding.typed_words import cut_words

Meanings = dict[str, list[float]]
TRAINING = TaggerTraining(shrink_to_zero=0.05, shrink=0.02, rounds=60, directions=2)
NUMBERS = ["3", "7", "12", "25", "40", "90", "150", "300"]


def _always(certainty: float) -> Callable[[int], float]:
    return lambda _place: certainty


def _typed(text: str, requested: str | None = None, means: Meanings | None = None) -> TypedMessage:
    """`means`: words that have a meaning of their own; all others mean nothing in particular."""
    shapes = find_shapes(text)
    words = cut_words(text, shapes)
    rows = [(means or {}).get(word.text, [len(word.text) / 10, 0.0, 0.0]) for word in words]
    return TypedMessage(words, shapes, requested, np.array(rows, dtype=np.float32).reshape(-1, 3))


def _example(text: str, value: str, fact: str, requested: str | None) -> tuple[TypedMessage, list[str]]:
    typed = _typed(text, requested)
    start = text.index(value)
    return typed, labels_of(typed.words, [(start, start + len(value), fact)])


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> FactTagger:
    folder = tmp_path_factory.mktemp("tagger")
    examples = []
    for number in NUMBERS:
        examples += [
            _example(number, number, "team_size", "team_size"),
            _example(f"about {number}", f"about {number}", "team_size", "team_size"),
            _example(number, number, "budget", "budget"),
            _example(f"we are {number} people", number, "team_size", None),
            _example(f"{number} days left in my trial", number, "timeline", None),
            _example(f"we use Zendesk for {number} of us", "Zendesk", "current_tool", None),
        ]
        examples[-2] = (examples[-2][0], ["O"] * len(examples[-2][1]))
    TRAINING.fit(examples, folder)
    return FactTagger(folder)


@pytest.mark.parametrize("requested", ["team_size", "budget"])
def test_a_bare_number_answers_the_question_just_asked(tagger: FactTagger, requested: str) -> None:
    (span,) = tagger.find(_typed("55", requested), "test")
    assert (span.fact, span.start, span.end) == (requested, 0, 2)
    assert 0.5 < span.confidence <= 1


def test_a_stated_fact_is_found_without_being_asked_for(tagger: FactTagger) -> None:
    (span,) = tagger.find(_typed("we are 55 people"), "test")
    assert (span.fact, span.start, span.end, span.extractor) == ("team_size", 7, 9, "test")


def test_a_number_that_states_nothing_is_left_alone(tagger: FactTagger) -> None:
    assert tagger.find(_typed("55 days left in my trial"), "test") == []


def test_a_message_without_words_states_nothing(tagger: FactTagger) -> None:
    assert tagger.find(_typed(""), "test") == []


def test_a_word_that_was_never_seen_is_known_by_its_meaning(tmp_path: Path) -> None:
    tool, city = [0.0, 1.0, 0.0], [0.0, -1.0, 0.0]
    examples = []
    for tools, cities in zip(
        ["Zendesk", "Intercom", "Drift", "Front"], ["Berlin", "Madrid", "Cairo", "Porto"], strict=True
    ):
        for word, meaning, label in ((tools, tool, "U-current_tool"), (cities, city, "O")):
            examples.append((_typed(f"we like {word}", means={word: meaning}), ["O", "O", label]))
    TRAINING.fit(examples, tmp_path)
    tagger = FactTagger(tmp_path)
    (span,) = tagger.find(_typed("we like Gorgias", means={"Gorgias": tool}), "test")
    assert (span.fact, span.start) == ("current_tool", 8)
    assert tagger.find(_typed("we like Gorgias", means={"Gorgias": city}), "test") == []


def test_labels_and_spans_are_the_same_thing_twice() -> None:
    text = "I'm Dana Levi from Acme, 40 people"
    words = cut_words(text, find_shapes(text))
    facts = [(4, 13, "name"), (19, 23, "company"), (25, 27, "team_size")]
    labels = labels_of(words, facts)
    assert labels == ["O", "B-name", "L-name", "O", "U-company", "O", "U-team_size", "O"]
    spans = spans_of(words, labels, _always(0.9), "test")
    assert [(span.start, span.end, span.fact) for span in spans] == facts


def test_two_facts_of_one_kind_side_by_side_stay_two() -> None:
    words = cut_words("Dana Joe", [])
    spans = spans_of(words, ["U-name", "U-name"], _always(1.0), "test")
    assert [(span.start, span.end) for span in spans] == [(0, 4), (5, 8)]


def test_a_span_is_as_certain_as_its_least_certain_word() -> None:
    words = cut_words("Dana Levi", [])
    (span,) = spans_of(words, ["B-name", "L-name"], lambda place: (0.9, 0.6)[place], "test")
    assert span.confidence == 0.6


def test_what_was_asked_for_is_something_the_tagger_looks_at() -> None:
    assert "asked=budget" in word_features(_typed("40", "budget"))[0]
    assert "asked=nothing" in word_features(_typed("40"))[0]


def test_an_outline_shows_the_look_of_a_word_and_not_the_word() -> None:
    assert outline("McDonald3") == "XxXx0"
    assert outline("a" * 65_536) == "x"


def test_d11_every_line_of_a_burst_is_read_as_if_it_had_come_alone() -> None:
    text = "can we test it\n\nour crew counts 30\nplease"
    whole = _typed(text, "role")
    lines = lines_of(whole, text)
    assert [[word.text for word in line.words] for line in lines] == [
        ["can", "we", "test", "it"],
        ["our", "crew", "counts", "30"],
        ["please"],
    ]
    assert {line.requested for line in lines} == {"role"}
    assert np.concatenate([line.meanings for line in lines]) == pytest.approx(whole.meanings)
    assert all(text[word.start : word.end] == word.text for line in lines for word in line.words)
