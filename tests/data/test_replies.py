"""The assistant's words in English: every text keeps to the voice of the house."""

import re
from pathlib import Path

import pytest
import yaml

from actions.replies import load_replies
from actions.reply_keys import EVERYWHERE, REPLY_KEYS
from qualification.facts import FactKey

FOLDER = Path("data/replies")
FACTS = tuple(FactKey)
# Only parts of sentences, so the voice does not apply.
VALUES = re.compile(r"^value\.")
SAID_OFTEN = (
    "greet", "greet_again", "thanks", "goodbye", "bot_challenge", "no_answer", "unclear", "skipped", "already_told",
    "repeat_question", "handoff_waiting", "handoff_offer", *(f"ask.{fact}" for fact in FACTS),
    *(f"ack.{fact}" for fact in FACTS),
)  # fmt: skip
REPEATING = sorted(key for key, values in REPLY_KEYS.items() if values > EVERYWHERE)
# Texts in which a person may be spoken of as asked or here: they are shown only after that is stored.
COMMITTED = re.compile(
    r"^(handoff_(waiting|still_waiting|accepted|taken_over|unanswered|contact_taken|returned)|line\.)"
)
ANNOUNCEMENT = re.compile(
    r"connecting you|transferring|passed (this|it)|is (on the way|joining)|will be with you", re.IGNORECASE
)
FEELING = re.compile(r"\b(sorry|happy|glad|excited|love|thrilled|unfortunately|great|amazing|oops)\b", re.IGNORECASE)
EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")


def _read() -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = yaml.safe_load((FOLDER / "en.yml").read_text(encoding="utf-8"))
    return content


REPLIES = _read()
SPOKEN = sorted(key for key in REPLIES if not VALUES.match(key))


def test_the_shipped_files_hold_every_text_and_no_other() -> None:
    load_replies(FOLDER, {"company": "Foyer", "assistant": "Foyer assistant"})


@pytest.mark.parametrize("key", sorted(REPLIES))
def test_an_entry_has_texts_and_perhaps_a_closed_set_of_choices(key: str) -> None:
    entry = REPLIES[key]
    assert set(entry) <= {"text", "choices"}
    assert entry["text"]
    choices = entry.get("choices", [])
    assert len(set(choices)) == len(choices) <= 6
    assert all(len(choice) <= 40 for choice in choices)


@pytest.mark.parametrize("key", SPOKEN)
def test_a_text_is_two_sentences_and_one_question_at_most(key: str) -> None:
    for text in REPLIES[key]["text"]:
        ends = re.findall(r"[.?](?=\s|$)", text.replace(" min.", "."))
        assert ends.count(".") <= 2, text
        assert ends.count("?") <= 1, text


@pytest.mark.parametrize("key", SPOKEN)
def test_a_text_has_no_exclamation_no_emoji_and_no_feelings(key: str) -> None:
    for text in [*REPLIES[key]["text"], *REPLIES[key].get("choices", [])]:
        assert "!" not in text
        assert not EMOJI.search(text)
        assert not FEELING.search(text)


@pytest.mark.parametrize("key", REPEATING)
def test_a_text_that_repeats_something_back_does_so_in_every_variant(key: str) -> None:
    for text in REPLIES[key]["text"]:
        assert re.search(r"\{\w+\}", text), text


@pytest.mark.parametrize("key", SAID_OFTEN)
def test_what_is_said_often_has_more_than_one_variant(key: str) -> None:
    assert len(set(REPLIES[key]["text"])) >= 2


def test_d13_the_first_words_say_that_an_assistant_speaks() -> None:
    for text in REPLIES["intro"]["text"]:
        assert "I'm the assistant" in text
        assert "not a person" in text


def test_d9_nothing_outside_a_committed_handoff_announces_one() -> None:
    for key in SPOKEN:
        if not COMMITTED.match(key):
            assert not any(ANNOUNCEMENT.search(text) for text in REPLIES[key]["text"]), key


@pytest.mark.parametrize("fact", FACTS)
def test_d5_every_question_has_a_reason_and_says_that_it_can_be_skipped(fact: str) -> None:
    assert all("skip" in text for text in REPLIES[f"why.{fact}"]["text"])


@pytest.mark.parametrize("kind", ["ask", "ask_again"])
@pytest.mark.parametrize("fact", FACTS)
def test_d5_a_question_asks_one_thing(kind: str, fact: str) -> None:
    for text in REPLIES[f"{kind}.{fact}"]["text"]:
        assert text.count("?") == 1


@pytest.mark.parametrize("key", ["no_answer", "unclear", "engine_down"])
def test_d4_whoever_is_not_understood_is_offered_a_person(key: str) -> None:
    (person,) = REPLIES["person_choice"]["text"]
    assert person in REPLIES[key]["choices"]


def test_after_a_misunderstanding_there_are_two_or_three_concrete_choices_beside_the_person() -> None:
    assert len(REPLIES["unclear"]["choices"]) - 1 in (2, 3)
