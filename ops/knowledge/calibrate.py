"""Fits the weights of the blending to the judged questions and reports how good they are.

    python -m ops.knowledge.calibrate

Run it after larger changes of pages or judged questions and copy the printed weights into blending.py. The figures
that count are the cross-validated ones: every exam question is scored with weights that were fitted without it.
This is a tool for people; nothing at run time imports it.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from memory.knowledge.blending import IN_LANGUAGES, WITH_MEANING, WORDS_ALONE, Signals, Weights, blend
from memory.knowledge.contract import Page
from memory.knowledge.encoder import SentenceEncoder, load_encoder
from memory.knowledge.index import SectionIndex
from memory.knowledge.pages import load_all_pages
from memory.knowledge.search import MULTILINGUAL, vectors_file
from ops.knowledge.judged import GOOD_ENOUGH, Figures, JudgedQuestion, count, load_judged
from qualification.language.choosing import DEFAULT_LOCALE

Array = NDArray[np.float64]

_NAMES = ("bias", "lexical", "unknown", "closest", "question", "title", "quote")
_FOLDS = 5
_STEPS = 600
_STEP_SIZE = 0.1
# Keeps weights from growing on the few hundred questions that there are.
_RIDGE = 0.001


class Judged(NamedTuple):
    """Questions with their signals: `features` [question, section, weight], `right` [question, section or nothing]."""

    questions: tuple[JudgedQuestion, ...]
    features: Array
    right: Array

    def part(self, chosen: NDArray[np.bool_]) -> "Judged":
        questions = tuple(question for question, wanted in zip(self.questions, chosen, strict=True) if wanted)
        return Judged(questions, self.features[chosen], self.right[chosen])


def fit(judged: Judged) -> Array:
    """Weights that make the right sections (or "nothing") most likely, by Adam on the logarithm of their shares."""
    weights = np.zeros(judged.features.shape[2])
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        gradient = _gradient(weights, judged)
        mean = 0.9 * mean + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient**2
        weights -= _STEP_SIZE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-9)
    return weights


def _gradient(weights: Array, judged: Judged) -> Array:
    shares = _shares(weights, judged.features)
    wanted = shares * judged.right
    surplus = (shares - wanted / wanted.sum(axis=1, keepdims=True))[:, :-1]
    gradient: Array = np.einsum("qs,qsw->w", surplus, judged.features) / len(judged.features) + 2 * _RIDGE * weights
    return gradient


def _shares(weights: Array, features: Array) -> Array:
    strengths = np.append(features @ weights, np.zeros((len(features), 1)), axis=1)
    shares = np.exp(strengths - strengths.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def cross_validated(exam: Judged, names: Sequence[str]) -> Figures:
    """Figures over the exam, each question answered with weights that never saw it."""
    fold = np.random.default_rng(0).integers(0, _FOLDS, len(exam.questions))
    answers = np.full(len(exam.questions), -1)
    for number in range(_FOLDS):
        shares = _shares(fit(exam.part(fold != number)), exam.features[fold == number])[:, :-1]
        answers[fold == number] = np.where(shares.max(axis=1) >= GOOD_ENOUGH, shares.argmax(axis=1), -1)
    return count(exam.questions, [names[answer] if answer >= 0 else None for answer in answers])


def _judge(index: SectionIndex, questions: Sequence[JudgedQuestion], names: Sequence[str]) -> Judged:
    features = [_features(index.signals(question.text)) for question in questions]
    right = [[name in question.sections for name in names] + [not question.must_answer] for question in questions]
    return Judged(tuple(questions), np.array(features), np.array(right, dtype=np.float64))


def _features(signals: Signals) -> Array:
    words = [np.ones_like(signals.lexical), signals.lexical, np.full_like(signals.lexical, signals.unknown_share)]
    meaning = signals.meaning
    near = [] if meaning is None else [meaning.closest, meaning.question, meaning.title, meaning.quote]
    return np.stack([*words, *near], axis=-1)


def _shipped(
    index: SectionIndex, questions: Sequence[JudgedQuestion], names: Sequence[str], weights: Weights
) -> Figures:
    answers: list[str | None] = []
    for question in questions:
        scores = blend(index.signals(question.text), weights)
        best = int(scores.argmax())
        answers.append(names[best] if scores[best] >= GOOD_ENOUGH else None)
    return count(questions, answers)


def main(data: Path, var: Path) -> None:
    """Prints figures and weights: English once with and once without meaning, every other language with it."""
    pages = load_all_pages(data / "knowledge")
    company = yaml.safe_load((data / "company.yml").read_text(encoding="utf-8"))["name"]
    encoder = load_encoder(var / "encoder")
    for known, shipped in ((encoder, WITH_MEANING), (None, WORDS_ALONE)):
        index = _index(pages, DEFAULT_LOCALE, known, company, var)
        exam = _report(index, data / "golden" / "knowledge.yml", DEFAULT_LOCALE, shipped)
        sys.stdout.write(f"  fitted weights:             {_fitted(exam)}\n")
    encoder = load_encoder(var / "encoder" / MULTILINGUAL)
    exams = [
        _report(_index(pages, locale, encoder, company, var), file, locale, IN_LANGUAGES)
        for locale in sorted(pages.keys() - {DEFAULT_LOCALE})
        if (file := data / "golden" / f"knowledge.{locale}.yml").is_file()
    ]
    if exams:
        sys.stdout.write(f"fitted weights, one set for these languages: {_fitted(_joined(exams))}\n")


def _index(
    pages: Mapping[str, Sequence[Page]], locale: str, encoder: SentenceEncoder | None, company: str, var: Path
) -> SectionIndex:
    return SectionIndex(pages[locale], encoder, var / "cache" / vectors_file(locale), company, locale)


def _report(index: SectionIndex, file: Path, locale: str, shipped: Weights) -> Judged:
    """Prints the figures of one list; its exam with the signals of every section."""
    practice, exam = load_judged(file)
    # Unanswerable questions cannot flatter, whichever list they stand in: nothing on a page was written for them.
    exam = (*exam, *(question for question in practice if not question.sections))
    names = [f"{page.slug}#{section.id}" for page, section in index.sections]
    judged = _judge(index, exam, names)
    sys.stdout.write(
        f"{locale}, {'by words and meaning' if index.knows_meaning else 'by words alone'}\n"
        f"  practice, shipped weights:  {_shipped(index, practice, names, shipped)}\n"
        f"  exam, shipped weights:      {_shipped(index, exam, names, shipped)}\n"
        f"  exam, cross-validated:      {cross_validated(judged, names)}\n"
    )
    return judged


def _joined(exams: Sequence[Judged]) -> Judged:
    # Every language has the same sections in the same order, so the columns mean the same.
    return Judged(
        tuple(question for exam in exams for question in exam.questions),
        np.concatenate([exam.features for exam in exams]),
        np.concatenate([exam.right for exam in exams]),
    )


def _fitted(judged: Judged) -> str:
    return ", ".join(f"{name}={value:.2f}" for name, value in zip(_NAMES, fit(judged), strict=False))


if __name__ == "__main__":
    main(Path("data"), Path("var"))
