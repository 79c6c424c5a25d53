"""Telling intents apart, and knowing when none fits."""

from pathlib import Path

import numpy as np
import pytest

from bot.understanding.calibration import Calibration, border_of, familiarity_of_understood
from bot.understanding.intent_files import read_classifier, write_classifier
from bot.understanding.intent_model import LANDMARKS_PER_INTENT, IntentTraining, landmarks
from bot.understanding.ngrams import FloatArray, NgramTable, plain_text

TRAINING = IntentTraining(ngram_weight=0.3, softness=1.0)
TOPICS = {
    "ask_pricing": "how much does the {} plan cost per month",
    "book_demo": "i would like to see a demo of {} this week",
    "report_bug": "the {} is broken and shows an error",
}
FILLINGS = ["growth", "starter", "widget", "desk", "slack", "inbox", "scale", "team", "crm", "chat"]


def _direction(topic: int, filling: int) -> FloatArray:
    """Stands for a sentence vector: mostly its topic, a little its filling."""
    vector = np.zeros(16, dtype=np.float32)
    vector[topic], vector[4 + filling] = 1.0, 0.4
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _examples() -> tuple[list[str], FloatArray, list[str]]:
    texts, vectors, intents = [], [], []
    for topic, (intent, pattern) in enumerate(TOPICS.items()):
        for number, filling in enumerate(FILLINGS):
            texts.append(pattern.format(filling))
            vectors.append(_direction(topic, number))
            intents.append(intent)
    return texts, np.vstack(vectors), intents


def test_every_example_is_understood_as_it_was_taught() -> None:
    texts, vectors, intents = _examples()
    model = TRAINING.fit(texts, vectors, intents)
    for text, vector, intent in zip(texts, vectors, intents, strict=True):
        margins, _ = model.score(text, vector)
        assert model.intents[int(margins.argmax())] == intent


def test_what_resembles_nothing_known_falls_below_the_border() -> None:
    texts, vectors, intents = _examples()
    model = TRAINING.fit(texts, vectors, intents)
    understood = familiarity_of_understood(TRAINING, texts, vectors, intents, folds=5)
    calibration = Calibration(border_of(understood, 0.05), steepness=6.0)
    strange = np.zeros(16, dtype=np.float32)
    strange[3] = 1.0
    _, known = model.score(texts[0], vectors[0])
    _, unknown = model.score("purple elephants sing quietly", strange)
    assert calibration.confidence(known) > 0.5 > calibration.confidence(unknown)


def test_a_message_is_only_familiar_when_its_own_intent_knows_something_near() -> None:
    texts, vectors, intents = _examples()
    model = TRAINING.fit(texts, vectors, intents)
    text = TOPICS["book_demo"].format("growth")
    own, of_another = vectors[intents.index("book_demo")], vectors[intents.index("ask_pricing")]
    margins, familiarity = model.score(text, own)
    assert familiarity == pytest.approx(float(margins.max()) + 1, abs=1e-4)
    margins, familiarity = model.score(text, of_another - 0.2 * own)
    best = model.intents[int(margins.argmax())]
    near = max(vector @ (of_another - 0.2 * own) for vector, name in zip(vectors, intents, strict=True) if name == best)
    assert familiarity == pytest.approx(float(margins.max()) + near, abs=1e-4)


def test_confidence_is_one_half_exactly_at_the_border() -> None:
    calibration = Calibration(border=1.25, steepness=6.0)
    assert calibration.confidence(1.25) == 0.5
    assert calibration.confidence(1.26) > 0.5 > calibration.confidence(1.24)


def test_the_border_leaves_out_the_asked_share() -> None:
    understood = [float(number) for number in range(101)]
    assert border_of(understood, 0.05) == 5.0
    assert border_of([], 0.05) == 0.0


def test_a_written_classifier_reads_back_with_the_same_scores(tmp_path: Path) -> None:
    texts, vectors, intents = _examples()
    model, calibration = TRAINING.fit(texts, vectors, intents), Calibration(0.7, 6.0)
    write_classifier(tmp_path, model, calibration)
    again, calibration_again = read_classifier(tmp_path)
    assert calibration_again == calibration
    assert again.intents == model.intents
    for text, vector in zip(texts, vectors, strict=True):
        margins, familiarity = model.score(text, vector)
        margins_again, familiarity_again = again.score(text, vector)
        assert margins_again == pytest.approx(margins)
        assert familiarity_again == pytest.approx(familiarity)


def test_two_intents_and_a_handful_of_examples_are_enough() -> None:
    texts, intents = ["hello there", "hi you", "bye now", "see you"], ["greet"] * 2 + ["goodbye"] * 2
    vectors = np.vstack([_direction(0, 0), _direction(0, 1), _direction(1, 2), _direction(1, 3)])
    assert familiarity_of_understood(TRAINING, texts, vectors, intents, folds=5) == []
    model = TRAINING.fit(texts, vectors, intents)
    margins, _ = model.score("see you", vectors[3])
    assert model.intents[int(margins.argmax())] == "goodbye"


def test_an_intent_with_very_many_examples_keeps_few_landmarks() -> None:
    generator = np.random.default_rng(0)
    vectors = generator.normal(size=(200, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    intents = np.array(["inform"] * 190 + ["greet"] * 10)
    kept, owners = landmarks(vectors, intents)
    assert len(kept) == LANDMARKS_PER_INTENT + 10
    # By name: "greet" is the first.
    assert list(owners) == [0] * 10 + [1] * LANDMARKS_PER_INTENT
    assert np.linalg.norm(kept, axis=1) == pytest.approx(np.ones(len(kept)), abs=1e-5)


def test_a_text_is_weighed_alone_as_it_was_weighed_in_training() -> None:
    texts = [plain_text(text) for text in _examples()[0]]
    for kind in ("words", "characters"):
        table = NgramTable.learn(kind, texts)
        row = table.matrix(texts)[3]
        numbers, weights = table.weigh(texts[3])
        assert dict(zip(numbers, weights, strict=True)) == pytest.approx(dict(zip(row.indices, row.data, strict=True)))


def test_a_text_without_anything_known_weighs_nothing() -> None:
    numbers, weights = NgramTable.learn("words", ["one two"]).weigh("three")
    assert len(numbers) == len(weights) == 0


def test_what_a_number_or_address_is_does_not_matter_for_the_intent() -> None:
    assert plain_text("Mail dana@acme.com or $40") == plain_text("mail joe@x.io or $99")
