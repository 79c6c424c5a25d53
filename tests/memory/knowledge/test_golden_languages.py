"""The same for German and Spanish as test_golden.py for English: their pages, their judged questions, and the encoder
for many languages. The floors are a little below what was reached."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from memory.knowledge.blending import IN_LANGUAGES
from memory.knowledge.contract import Hit
from memory.knowledge.encoder import OnnxSentenceEncoder
from memory.knowledge.index import SectionIndex
from memory.knowledge.pages import load_all_pages
from memory.knowledge.search import MULTILINGUAL, PageKnowledge
from ops.knowledge.judged import JudgedQuestion, figures, load_judged, section_of
from tests.memory.knowledge.shipped import shipped_encoder

PAGES = load_all_pages(Path("data/knowledge"))


@dataclass(frozen=True, slots=True)
class Floors:
    """What one language must reach; `invented` is the greatest share of questions without an answer that get one."""

    precision: float
    recall: float
    among_three: float
    invented: float
    practice_precision: float
    practice_recall: float


FLOORS = {
    "de": Floors(0.86, 0.39, 0.85, 0.06, 0.94, 0.58),
    "es": Floors(0.75, 0.38, 0.79, 0.12, 0.88, 0.73),
}


@cache
def _judged(locale: str) -> tuple[tuple[JudgedQuestion, ...], tuple[JudgedQuestion, ...]]:
    """Practice and exam; whatever list they stand in, questions without an answer belong to the exam too."""
    practice, exam = load_judged(Path(f"data/golden/knowledge.{locale}.yml"))
    return practice, (*exam, *(question for question in practice if not question.sections))


@pytest.fixture(scope="module")
def encoder() -> OnnxSentenceEncoder:
    return shipped_encoder(Path("var/encoder") / MULTILINGUAL)


@pytest.fixture(scope="module", params=sorted(FLOORS))
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def knowledge(locale: str, encoder: OnnxSentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> PageKnowledge:
    return _knowledge(locale, encoder, tmp_path_factory.mktemp("vectors"))


def _knowledge(locale: str, encoder: OnnxSentenceEncoder | None, folder: Path) -> PageKnowledge:
    index = SectionIndex(PAGES[locale], encoder, folder / "vectors.npz", "Foyer", locale)
    return PageKnowledge(index, IN_LANGUAGES)


def _best(knowledge: PageKnowledge) -> Callable[[str], Hit | None]:
    return lambda text: next(iter(knowledge.search(text, limit=1)), None)


def test_every_language_with_pages_is_judged() -> None:
    assert FLOORS.keys() == PAGES.keys() - {"en"}


def test_what_is_answered_on_the_exam_is_mostly_right(locale: str, knowledge: PageKnowledge) -> None:
    exam, floors = figures(_judged(locale)[1], _best(knowledge)), FLOORS[locale]
    assert exam.precision >= floors.precision, str(exam)
    assert exam.recall >= floors.recall, str(exam)
    assert exam.invented / exam.unanswerable <= floors.invented, str(exam)


def test_the_section_that_answers_is_among_the_first_three(locale: str, knowledge: PageKnowledge) -> None:
    asked = [question for question in _judged(locale)[1] if question.must_answer]
    found = sum(
        any(question.is_answered_by(section_of(hit)) for hit in knowledge.search(question.text)) for question in asked
    )
    assert found / len(asked) >= FLOORS[locale].among_three, found


def test_questions_in_words_that_the_pages_know_are_answered(locale: str, knowledge: PageKnowledge) -> None:
    practice, floors = figures(_judged(locale)[0], _best(knowledge)), FLOORS[locale]
    assert practice.precision >= floors.practice_precision, str(practice)
    assert practice.recall >= floors.practice_recall, str(practice)


def test_without_the_encoder_wrong_answers_stay_rare(locale: str, tmp_path: Path) -> None:
    words_alone = figures(_judged(locale)[1], _best(_knowledge(locale, None, tmp_path)))
    assert (words_alone.wrong + words_alone.invented) / words_alone.questions <= 0.04, str(words_alone)


def test_each_way_of_asking_that_a_page_names_leads_to_its_section(locale: str, knowledge: PageKnowledge) -> None:
    asked = [
        (question, f"{page.slug}#{section.id}")
        for page in PAGES[locale]
        for section in page.sections
        for question in section.questions
    ]
    best = _best(knowledge)
    found = [(question, hit and section_of(hit)) for question, hit in ((text, best(text)) for text, _ in asked)]
    assert [lost for lost, wanted in zip(found, asked, strict=True) if lost != wanted] == []
