"""A choice in another language: understood as its English, kept and repeated in the visitor's words."""

from datetime import UTC, date, datetime

import pytest

from actions.languages.pressed import in_own_words
from actions.reading.facts import Reading
from actions.replies import Replies, ReplyText
from qualification.facts import Fact, FactKey, FactSource, FactValue, Headcount, JobTitle, Text, Timeframe

ASK = "ask.team_size"
REPLIES = Replies(
    {
        "en": {ASK: ReplyText(text=("How many?",), choices=("Just me", "2 to 10"))},
        "de": {ASK: ReplyText(text=("Wie viele?",), choices=("Nur ich", "2 bis 10"))},
    },
    {},
)


def _fact(key: FactKey, value: FactValue) -> Fact:
    return Fact(key, value, "said in English", FactSource.MESSAGE, 0.9, datetime(2026, 1, 1, tzinfo=UTC), 3)


@pytest.mark.parametrize(
    ("offered", "text", "english"),
    [
        (("Nur ich", "2 bis 10"), "2 bis 10", "2 to 10"),
        (("Nur ich", "2 bis 10"), "nur ICH", "Just me"),
        (("Nur ich", "2 bis 10"), "3 bis 10", None),
        (("Nur ich",), "Nur ich", None),
        (("Just me", "2 to 10"), "Just me", None),
        ((), "Nur ich", None),
    ],
)
def test_a_choice_is_known_by_its_position_among_those_offered(
    offered: tuple[str, ...], text: str, english: str | None
) -> None:
    assert REPLIES.in_english(offered, text) == english


def test_only_words_of_some_choice_are_looked_up() -> None:
    assert REPLIES.may_be_choice("NUR ICH")
    assert not REPLIES.may_be_choice("Just me")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Text("Qualify leads"), Text("Leads qualifizieren")),
        (JobTitle("manager"), JobTitle("manager")),
        (Headcount(2, 10), Headcount(2, 10)),
        (
            Timeframe(None, date(2026, 3, 1), "within 3 months"),
            Timeframe(None, date(2026, 3, 1), "Leads qualifizieren"),
        ),
    ],
)
def test_what_a_choice_states_is_repeated_in_the_words_that_were_pressed(value: FactValue, kept: FactValue) -> None:
    reading = in_own_words(Reading((_fact(FactKey.USE_CASE, value),), ()), "Leads qualifizieren")
    assert [(fact.said, fact.value) for fact in reading.learned] == [("Leads qualifizieren", kept)]
