"""The answer to the question just asked, where the engine saw none: "zero", "i'm on my own"."""

import re
from collections.abc import Sequence

from actions.reading.language.language import Language
from actions.reading.names import TITLE
from actions.reading.numbers import TENS, UNITS
from actions.reading.second_look import OTHER_THINGS
from qualification.facts import FactKey
from qualification.understanding import Entity

# How many words a message may have to be taken for the answer as a whole. Free words (a company, a use) are never:
# only the engine can tell whether they answer the question.
_MOST_WORDS = {
    FactKey.TEAM_SIZE: 6,
    FactKey.BUDGET: 6,
    FactKey.TIMELINE: 8,
    FactKey.PHONE: 8,
    FactKey.COUNTRY: 5,
    FactKey.ROLE: 5,
    FactKey.NAME: 4,
}
# A number beside other facts, a year ("since 2019") or a number of other things is no answer, as nobody saw one in it.
_NUMBERS = frozenset({FactKey.TEAM_SIZE, FactKey.BUDGET})
_ANOTHER_NUMBER = re.compile(
    rf"(?<!\d)(?:19|20)\d\d(?!\d)|(?:\d|\b(?:{'|'.join([*UNITS, *TENS])}))(?={OTHER_THINGS})", re.IGNORECASE
)
_UNSURE = 0.6
_MOST_OF_IT = 0.6
_LEAST_DIGITS = 4


def whole_answer(text: str, others: Sequence[Entity], requested: FactKey, language: Language) -> str | None:
    """What of the message may be the answer as a whole, without the other facts in it; None when it is none."""
    if "?" in text:
        return None
    rest = text
    for entity in others:
        rest = rest[: entity.start] + " " * (entity.end - entity.start) + rest[entity.end :]
    rest = " ".join(rest.split())
    words = language.plain(rest).text
    if not rest or min(len(rest.split()), len(words.split())) > _MOST_WORDS.get(requested, 0):
        return None
    if requested in _NUMBERS and (others or _ANOTHER_NUMBER.search(words)):
        return None
    # "55 agents would share it": those who are counted are not the visitor.
    if requested is FactKey.ROLE and (language.seniority(rest) is None or _counts_people(others)):
        return None
    if requested is FactKey.NAME and TITLE.match(rest) is None and language.name_in(rest) is None:
        return None
    return rest


def _counts_people(others: Sequence[Entity]) -> bool:
    return any(other.key is FactKey.TEAM_SIZE for other in others)


def is_misplaced(text: str, entity: Entity, requested: FactKey) -> bool:
    """An unsure guess at another fact that takes up the message: a number, when a telephone number was asked for."""
    return (
        requested in {FactKey.PHONE, FactKey.TEAM_SIZE, FactKey.BUDGET}
        and entity.key is not requested
        and entity.confidence <= _UNSURE
        and len(entity.text) >= _MOST_OF_IT * len(text.strip())
    )


def looks_like_try(text: str, requested: FactKey) -> bool:
    """Whether the message was meant as an address or a telephone number, though none can be read."""
    if requested is FactKey.EMAIL:
        return "@" in text
    digits = sum(character.isdigit() for character in text)
    letters = len(re.findall(r"[^\W\d_]", text))
    return requested is FactKey.PHONE and digits >= _LEAST_DIGITS and digits > letters
