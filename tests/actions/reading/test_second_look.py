"""Spans as the engine gives them, with the words around them."""

import pytest

from actions.reading.language.language import language_of
from actions.reading.second_look import second_look
from qualification.facts import FactKey
from qualification.understanding import Entity
from tests.actions.reading.situations import ENGLISH_WORDS, NUMBERS


def _look(text: str, *spans: tuple[FactKey, str]) -> list[tuple[FactKey, str]]:
    entities, place = [], 0
    for key, words in spans:
        place = text.index(words, place)
        entities.append(Entity(key, words, place, place + len(words), 0.8))
        place += len(words)
    return [
        (entity.key, entity.text) for entity in second_look(text, entities, ENGLISH_WORDS, ENGLISH_WORDS.plain(text))
    ]


@pytest.mark.parametrize(
    ("text", "words", "reaches"),
    [
        ("no more than 12", "12", "no more than 12"),
        ("fifteen to twenty i guess", "fifteen", "fifteen to twenty"),
        ("75+ employees", "75", "75+"),
        ("me plus 2 freelancers", "2", "me plus 2"),
    ],
)
def test_a_number_reaches_as_far_as_the_words_that_bound_it(text: str, words: str, reaches: str) -> None:
    assert _look(text, (FactKey.TEAM_SIZE, words)) == [(FactKey.TEAM_SIZE, reaches)]


def test_a_time_reaches_over_its_clock_and_swallows_what_was_taken_from_it() -> None:
    looked = _look("on monday at 14:00", (FactKey.TIMELINE, "on monday at 14"), (FactKey.TEAM_SIZE, "00"))
    assert looked == [(FactKey.TIMELINE, "on monday at 14:00")]


def test_amounts_of_dozens_are_one_amount_and_a_part_of_a_whole_is_not() -> None:
    seen = _look("a couple of dozen reps", (FactKey.TEAM_SIZE, "a couple"), (FactKey.TEAM_SIZE, "dozen"))
    assert seen == [(FactKey.TEAM_SIZE, "a couple of dozen")]
    apart = _look("12 of 40", (FactKey.TEAM_SIZE, "12"), (FactKey.TEAM_SIZE, "40"))
    assert (FactKey.TEAM_SIZE, "12 of 40") not in apart


def test_not_before_is_no_denial() -> None:
    assert _look("not before april", (FactKey.TIMELINE, "before april")) == [(FactKey.TIMELINE, "not before april")]


def test_the_two_ends_of_a_range_are_one_fact() -> None:
    looked = _look("between 30 and 45", (FactKey.TEAM_SIZE, "between 30"), (FactKey.TEAM_SIZE, "45"))
    assert looked == [(FactKey.TEAM_SIZE, "between 30 and 45")]


def test_a_number_cut_by_its_blank_is_whole_again() -> None:
    looked = _look("45 000 in total", (FactKey.TEAM_SIZE, "45"), (FactKey.BUDGET, "000"))
    assert looked == [(FactKey.BUDGET, "45 000")]


@pytest.mark.parametrize("denies", ["not", "instead of", "rather than"])
def test_d7_of_two_the_one_that_is_denied_goes(denies: str) -> None:
    looked = _look(f"50 people, {denies} 40", (FactKey.TEAM_SIZE, "50"), (FactKey.TEAM_SIZE, "40"))
    assert looked == [(FactKey.TEAM_SIZE, "50")]


def test_d7_a_denied_name_is_no_name_even_when_it_is_the_only_one() -> None:
    assert _look("my name is not Diana", (FactKey.NAME, "Diana")) == []


def test_a_team_as_it_will_be_is_not_the_team() -> None:
    text = "35 now, around 50 by next year"
    assert _look(text, (FactKey.TEAM_SIZE, "35"), (FactKey.TEAM_SIZE, "50")) == [(FactKey.TEAM_SIZE, "35")]


@pytest.mark.parametrize("text", ["a 14 day trial", "14 chats a day", "14% of them"])
def test_a_number_of_other_things_is_no_team(text: str) -> None:
    assert _look(text, (FactKey.TEAM_SIZE, "14")) == []


def test_the_number_of_an_order_is_no_telephone_number() -> None:
    assert _look("my order number is 4711-2231", (FactKey.PHONE, "4711-2231")) == []


def test_a_title_behind_a_name_is_no_second_name() -> None:
    looked = _look("Marta Wolska, CFO", (FactKey.NAME, "Marta Wolska"), (FactKey.NAME, "CFO"))
    assert looked == [(FactKey.NAME, "Marta Wolska"), (FactKey.ROLE, "CFO")]


def test_whom_somebody_assists_is_part_of_the_title() -> None:
    looked = _look("assistant to the managing director", (FactKey.ROLE, "managing director"))
    assert looked == [(FactKey.ROLE, "assistant to the managing director")]


def test_a_title_in_two_pieces_is_one() -> None:
    looked = _look("team lead support", (FactKey.ROLE, "team lead"), (FactKey.ROLE, "support"))
    assert looked == [(FactKey.ROLE, "team lead support")]


@pytest.mark.parametrize(
    ("locale", "text", "words", "kept"),
    [
        ("en", "sorry, 62 not 52", "62 not 52", "62"),
        ("de", "ne sorry, 52 nicht 25", "52 nicht 25", "52"),
        ("es", "perdon, 40 no 30", "40 no 30", "40"),
        ("en", "500 a month and not 700", "500 a month and not 700", "500 a month"),
        ("en", "20 not more than 30", "20 not more than 30", "20 not more than 30"),
    ],
)
def test_d7_of_two_amounts_in_one_span_the_one_that_is_not_denied_holds(
    locale: str, text: str, words: str, kept: str
) -> None:
    language = language_of(NUMBERS, locale)
    start = text.index(words)
    key = FactKey.BUDGET if "month" in words else FactKey.TEAM_SIZE
    [looked] = second_look(text, [Entity(key, words, start, start + len(words), 0.6)], language, language.plain(text))
    assert looked.text == kept


def test_d7_contacts_to_import_are_no_team() -> None:
    assert _look("can i import 2000 contacts", (FactKey.TEAM_SIZE, "2000")) == []
