"""Counting right, wrong and invented answers, and fitting weights, on hand-made questions."""

from pathlib import Path

import numpy as np
import pytest

from ops.knowledge.calibrate import Judged, cross_validated, fit, main
from ops.knowledge.judged import JudgedQuestion, count, load_judged
from qualification.errors import Misconfigured
from tests.memory.knowledge.samples import PRICES, write_pages

PRICE = JudgedQuestion("how much", frozenset({"a#price", "b#cost"}), must_answer=True)
MAYBE = JudgedQuestion("which tools", frozenset({"a#tools"}), must_answer=False)
NONE = JudgedQuestion("the weather", frozenset(), must_answer=False)


def test_any_of_the_named_sections_is_a_right_answer() -> None:
    assert count([PRICE, PRICE], ["a#price", "b#cost"]).right == 2


def test_another_section_is_wrong_and_lowers_precision() -> None:
    figures = count([PRICE, PRICE], ["a#price", "a#tools"])
    assert (figures.wrong, figures.precision, figures.recall) == (1, 0.5, 0.5)


def test_an_answer_to_what_has_none_is_invented_and_lowers_precision() -> None:
    figures = count([PRICE, NONE], ["a#price", "a#price"])
    assert (figures.invented, figures.unanswerable, figures.precision, figures.recall) == (1, 1, 0.5, 1.0)


def test_finding_nothing_costs_recall_only() -> None:
    figures = count([PRICE, NONE], [None, None])
    assert (figures.precision, figures.recall, figures.wrong, figures.invented) == (1.0, 0.0, 0, 0)


def test_where_both_are_right_neither_an_answer_nor_silence_counts_against() -> None:
    assert count([MAYBE], ["a#tools"]).precision == 1.0
    assert count([MAYBE], [None]).recall == 1.0
    assert count([MAYBE], ["a#price"]).precision == 0.0


def test_judged_questions_are_read_with_their_sections(tmp_path: Path) -> None:
    file = tmp_path / "judged.yml"
    part = "{answered: {'a#price b#cost': [how much]}, either: {'a#tools': [which tools]}, unanswered: [the weather]}"
    file.write_text(f"practice: {part}\nexam: {part}\n")
    practice, exam = load_judged(file)
    assert practice == exam == (PRICE, MAYBE, NONE)


@pytest.mark.parametrize("text", ["practice: [", "practice: {}", "exam: {answered: {a#b: [yes]}}"])
def test_a_broken_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "judged.yml"
    file.write_text(text)
    with pytest.raises(Misconfigured, match=r"judged\.yml: not a list of judged questions"):
        load_judged(file)


def test_fitting_finds_weights_under_which_the_right_section_wins() -> None:
    judged = _separable(60)
    bias, signal = fit(judged)
    assert signal > 0 > bias
    assert cross_validated(judged, ["a#price", "a#tools"]).precision == 1.0


def _separable(number: int) -> Judged:
    """Two sections with one signal: it is high for the section that answers, low for all when nothing does."""
    rng = np.random.default_rng(1)
    questions, features, right = [], [], []
    for index in range(number):
        answer = index % 3
        signals = rng.uniform(0.0, 0.1, 2)
        if answer < 2:
            signals[answer] = rng.uniform(0.9, 1.0)
        section = frozenset({("a#price", "a#tools")[answer]}) if answer < 2 else frozenset[str]()
        questions.append(JudgedQuestion(str(index), section, must_answer=answer < 2))
        features.append([[1.0, float(signal)] for signal in signals])
        right.append([float(answer == column) for column in range(3)])
    return Judged(tuple(questions), np.array(features), np.array(right))


def test_every_language_that_is_judged_is_reported_and_they_are_fitted_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    for folder in (data / "knowledge", data / "knowledge" / "de", data / "knowledge" / "es"):
        write_pages(folder, prices=PRICES)
    part = "{answered: {'prices#the-price': [%s]}, either: {}, unanswered: [%s]}"
    asked, foreign = (", ".join(f"{word} {n}" for n in range(9)) for word in ("price", "weather"))
    (data / "golden").mkdir()
    for name in ("knowledge.yml", "knowledge.de.yml"):
        (data / "golden" / name).write_text(f"practice: {part % (asked, foreign)}\nexam: {part % (asked, foreign)}\n")
    (data / "company.yml").write_text("name: Acme")
    main(data, tmp_path / "var")
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if "by words" in line] == ["en, by words alone"] * 2 + [
        "de, by words alone"
    ]
    assert told.count("fitted weights, one set for these languages: bias=") == 1
