"""The assistant's words: every key that is needed is there, and every text keeps to the voice of the house."""

import re
from pathlib import Path

import pytest
import yaml

FACTS = (
    "name", "email", "phone", "company", "role", "team_size", "budget", "timeline", "use_case", "current_tool",
    "country",
)  # fmt: skip
TALK = (
    "intro", "greet", "greet_again", "thanks", "goodbye", "bot_challenge", "chitchat", "problem_solved",
    "support_open", "nothing_pending", "no_answer", "unclear", "unclear_question", "repeat_question", "skipped",
    "already_told", "stopped", "secret_masked",
)  # fmt: skip
SAFETY = (
    "abuse", "self_harm", "instruct_bot", "legal_request", "delete_my_data", "unsubscribe", "job_application",
    "vendor_pitch", "press_or_student",
)  # fmt: skip
HANDOFF = (
    "person_choice", "handoff_offer", "handoff_waiting", "handoff_still_waiting", "handoff_accepted",
    "handoff_unanswered", "handoff_unanswered_reachable", "handoff_nobody", "handoff_nobody_reachable",
    "handoff_contact_taken", "handoff_returned",
    "handoff_closed", "demo_requested", "demo_needs_email", "qualified_thanks", "nurture", "disqualified",
    "engine_down", "engine_down_ask_email", "idle_nudge", "idle_close",
)  # fmt: skip
LINES = tuple(f"line.{state}" for state in ("assistant", "waiting", "accepted", "unanswered", "returned", "closed"))
PER_FACT = tuple(
    f"{kind}.{fact}"
    for kind in ("ask", "ask_again", "why", "ack", "corrected", "invalid", "fact", "label")
    for fact in FACTS
)
NEEDED = (*TALK, *SAFETY, *HANDOFF, *LINES, *PER_FACT)
# How numbers, money and dates are put into words; only parts of sentences, so the voice does not apply.
VALUES = re.compile(r"^value\.")
SAID_OFTEN = (
    "greet", "greet_again", "thanks", "goodbye", "bot_challenge", "no_answer", "unclear", "skipped", "already_told",
    "repeat_question", "handoff_waiting", "handoff_offer", *(f"ask.{fact}" for fact in FACTS),
    *(f"ack.{fact}" for fact in FACTS),
)  # fmt: skip
EVERYWHERE = frozenset({"assistant", "company"})
PLACEHOLDERS = {
    "already_told": {"value", "fact"},
    "handoff_contact_taken": {"email"},
    "handoff_unanswered_reachable": {"email"},
    "handoff_nobody_reachable": {"email"},
    "demo_requested": {"email"},
    "handoff_accepted": {"rep"},
    "handoff_returned": {"rep"},
    "line.accepted": {"rep"},
    "handoff_still_waiting": {"minutes"},
    **{f"{kind}.{fact}": {"value"} for kind in ("ack", "corrected") for fact in FACTS},
}
# Texts in which a person may be spoken of as asked or here: they are shown only after that is stored.
COMMITTED = re.compile(r"^(handoff_(waiting|still_waiting|accepted|unanswered|contact_taken|returned)|line\.)")
ANNOUNCEMENT = re.compile(
    r"connecting you|transferring|passed (this|it)|is (on the way|joining)|will be with you", re.IGNORECASE
)
FEELING = re.compile(r"\b(sorry|happy|glad|excited|love|thrilled|unfortunately|great|amazing|oops)\b", re.IGNORECASE)
EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")


def _read() -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = yaml.safe_load(Path("data/replies/en.yml").read_text(encoding="utf-8"))
    return content


REPLIES = _read()
SPOKEN = sorted(key for key in REPLIES if not VALUES.match(key))


def test_every_text_that_a_turn_may_need_is_there() -> None:
    assert [key for key in NEEDED if key not in REPLIES] == []


def test_no_text_is_there_that_nothing_says() -> None:
    assert [key for key in SPOKEN if key not in NEEDED] == []


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


@pytest.mark.parametrize("key", SPOKEN)
def test_a_text_uses_only_the_values_that_are_filled_in_there(key: str) -> None:
    allowed = EVERYWHERE | PLACEHOLDERS.get(key, set())
    for text in REPLIES[key]["text"]:
        assert set(re.findall(r"\{(\w*)\}", text)) <= allowed, text


@pytest.mark.parametrize("key", sorted(PLACEHOLDERS))
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
