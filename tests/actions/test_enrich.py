"""What a turn's words state as facts, and which message of the turn each of them stands in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from actions.enrich import read_turn
from actions.reading.facts import Reading
from actions.rulebook_file import load_rulebook
from memory.contract import Turn
from qualification.conversation import Author, Channel, HandoffStatus, Message
from qualification.facts import Fact, FactKey, FactSource, Headcount, Text, Timeframe
from qualification.state import ConversationState, DialogueState
from qualification.understanding import Entity, Intent, Understanding

RULEBOOK = load_rulebook(Path(__file__).parents[2] / "data" / "rulebook")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STATE = ConversationState(
    channel=Channel.WEBSITE,
    dialogue=DialogueState(),
    facts={},
    handoff=HandoffStatus.NONE,
    locale="en",
    page=None,
)


def _turn(*texts: str) -> tuple[Turn, tuple[Message, ...]]:
    """A burst of the visitor's messages, numbered from 4."""
    numbers = tuple(range(4, 4 + len(texts)))
    said = tuple(Message(number, Author.VISITOR, text, NOW) for number, text in zip(numbers, texts, strict=True))
    return Turn("t1", "c1", numbers, " ".join(texts), 1, person_requested=False, started_at=NOW), said


def _heard(turn: Turn, **entities: str) -> Understanding:
    """What the engine makes of the turn's words."""
    found = tuple(
        Entity(FactKey(key), words, turn.text.index(words), turn.text.index(words) + len(words), 0.9)
        for key, words in entities.items()
    )
    return Understanding(turn.text, ((Intent.INFORM, 0.9),), found)


def _read(*texts: str, requested: FactKey | None = None, **entities: str) -> Reading:
    turn, said = _turn(*texts)
    state = replace(STATE, dialogue=DialogueState(requested=requested))
    return read_turn(turn, said if len(said) > 1 else (), state, _heard(turn, **entities), RULEBOOK, NOW)


def test_d1_what_the_engine_found_becomes_typed_facts_that_rest_on_the_message() -> None:
    [fact] = _read("we are 40 people", team_size="40 people").learned
    assert (fact.key, fact.value, fact.message_number) == (FactKey.TEAM_SIZE, Headcount(40, 40), 4)


def test_d11_each_fact_of_a_burst_points_to_the_message_that_holds_its_words() -> None:
    learned = _read("we are 40 people", "at acme", "thanks", team_size="40 people", company="acme").learned
    assert {fact.key: fact.message_number for fact in learned} == {FactKey.TEAM_SIZE: 4, FactKey.COMPANY: 5}


def test_d11_each_fact_of_a_signature_points_to_the_message_that_holds_it() -> None:
    signed = _read("what does it cost\nBest regards,\nDana Whitfield\ndana@acme.example", "+49 30 1234567").signed
    found = {fact.key: fact.message_number for fact in signed}
    assert found == {FactKey.NAME: 4, FactKey.EMAIL: 4, FactKey.PHONE: 5}


def test_words_said_twice_in_a_burst_point_to_the_newer_message() -> None:
    [fact] = _read("acme", "yes, acme", company="acme").learned
    assert fact.message_number == 5


def test_words_that_run_over_two_messages_point_to_the_newest() -> None:
    [fact] = _read("we use it for lead", "qualification", use_case="lead qualification").learned
    assert fact.message_number == 5


def test_q5_without_the_engine_the_answer_to_an_open_question_is_still_read() -> None:
    turn, said = _turn("40")
    state = replace(STATE, dialogue=DialogueState(requested=FactKey.TEAM_SIZE))
    [fact] = read_turn(turn, said, state, None, RULEBOOK, NOW).learned
    assert fact.value == Headcount(40, 40)


@pytest.mark.parametrize("requested", [None, FactKey.COMPANY])
def test_q5_without_the_engine_free_words_are_not_guessed_at(requested: FactKey | None) -> None:
    turn, said = _turn("acme")
    state = replace(STATE, dialogue=DialogueState(requested=requested))
    assert read_turn(turn, said, state, None, RULEBOOK, NOW).learned == ()


def test_a_phone_number_is_read_in_the_light_of_the_known_country() -> None:
    country = Fact(FactKey.COUNTRY, Text("Germany"), "germany", FactSource.MESSAGE, 0.9, NOW, 1)
    turn, said = _turn("030 901820")
    heard = _heard(turn, phone="030 901820")
    [fact] = read_turn(turn, said, replace(STATE, facts={FactKey.COUNTRY: country}), heard, RULEBOOK, NOW).learned
    assert fact.value == Text("+4930901820")


def test_the_day_is_that_of_the_country_the_visitor_named() -> None:
    country = Fact(FactKey.COUNTRY, Text("Japan"), "japan", FactSource.MESSAGE, 0.9, NOW, 1)
    turn, said = _turn("tomorrow")
    late = NOW.replace(hour=20)
    state = replace(STATE, facts={FactKey.COUNTRY: country})
    [fact] = read_turn(turn, said, state, _heard(turn, timeline="tomorrow"), RULEBOOK, late).learned
    assert fact.value == Timeframe(date(2026, 3, 4), date(2026, 3, 4), "tomorrow")


@pytest.mark.parametrize(
    ("intent", "sure", "learned"), [("inform", 0.9, 1), ("chitchat", 0.9, 0), ("chitchat", 0.3, 1)]
)
def test_only_what_may_be_a_statement_is_taken_for_the_answer_as_a_whole(
    intent: str, sure: float, learned: int
) -> None:
    turn, said = _turn("one or two")
    state = replace(STATE, dialogue=DialogueState(requested=FactKey.TEAM_SIZE))
    understood = Understanding(turn.text, ((Intent(intent), sure),))
    assert len(read_turn(turn, said, state, understood, RULEBOOK, NOW).learned) == learned


def test_d12_a_fact_is_read_where_it_was_understood_though_the_stored_words_have_invisible_signs() -> None:
    turn, said = _turn("👩\u200d💻 we are 45 people")
    heard = turn.text.replace("\u200d", "")
    start = heard.index("45")
    found = (Entity(FactKey.TEAM_SIZE, "45", start, start + 2, 0.9),)
    [fact] = read_turn(turn, said, STATE, Understanding(heard, ((Intent.INFORM, 0.9),), found), RULEBOOK, NOW).learned
    assert fact.value == Headcount(45, 45)


def test_d7_what_stands_in_a_signature_alone_is_not_learned_though_its_words_stand_above_it_too() -> None:
    text = "We looked at Acme Cloud.\n\nBest regards\nAnn Cole\nAcme\n+49 30 1234567"
    turn, said = _turn(text)
    start = text.rindex("Acme")
    found = (Entity(FactKey.COMPANY, "Acme", start, start + 4, 0.9),)
    reading = read_turn(turn, said, STATE, Understanding(text, ((Intent.INFORM, 0.9),), found), RULEBOOK, NOW)
    assert FactKey.COMPANY not in {fact.key for fact in reading.learned}


def test_q5_a_signature_is_asked_about_without_the_engine_too() -> None:
    turn, said = _turn("what does it cost\nBest regards,\nDana Whitfield\ndana@acme.example")
    reading = read_turn(turn, said, STATE, None, RULEBOOK, NOW)
    assert (reading.learned, {fact.key for fact in reading.signed}) == ((), {FactKey.NAME, FactKey.EMAIL})
