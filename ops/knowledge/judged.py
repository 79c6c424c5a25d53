"""Reads judged questions (data/golden/knowledge*.yml) and says how well a search does on them.

Asymmetric on purpose: a wrong answer is worse than none, so precision is counted over everything that was answered,
unanswerable questions included. This module must not fit anything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from memory.knowledge.contract import Hit
from qualification.errors import Misconfigured

GOOD_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """`sections` (slug#section) answer it; `must_answer` False when finding nothing is right as well."""

    text: str
    sections: frozenset[str]
    must_answer: bool

    def is_answered_by(self, section: str) -> bool:
        return section in self.sections


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over judged questions; `wrong` answers among answerable, `invented` among unanswerable ones."""

    questions: int
    answerable: int
    unanswerable: int
    right: int
    wrong: int
    invented: int
    answered: int
    answered_right: int

    @property
    def precision(self) -> float:
        return self.answered_right / self.answered if self.answered else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.answerable if self.answerable else 1.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f}  recall {self.recall:.3f}  "
            f"wrong {self.wrong}/{self.answerable}  invented {self.invented}/{self.unanswerable}"
        )


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    answered: dict[str, list[str]]
    either: dict[str, list[str]]
    unanswered: list[str]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    practice: _Part
    exam: _Part


def load_judged(file: Path) -> tuple[tuple[JudgedQuestion, ...], tuple[JudgedQuestion, ...]]:
    """The questions for practice and those of the exam."""
    try:
        content = _File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise Misconfigured(f"{file}: not a list of judged questions: {' '.join(str(error).split())}") from None
    return tuple(_questions(content.practice)), tuple(_questions(content.exam))


def figures(questions: Sequence[JudgedQuestion], best_hit: Callable[[str], Hit | None]) -> Figures:
    """Figures of a search that answers from GOOD_ENOUGH on."""
    hits = [best_hit(question.text) for question in questions]
    answers = [section_of(hit) if hit and hit.score >= GOOD_ENOUGH else None for hit in hits]
    return count(questions, answers)


def count(questions: Sequence[JudgedQuestion], answers: Sequence[str | None]) -> Figures:
    """Figures for given answers: a section each, or None for "found nothing"."""
    pairs = list(zip(questions, answers, strict=True))
    answered = [(question, answer) for question, answer in pairs if answer is not None]
    right = [(question, answer) for question, answer in answered if question.is_answered_by(answer)]
    return Figures(
        questions=len(questions),
        answerable=sum(question.must_answer for question in questions),
        unanswerable=sum(not question.sections for question in questions),
        right=sum(question.must_answer for question, _ in right),
        wrong=sum(question.must_answer and not question.is_answered_by(answer) for question, answer in answered),
        invented=sum(not question.sections for question, _ in answered),
        answered=len(answered),
        answered_right=len(right),
    )


def section_of(hit: Hit) -> str:
    """`slug#section`, as the judged questions name it."""
    return hit.url.rpartition("/")[2]


def _questions(part: _Part) -> Iterable[JudgedQuestion]:
    for must_answer, by_sections in ((True, part.answered), (False, part.either)):
        for sections, texts in by_sections.items():
            yield from (JudgedQuestion(text, frozenset(sections.split()), must_answer) for text in texts)
    yield from (JudgedQuestion(text, frozenset(), must_answer=False) for text in part.unanswered)
