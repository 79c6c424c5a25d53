"""The judged phrases of the other languages, read without the engine: each is the whole answer to the question asked.

How well the engine finds the spans in longer messages is judged in `tests/journeys`.
"""

from pathlib import Path

import pytest

from actions.reading.facts import Reading, Situation, read_facts
from ops.facts.judged import JudgedPhrase, read_phrases
from qualification.facts import FactKey
from qualification.understanding import Entity
from tests.actions.reading.situations import NUMBERS

FILES = sorted(Path("data/golden").glob("facts.*.yml"))
LEAST_PERCENT = 90


def _answers(path: Path) -> list[tuple[JudgedPhrase, FactKey]]:
    """The phrases that state the fact asked for and nothing else."""
    return [
        (phrase, phrase.asked)
        for phrase in read_phrases(path)
        if phrase.asked is not None and {*phrase.facts, *phrase.misread} == {phrase.asked}
    ]


def _readings(phrase: JudgedPhrase, asked: FactKey, locale: str) -> list[Reading]:
    """As the engine may see it: the whole text as the answer, or nothing in it."""
    situation = Situation(phrase.now, phrase.zone, 1, NUMBERS, asked, phrase.country, locale)
    whole = Entity(asked, phrase.text, 0, len(phrase.text), 0.9)
    return [read_facts(phrase.text, seen, situation) for seen in ([whole], [])]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_nearly_all_judged_answers_in_other_languages_are_read(path: Path) -> None:
    locale = path.suffixes[0].removeprefix(".")
    answers = _answers(path)
    wrong = [
        phrase.text for phrase, asked in answers if not any(map(phrase.is_given_by, _readings(phrase, asked, locale)))
    ]
    assert 100 * len(wrong) <= (100 - LEAST_PERCENT) * len(answers), wrong
