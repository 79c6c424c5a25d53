"""Search by words: stems, unknown words, and queries that are nothing of the kind."""

import pytest

from memory.knowledge.lexical import LexicalIndex

DOCUMENTS = ("Prices of the plans", "Installing the program on a server", "Erase stored conversations")


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex(DOCUMENTS)


def test_the_document_with_the_word_wins(index: LexicalIndex) -> None:
    assert index.compare("what is the price").scores.argmax() == 0


def test_other_forms_of_a_word_are_found(index: LexicalIndex) -> None:
    assert index.compare("how do I install this").scores.argmax() == 1
    assert index.compare("erasing a conversation").scores.argmax() == 2


def test_scores_are_shares_between_zero_and_one(index: LexicalIndex) -> None:
    scores = index.compare("price prices plan plans price").scores
    assert scores.min() == 0.0
    assert 0.0 < scores.max() <= 1.0


def test_words_that_nobody_has_lower_the_share_of_those_that_match(index: LexicalIndex) -> None:
    alone, diluted = (index.compare(query).scores.max() for query in ("price", "price of a bicycle in lisbon"))
    assert diluted < alone / 2


def test_the_unknown_share_tells_how_much_of_a_query_is_foreign(index: LexicalIndex) -> None:
    assert index.compare("price").unknown_share == 0.0
    assert index.compare("bicycle").unknown_share == 1.0
    assert 0.0 < index.compare("price of a bicycle").unknown_share < 1.0


@pytest.mark.parametrize("query", ["", "  ", "???", "the of and", "()*:\"'-", "日本"])
def test_a_query_without_a_known_word_finds_nothing(index: LexicalIndex, query: str) -> None:
    assert index.compare(query).scores.tolist() == [0.0] * len(DOCUMENTS)
    assert index.compare(query).unknown_share == 1.0


def test_a_very_long_query_is_answered_from_its_first_words(index: LexicalIndex) -> None:
    long = "price " + " ".join(f"word{number}" for number in range(5000))
    assert index.compare(long).scores.argmax() == 0


@pytest.mark.parametrize(
    ("locale", "typed"), [("es", "contrasena"), ("es", "CONTRASEÑA"), ("de", "kundigung"), ("de", "kuendigung")]
)
def test_accents_and_dots_may_be_left_out(locale: str, typed: str) -> None:
    index = LexicalIndex(["Cambiar la contraseña", "Die Kündigung", "otra cosa"], locale)
    assert index.compare(typed).scores.max() > 0.0


@pytest.mark.parametrize("typed", ["como", "cómo", "Cómo cuándo dónde"])
def test_a_word_that_says_nothing_says_nothing_with_an_accent_either(typed: str) -> None:
    assert LexicalIndex(["Cómo y dónde cambiar la clave", "Cuándo"], "es").compare(typed).scores.tolist() == [0.0, 0.0]
