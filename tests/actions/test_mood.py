"""How a message feels and hurries: what counts, what must not, and the words that say why."""

from collections.abc import Callable
from math import sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.mood.reader import Mood, MoodReading, bounded
from actions.rulebook_file import load_rulebook
from qualification.understanding import MoodSign, Sentiment, Urgency

NUMBERS = load_rulebook(Path("data/rulebook")).mood
MOOD = Mood(NUMBERS)
NEUTRAL_WORDS = ("the", "dashboard", "table", "report", "invoice", "we", "opened", "a", "page", "with", "customers")
# The lexicon's own scale: how much a sum of points is flattened towards 1.
FLATTENED = 15


def sentiment(text: str) -> Sentiment:
    return NUMBERS.sentiment(MOOD.read(text).sentiment)


def urgency(text: str) -> Urgency:
    return NUMBERS.urgency(MOOD.read(text).urgency)


def counted(text: str, sign: MoodSign) -> dict[str, float]:
    return {word.word: word.weight for word in MOOD.read(text).words if word.sign is sign}


@pytest.mark.parametrize(
    "text",
    [
        "no rush",
        "it is not urgent",
        "it isn't urgent at all",
        "don't hurry",
        "there is no hurry, tomorrow would be fine",
        "no need to do that immediately",
        "never an emergency here",
        "take your time, this can be answered tomorrow",
    ],
)
def test_d3_a_denied_hurry_is_none(text: str) -> None:
    assert urgency(text) is Urgency.NONE
    assert counted(text, MoodSign.URGENCY) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("please answer asap", Urgency.HIGH),
        ("I can't log in, urgent", Urgency.HIGH),
        ("the logo can wait but the shop is down", Urgency.HIGH),
        ("no rush with the logo. the shop is down", Urgency.HIGH),
        ("I need somebody right now", Urgency.HIGH),
        ("we need it by Friday", Urgency.SOME),
        ("a bit urgent", Urgency.SOME),
        ("is the api down", Urgency.SOME),
        ("do you treat urgent tickets differently", Urgency.NONE),
        ("how does it tell that something is urgent", Urgency.NONE),
        ("we always answer urgent tickets first", Urgency.NONE),
        ("please tell her that she was great today", Urgency.NONE),
        ("we use another tool right now", Urgency.NONE),
        ("is there a critical path view", Urgency.NONE),
        ("thanks for the quick reply", Urgency.NONE),
    ],
)
def test_d3_urgency_is_what_the_visitor_says_of_time_not_the_word_alone(text: str, expected: Urgency) -> None:
    assert urgency(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this is useless", Sentiment.NEGATIVE),
        ("this is not good", Sentiment.NEGATIVE),
        ("don\N{RIGHT SINGLE QUOTATION MARK}t like it", Sentiment.NEGATIVE),
        ("dont like it", Sentiment.NEGATIVE),
        ("not bad", Sentiment.POSITIVE),
        ("no complaints", Sentiment.POSITIVE),
        ("no, great", Sentiment.POSITIVE),
        ("not yet, great idea", Sentiment.POSITIVE),
        ("don't worry", Sentiment.NEUTRAL),
        ("haven't we been through this", Sentiment.NEGATIVE),
        ("Great, it crashed again.", Sentiment.NEGATIVE),
        ("great, it works again", Sentiment.POSITIVE),
        ("the product is good but the support is terrible", Sentiment.NEGATIVE),
        ("I WANT A REFUND FROM YOU", Sentiment.NEGATIVE),
        ("DO YOU SUPPORT RUSSIAN", Sentiment.NEUTRAL),
        ("TOM.SAWYER@EXAMPLE.COM", Sentiment.NEUTRAL),
        ("thank you", Sentiment.POSITIVE),
        ("could you send it again? Thanks", Sentiment.NEUTRAL),
        ("no thanks", Sentiment.NEUTRAL),
        ("how do I cancel, I have a problem with an error", Sentiment.NEUTRAL),
        ("is it any good for small teams", Sentiment.NEUTRAL),
        ("\N{POUTING FACE}\N{POUTING FACE}", Sentiment.NEGATIVE),
        ("\N{PARTY POPPER}", Sentiment.POSITIVE),
        ("", Sentiment.NEUTRAL),
    ],
)
def test_d3_sentiment_is_how_the_visitor_sounds_not_what_the_product_is_called(text: str, expected: Sentiment) -> None:
    assert sentiment(text) is expected


def test_d3_a_happy_message_does_not_hurry_by_shouting() -> None:
    assert urgency("THIS IS AWESOME AND I NEED IT") is Urgency.NONE
    assert urgency("THIS IS AWFUL AND I NEED HELP") is Urgency.SOME


def test_d3_words_of_another_language_are_not_read_as_english_but_faces_are() -> None:
    assert MOOD.read("la fin était bad", "fr").words == ()
    assert MOOD.read("die Seite", "de").words == ()
    assert NUMBERS.sentiment(MOOD.read("die Seite \N{POUTING FACE}", "de").sentiment) is Sentiment.NEGATIVE


