"""What a turn's words state as typed facts, and what is asked back."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.reading.facts import read_facts, read_plain_answer, read_value
from qualification.facts import FactKey, Headcount, JobTitle, Seniority, Text, Timeframe
from qualification.understanding import Entity
from tests.actions.reading.situations import situation


def _values(
    text: str, *entities: Entity, requested: FactKey | None = None, stating: bool = True
) -> dict[FactKey, object]:
    reading = read_facts(text, entities, situation(requested), stating=stating)
    return {fact.key: fact.value for fact in reading.learned}


def test_rasa_4380_an_address_taken_for_a_name_is_still_an_address() -> None:
    text = "dana@acme.com"
    taken = Entity(FactKey.NAME, text, 0, len(text), 0.9)
    assert _values(text, taken, requested=FactKey.EMAIL) == {FactKey.EMAIL: Text("dana@acme.com")}


@pytest.mark.parametrize("text", ["dana@acme,com", "my mail is dana@acme"])
@pytest.mark.parametrize("requested", [FactKey.EMAIL, None])
def test_a_mistyped_address_is_asked_back_not_guessed(text: str, requested: FactKey | None) -> None:
    reading = read_facts(text, [], situation(requested))
    assert reading.learned == ()
    assert [misread.key for misread in reading.misread] == [FactKey.EMAIL]


def test_a_mistyped_telephone_number_is_asked_back_even_when_the_engine_saw_none() -> None:
    reading = read_facts("+49 12", [], situation(FactKey.PHONE))
    assert [misread.key for misread in reading.misread] == [FactKey.PHONE]


def test_a_country_that_is_none_is_asked_back_only_when_it_was_asked_for() -> None:
    europe = [Entity(FactKey.COUNTRY, "europe", 0, 6, 0.9)]
    assert [lost.key for lost in read_facts("europe", europe, situation(FactKey.COUNTRY)).misread] == [FactKey.COUNTRY]
    assert read_facts("europe", europe, situation()).misread == ()


def test_facts_point_to_the_message_they_were_said_in() -> None:
    reading = read_facts("40 people", [Entity(FactKey.TEAM_SIZE, "40", 0, 2, 0.8)], situation(number=7))
    assert reading.learned[0].message_number == 7
    assert reading.learned[0].said == "40"


def test_a_number_is_no_title() -> None:
    assert read_value(FactKey.ROLE, "044070", situation()) is None


def test_a_title_keeps_its_words_and_tells_the_seniority() -> None:
    role = Entity(FactKey.ROLE, "head of support", 4, 19, 0.9)
    assert _values("i'm head of support", role) == {FactKey.ROLE: JobTitle("head of support", Seniority.DIRECTOR)}


def test_the_country_of_the_same_message_tells_how_its_number_is_read() -> None:
    phone = Entity(FactKey.PHONE, "0151 23456781", 0, 13, 1.0)
    assert _values("0151 23456781 (germany)", phone) == {
        FactKey.COUNTRY: Text("Germany"),
        FactKey.PHONE: Text("+4915123456781"),
    }


def test_the_day_is_that_of_the_visitors_calendar() -> None:
    late = replace(situation(), now=datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    in_berlin = read_value(FactKey.TIMELINE, "tomorrow", late)
    in_new_york = read_value(FactKey.TIMELINE, "tomorrow", replace(late, zone=ZoneInfo("America/New_York")))
    assert in_berlin == Timeframe(date(2026, 11, 23), date(2026, 11, 23), "tomorrow")
    assert in_new_york == Timeframe(date(2026, 11, 22), date(2026, 11, 22), "tomorrow")


def test_an_answer_that_the_engine_did_not_see_is_read_all_the_same() -> None:
    assert _values("i'm on my own", requested=FactKey.TEAM_SIZE) == {FactKey.TEAM_SIZE: Headcount(1, 1)}


@pytest.mark.parametrize("text", ["i'm on my own?", "when i was on my own it was easier than it is"])
def test_a_question_or_a_long_story_is_no_answer_as_a_whole(text: str) -> None:
    assert _values(text, requested=FactKey.TEAM_SIZE) == {}


@pytest.mark.parametrize("text", ["since 2019", "for three years now", "5 days", "40 chats a day"])
def test_a_number_of_something_else_is_no_answer(text: str) -> None:
    assert _values(text, requested=FactKey.TEAM_SIZE) == {}


def test_a_number_beside_another_fact_is_no_answer_unless_the_engine_saw_it() -> None:
    tool = Entity(FactKey.CURRENT_TOOL, "zendesk", 7, 14, 0.9)
    assert set(_values("we use zendesk, version 5", tool, requested=FactKey.TEAM_SIZE)) == {FactKey.CURRENT_TOOL}


def test_what_was_understood_as_something_else_is_no_answer_as_a_whole() -> None:
    assert _values("one moment", requested=FactKey.TEAM_SIZE, stating=False) == {}


def test_what_stands_for_another_fact_is_no_answer() -> None:
    budget = Entity(FactKey.BUDGET, "$500 a month", 0, 12, 0.9)
    assert FactKey.TEAM_SIZE not in _values("$500 a month", budget, requested=FactKey.TEAM_SIZE)


def test_d7_what_was_denied_does_not_come_back_as_the_answer() -> None:
    fifty, forty = Entity(FactKey.TEAM_SIZE, "50", 0, 2, 0.9), Entity(FactKey.TEAM_SIZE, "40", 15, 17, 0.9)
    values = _values("50 people, not 40", fifty, forty, requested=FactKey.BUDGET)
    assert values == {FactKey.TEAM_SIZE: Headcount(50, 50)}


def test_without_the_engine_a_short_text_answers_the_open_question() -> None:
    reading = read_plain_answer("about 40", situation(FactKey.TEAM_SIZE))
    assert reading.learned[0].value == Headcount(40, 40)


@settings(deadline=None)  # the first date loads the parser
@given(key=st.sampled_from(FactKey), said=st.text(max_size=200))
def test_reading_never_fails_whatever_is_typed(key: FactKey, said: str) -> None:
    read_value(key, said, situation())
    read_facts(said, [Entity(key, said, 0, len(said), 0.5)], situation(key))


_PIECES = (
    "1 2 15 31 99 999999999999 k . , / - + @ at dot com in of the a half dozen q h mar may end next before after week"
    " year month day pm am 00 : % not between and to $ € www http:// 20 2027 dec easter"
)
_TYPED = st.lists(st.sampled_from(_PIECES.split(" "))).map(" ".join)


@settings(deadline=None)
@given(key=st.sampled_from(FactKey), said=_TYPED)
def test_reading_never_fails_on_what_looks_like_a_fact(key: FactKey, said: str) -> None:
    read_value(key, said, situation())
    read_facts(said, [Entity(key, said, 0, len(said), 0.5)], situation(key))


@pytest.mark.parametrize(
    "filler",
    ["9", "a", "1,", "@", "- ", "a@", "a.", "9 ", "no ", "not even ", "at ", "a at ", "the ", "a dot ", "one "],
)
def test_long_unbroken_text_is_read_in_bounded_time(filler: str) -> None:
    text = filler * 20_000
    before = datetime.now(UTC)
    for key in FactKey:
        read_value(key, text, situation())
    read_facts(text[:8_000], [Entity(FactKey.TEAM_SIZE, "9", 4000, 4001, 0.5)], situation(FactKey.EMAIL))
    assert (datetime.now(UTC) - before).total_seconds() < 5


@pytest.mark.parametrize("key", [FactKey.NAME, FactKey.COMPANY, FactKey.CURRENT_TOOL])
def test_d7_a_plan_of_ours_is_nobodys_name_company_or_tool(key: FactKey) -> None:
    assert _values("Is Growth free?", Entity(key, "Growth", 3, 9, 0.8)) == {}
    asked = Entity(FactKey.COMPANY, "Growth", 10, 16, 0.8)
    assert _values("we are at Growth", asked, requested=FactKey.COMPANY) == {FactKey.COMPANY: Text("Growth")}
