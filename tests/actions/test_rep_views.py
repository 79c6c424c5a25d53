"""What reps are shown: reasons in words, sensible first words, the verdict, and no figure that nobody measured."""

import re

import anyio
import pytest

from actions.rep_views import BRIEF_TURNS
from handoff.contract import Card
from qualification.conversation import HandoffOutcome
from qualification.facts import FactKey, FactValue, Headcount, Text
from qualification.understanding import Intent, Sentiment, Urgency
from tests.actions.office import Office
from tests.memory.samples import NOW, fact


def card_of(office: Office, conversation_id: str) -> Card:
    card = office.thread(office.dana, conversation_id).card
    assert card is not None
    return card


def test_d3_a_cards_reason_is_words_and_its_sum_stands_with_the_decision(office: Office) -> None:
    conversation_id = office.conversation()
    for _ in range(3):
        office.turn(conversation_id, "blorp", None)
    card = card_of(office, conversation_id)
    assert card.cause == "policy"
    assert "What weighed most: not understood repeatedly" in card.reason
    assert not re.search(r"\d\.\d", card.reason)
    assert "Towards a person: 0." in office.thread(office.dana, conversation_id).turns[-1].reason


def test_m4_the_opener_quotes_a_question_that_was_understood_and_never_nonsense(office: Office) -> None:
    understood, nonsense = office.conversation(), office.conversation()
    office.turn(understood, "where are your servers?", Intent.ASK_SECURITY)
    office.turn(nonsense, "blorp", None)
    for conversation_id in (understood, nonsense):
        office.take_over(office.dana, conversation_id)
    assert card_of(office, understood).opener == "You wrote: “where are your servers?”"
    assert card_of(office, nonsense).opener is None
    assert card_of(office, nonsense).open_question == "“blorp”"


def test_a_card_looks_at_the_newest_turns_only(office: Office) -> None:
    conversation_id = office.conversation()
    office.turn(conversation_id, "where are your servers?", Intent.ASK_SECURITY)
    for _ in range(BRIEF_TURNS - 1):
        office.turn(conversation_id, "thanks", Intent.THANKS)
    office.take_over(office.dana, conversation_id)
    assert card_of(office, conversation_id).open_question == "“where are your servers?”"
    anyio.run(office.desk.give_back, office.dana, conversation_id)
    office.turn(conversation_id, "thanks", Intent.THANKS)
    office.take_over(office.dana, conversation_id)
    assert card_of(office, conversation_id).open_question is None


@pytest.mark.parametrize(
    ("known", "qualified", "labels"),
    [
        ({}, False, ["Every visitor"]),
        ({FactKey.TEAM_SIZE: Headcount(40, 40)}, False, ["Every visitor"]),
        ({FactKey.ROLE: Text("CTO")}, True, ["Every visitor", "Role known"]),
        (
            {FactKey.COMPANY: Text("Acme"), FactKey.ROLE: Text("CTO")},
            True,
            ["Every visitor", "Company known", "Role known"],
        ),
    ],
)
def test_s2_card_and_page_show_the_verdict_with_what_it_adds_up_from(
    office: Office,
    known: dict[FactKey, FactValue],
    qualified: bool,  # noqa: FBT001 - a parameter of the test
    labels: list[str],
) -> None:
    conversation_id = office.conversation("hello")
    office.learn(conversation_id, *(fact(key, value) for key, value in known.items()))
    office.take_over(office.dana, conversation_id)
    thread = office.thread(office.dana, conversation_id)
    assert thread.card is not None
    assert thread.card.verdict == thread.verdict
    assert (thread.verdict.qualified, [label for label, _ in thread.verdict.parts]) == (qualified, labels)
    assert thread.verdict.score == pytest.approx(sum(points for _, points in thread.verdict.parts))
    assert thread.verdict.border == office.rulebook.verdict.qualified_from


def test_s6_what_nobody_measured_is_not_shown_as_zero(office: Office) -> None:
    conversation_id = office.conversation()
    office.turn_without_engine(conversation_id, "hello?")
    (turn,) = office.thread(office.dana, conversation_id).turns
    values = {signal: value for signal, value, _, _ in turn.contributions}
    assert (turn.intent, turn.intent_confidence, turn.confidence) == (None, None, None)
    assert values["urgency"] is values["lead_score"] is None
    assert values["open_problem"] == 0


def test_s6_a_turn_keeps_the_version_of_the_model_that_understood_it(office: Office) -> None:
    conversation_id = office.conversation()
    office.turn(conversation_id, "thanks", Intent.THANKS, model="20261121-foyer.tar.gz")
    office.turn_without_engine(conversation_id, "hello?")
    understood, scripted = office.thread(office.dana, conversation_id).turns
    assert understood.versions == {"rulebook": office.rulebook.version, "model": "20261121-foyer.tar.gz"}
    assert scripted.versions == {"rulebook": office.rulebook.version}
    assert understood.in_scope == office.rulebook.confidences.in_scope


def test_s6_a_turn_keeps_the_words_that_made_it_sound_as_it_does(office: Office) -> None:
    conversation_id = office.conversation()
    office.turn(conversation_id, "useless and slow, answer asap", Intent.REPORT_BUG)
    office.turn_without_engine(conversation_id, "useless")
    heard, unheard = office.thread(office.dana, conversation_id).turns
    assert heard.mood is not None
    assert (heard.mood.sentiment, heard.mood.urgency) == (Sentiment.NEGATIVE, Urgency.HIGH)
    assert [word.word for word in heard.mood.words] == ["useless", "slow", "asap"]
    assert unheard.mood is None


def test_a_corrected_fact_shows_what_it_replaced(office: Office) -> None:
    conversation_id = office.conversation("40 people", "50, sorry")
    office.learn(conversation_id, fact(FactKey.TEAM_SIZE, Headcount(40, 40), number=1))
    office.learn(conversation_id, fact(FactKey.TEAM_SIZE, Headcount(50, 50), number=2))
    (known,) = office.thread(office.dana, conversation_id).facts
    assert (known.value, known.message_number, known.replaced) == ("50", 2, ("40",))


def test_a_closed_conversation_still_shows_what_it_was_about(office: Office) -> None:
    conversation_id = office.conversation("hello")
    office.take_over(office.dana, conversation_id)
    anyio.run(office.desk.close, office.dana, conversation_id, HandoffOutcome.SOLVED, "")
    assert card_of(office, conversation_id).outcome is HandoffOutcome.SOLVED


def test_l1_a_lead_shows_its_facts_and_its_timeline(office: Office) -> None:
    conversation_id = office.conversation("I am Dana")
    office.learn(conversation_id, fact(FactKey.NAME, Text("Dana")))
    ref = office.capture_lead(conversation_id, now=NOW)
    found = anyio.run(office.desk.lead, office.dana, ref.id)
    assert found is not None
    row, facts, _timeline = found
    assert (row.who, row.score, [known.value for known in facts]) == ("Dana", None, ["Dana"])
    assert office.thread(office.dana, conversation_id).lead_id == ref.id
    assert anyio.run(office.desk.lead, office.dana, "nobody") is None
