"""Which language a conversation is held in: the page's first, then what is clearly written in, and a wish above all."""

import pytest

from qualification.language.choosing import (
    Choice,
    Clarity,
    Detected,
    Held,
    LanguageNumbers,
    Wishes,
    choose_language,
    opening_language,
    without_quotations,
)

SPOKEN = ("en", "de")
NUMBERS = LanguageNumbers(
    opening=Clarity(0.5, 8, 2),
    switch=Clarity(0.5, 8, 3),
    answering=Clarity(0.6, 16, 4),
    overrule=Clarity(0.8, 40, 8),
    foreign=Clarity(0.7, 10, 3),
    telling_words=2,
    telling={"en": frozenset({"the", "please"}), "de": frozenset({"bitte", "ich"})},
    shared=frozenset({"die"}),
    wish_words=4,
    wishes={"de": Wishes(("deutsch",), ("auf deutsch bitte",)), "fr": Wishes(("français",), ())},
    greetings={"de": ("guten tag",), "fr": ("bonjour",)},
)
SHORT = Detected("de", 0.9, letters=15, words=3)
LONG = Detected("de", 0.9, letters=60, words=10)


@pytest.mark.parametrize(
    ("wanted", "locale"),
    [("de", "de"), ("de-AT", "de"), ("DE_at", "de"), ("fr", "en"), (None, "en"), ("", "en"), ("den", "en")],
)
def test_d14_a_conversation_opens_in_the_pages_language_if_it_is_spoken(wanted: str | None, locale: str) -> None:
    assert opening_language(wanted, SPOKEN, "en") == locale


def test_d14_a_clear_message_is_answered_in_its_language_from_then_on() -> None:
    assert choose_language("…", SHORT, Held("en", SPOKEN), NUMBERS) == Choice("de", chosen=False, message="de")


@pytest.mark.parametrize(
    "unclear",
    [None, Detected("de", 0.4, 60, 10), Detected("de", 0.9, 7, 3), Detected("de", 0.9, 60, 2)],
)
def test_d14_an_unclear_message_switches_nothing(unclear: Detected | None) -> None:
    held = Held("en", SPOKEN, begun=True)
    assert choose_language("…", unclear, held, NUMBERS) == Choice("en", chosen=False, message="en")


def test_d14_small_words_of_the_conversations_language_outweigh_what_the_detector_sees() -> None:
    held = Held("en", SPOKEN, begun=True)
    assert choose_language("Please get the actual boss", LONG, held, NUMBERS).locale == "en"
    assert choose_language("ich will bitte den boss, please", LONG, held, NUMBERS).locale == "de"


def test_d14_enough_small_words_of_another_language_tell_it_where_the_detector_is_wrong() -> None:
    held, english = Held("en", SPOKEN, begun=True), Detected("en", 0.9, 30, 6)
    assert choose_language("bitte, ich suche Foyer", english, held, NUMBERS).locale == "de"
    assert choose_language("please, ich suche bitte", english, held, NUMBERS).locale == "en"
    assert choose_language("ich suche Foyer", english, held, NUMBERS).locale == "en"
    answering = Held("en", SPOKEN, begun=True, answering=True)
    assert choose_language("bitte, ich suche Foyer", english, answering, NUMBERS).locale == "en"


def test_d14_the_first_words_may_be_fewer() -> None:
    two_words = Detected("de", 0.9, 12, 2)
    assert choose_language("…", two_words, Held("en", SPOKEN), NUMBERS).locale == "de"
    assert choose_language("…", two_words, Held("en", SPOKEN, begun=True), NUMBERS).locale == "en"


def test_d14_the_answer_to_a_question_switches_only_when_it_is_longer() -> None:
    held = Held("en", SPOKEN, begun=True, answering=True)
    assert choose_language("…", SHORT, held, NUMBERS).locale == "en"
    assert choose_language("…", LONG, held, NUMBERS).locale == "de"


def test_d14_a_choice_is_not_overruled_by_one_short_message() -> None:
    held = Held("en", SPOKEN, chosen=True)
    assert choose_language("…", SHORT, held, NUMBERS) == Choice("en", chosen=True, message="en")
    assert choose_language("Guten Tag", None, held, NUMBERS).locale == "en"
    assert choose_language("…", LONG, held, NUMBERS) == Choice("de", chosen=False, message="de")


@pytest.mark.parametrize("text", ["Deutsch", "deutsch.", "Auf Deutsch bitte!", "auf  deutsch\nbitte"])
def test_d14_a_wish_in_words_is_a_choice(text: str) -> None:
    wished = Choice("de", chosen=True, message="de", wished=True)
    assert choose_language(text, None, Held("en", SPOKEN, chosen=True), NUMBERS) == wished


def test_d14_whoever_wishes_and_asks_in_one_message_is_answered_in_it() -> None:
    choice = choose_language("Auf Deutsch bitte, was kostet das?", None, Held("en", SPOKEN), NUMBERS)
    assert (choice.locale, choice.chosen, choice.wished) == ("de", True, False)


@pytest.mark.parametrize("text", ["do you support deutsch as well", "auf deutsch bitten"])
def test_a_question_about_a_language_is_no_wish(text: str) -> None:
    assert choose_language(text, None, Held("en", SPOKEN), NUMBERS).locale == "en"


@pytest.mark.parametrize("text", ["français", "bonjour"])
def test_d14_a_wish_for_a_language_that_is_not_spoken_changes_nothing(text: str) -> None:
    assert choose_language(text, None, Held("en", SPOKEN), NUMBERS) == Choice("en", chosen=False, message="en")


def test_d14_a_greeting_is_enough() -> None:
    assert choose_language("Guten Tag!", None, Held("en", SPOKEN), NUMBERS).locale == "de"


def test_d14_a_language_that_is_not_spoken_is_known_as_such() -> None:
    french = Detected("fr", 0.9, 20, 4)
    choice = choose_language("…", french, Held("de", SPOKEN), NUMBERS)
    assert choice == Choice("de", chosen=False, message="fr", foreign=True)
    assert not choose_language("…", Detected("fr", 0.6, 20, 4), Held("de", SPOKEN), NUMBERS).foreign


def test_the_same_message_asked_again_after_it_switched_gives_the_same() -> None:
    first = choose_language("…", LONG, Held("en", SPOKEN, chosen=True), NUMBERS)
    again = choose_language("…", LONG, Held(first.locale, SPOKEN, chosen=first.chosen), NUMBERS)
    assert again == first


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ('what does "Können wir das auch haben" mean', "what does   mean"),
        ("our customer wrote „Wo bleibt meine Antwort?“ yesterday", "our customer wrote   yesterday"),
        ("“¿cuánto cuesta para diez personas?” is what they ask us", "  is what they ask us"),
        ('"Können wir das auch haben"', '"Können wir das auch haben"'),
        ('what does "Preis" mean', 'what does "Preis" mean'),
    ],
)
def test_d14_who_quotes_another_language_does_not_speak_it(text: str, own: str) -> None:
    assert without_quotations(text) == own