@pytest.mark.parametrize(
    ("text", "language", "word", "weight"),
    [
        ("Das ist großartig", "de", "großartig", 2.6),
        ("das ist GROSSARTIG und nett", "de", "großartig", 2.6),
        ("das ist HILFREICH und schnell", "de", "hilfreich", 2.533),
        ("das ist nicht hilfreich", "de-AT", "hilfreich", -1.332),
        ("das ist sehr hilfreich", "de", "hilfreich", 2.093),
        ("gefallt mir nicht", "de", "gefällt mir nicht", -2.0),
        ("no es util", "es", "útil", -1.332),
        ("¡Genial!", "es", "genial", 2.4),
        ("no me gusta", "es-MX", "no me gusta", -2.0),
    ],
)
def test_s6_in_german_and_spanish_the_words_that_counted_are_named_too(
    text: str, language: str, word: str, weight: float
) -> None:
    felt = {said.word: said.weight for said in MOOD.read(text, language).words if said.sign is MoodSign.SENTIMENT}
    assert felt[word] == pytest.approx(weight, abs=0.01)


def test_d3_a_denied_hurry_is_none_in_any_language() -> None:
    for hurries, calm, language in (
        ("Das ist dringend", "Das ist nicht dringend", "de"),
        ("Es urgente", "No es urgente", "es"),
    ):
        assert NUMBERS.urgency(MOOD.read(hurries, language).urgency) is Urgency.HIGH
        assert NUMBERS.urgency(MOOD.read(calm, language).urgency) is Urgency.NONE


def test_s6_the_words_that_counted_stand_with_what_they_counted() -> None:
    text = "This is useless and very slow, I need help asap"
    assert counted(text, MoodSign.URGENCY) == {"asap": NUMBERS.hurry["asap"]}
    felt = counted(text, MoodSign.SENTIMENT)
    assert felt["useless"] == NUMBERS.feelings["useless"]
    assert felt["slow"] < NUMBERS.feelings["slow"], "very strengthens it"


def test_s6_a_message_without_a_mood_has_no_words_to_explain() -> None:
    assert MOOD.read("we opened the report") == MoodReading(0.0, 0.0, ())


def test_of_a_long_message_the_beginning_and_the_end_count() -> None:
    middle = "this is terrible and urgent. " * 300
    filler = "we opened the page with the report. " * 20
    assert MOOD.read(filler + middle + filler).words == ()
    assert NUMBERS.urgency(MOOD.read(filler + middle + filler + "please answer asap").urgency) is Urgency.HIGH


@given(st.text(alphabet="ab \n", max_size=400), st.integers(min_value=10, max_value=100))
def test_a_long_message_is_cut_to_its_bound_and_never_inside_a_word(text: str, longest: int) -> None:
    cut = bounded(text, longest)
    assert len(cut) <= longest + 1
    if len(text) > longest:
        assert set(cut.split()) <= set(text.split())


@given(st.text(max_size=900))
def test_d3_whatever_is_typed_sentiment_and_urgency_stay_in_their_range(text: str) -> None:
    read = MOOD.read(text)
    assert -1 <= read.sentiment <= 1
    assert 0 <= read.urgency <= 1


MOODY = st.lists(
    st.sampled_from(
        [*NUMBERS.feelings, *NUMBERS.sober, *NUMBERS.hurry, *NUMBERS.harm, *NUMBERS.calm, "please", "not", "very", "?"]
    ),
    max_size=12,
).map(" ".join)


@given(MOODY)
def test_s6_the_words_that_counted_account_for_all_of_the_sentiment(text: str) -> None:
    read = MOOD.read(text)
    points = sum(word.weight for word in read.words if word.sign is MoodSign.SENTIMENT)
    assert read.sentiment == pytest.approx(points / sqrt(points**2 + FLATTENED), abs=0.02)
    assert (read.urgency > 0) == any(word.sign is MoodSign.URGENCY for word in read.words)


@given(MOODY, st.sampled_from([" ", "  ", "\t", " \t "]))
def test_white_space_says_nothing(text: str, blank: str) -> None:
    assert MOOD.read(f"{blank}{text.replace(' ', blank)}{blank}") == MOOD.read(text)


@given(st.lists(st.sampled_from(NEUTRAL_WORDS), max_size=15), st.sampled_from([str.title, str.lower, str.swapcase]))
def test_the_case_of_words_that_say_nothing_says_nothing(words: list[str], change: Callable[[str], str]) -> None:
    assert MOOD.read(" ".join(map(change, words))) == MOOD.read(" ".join(words)) == MoodReading(0.0, 0.0, ())


@given(st.sampled_from(sorted(NUMBERS.hurry)), st.sampled_from(["not", "never", "hardly", "isn't"]))
def test_d3_no_hurry_is_found_behind_a_negation(phrase: str, negation: str) -> None:
    assert counted(f"this is {negation} {phrase}", MoodSign.URGENCY) == {}


@pytest.mark.parametrize(("value", "expected"), [(-0.25, "negative"), (-0.24, "neutral"), (0.25, "positive")])
def test_the_borders_of_the_classes_are_the_rulebooks(value: float, expected: str) -> None:
    assert (NUMBERS.negative_from, NUMBERS.positive_from) == (0.25, 0.25)
    assert NUMBERS.sentiment(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(0.29, "none"), (0.3, "some"), (0.69, "some"), (0.7, "high")])
def test_a_hurry_is_called_by_the_rulebooks_borders(value: float, expected: str) -> None:
    assert (NUMBERS.some_from, NUMBERS.high_from) == (0.3, 0.7)
    assert NUMBERS.urgency(value) == expected


def test_no_word_has_a_feeling_and_none_at_once() -> None:
    assert set(NUMBERS.sober) & set(NUMBERS.feelings) == set()
