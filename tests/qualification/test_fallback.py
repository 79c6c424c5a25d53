"""The script for an engine that is down: the visitor never meets silence."""

import pytest

from qualification.conversation import HandoffStatus
from qualification.decide import wants_knowledge
from qualification.decision import Cause, Outcome, Question
from qualification.facts import FactKey
from qualification.rulebook import Rulebook
from qualification.state import TurnSignals
from qualification.understanding import Intent, Understanding, understood_plainly
from tests.qualification.conversations import COMPANY, EMAIL, PAGE, ROLE, Talk, fact, lines, question, quotes, start


def _asks_for_person(text: str, rulebook: Rulebook) -> bool:
    numbers = rulebook.handoff
    return understood_plainly(text, numbers.plain_requests, numbers.plain_refusals, numbers.plain_unwanted) is not None


@pytest.mark.parametrize(
    "text",
    [
        "can I talk to someone?",
        "Ich möchte mit einem Menschen sprechen",
        "bitte einen echten Menschen",
        "quiero hablar con una persona",
        "páseme con un agente por favor",
        "أريد التحدث مع شخص حقيقي",
    ],
)
def test_d4_without_the_engine_a_person_is_asked_for_in_every_language(text: str, rulebook: Rulebook) -> None:
    assert _asks_for_person(text, rulebook)


@pytest.mark.parametrize(
    "text",
    [
        "no person please",
        "i don't want to talk to someone",
        "Ich möchte nicht mit einem Menschen sprechen",
        "keine echte Person bitte",
        "no quiero hablar con un agente",
        "sin hablar con nadie",
        "لا أريد التحدث مع شخص",
        "what does it cost?",
    ],
)
def test_d4_without_the_engine_a_denied_wish_for_a_person_is_none(text: str, rulebook: Rulebook) -> None:
    assert not _asks_for_person(text, rulebook)


def test_d2_without_the_engine_a_good_page_still_answers(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say_unheard(page=PAGE)
    assert quotes(decision) == [PAGE.quote]
    assert decision.source == "scripted_fallback"
    assert decision.confidence == PAGE.score


def test_d7_without_the_engine_a_fact_read_by_pattern_still_counts(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_PRICING, page=PAGE)
    decision = talk.say_unheard(states=ROLE)
    assert lines(decision) == ["ack.role"]
    assert question(decision) is FactKey.TEAM_SIZE


def test_d7_without_the_engine_the_open_question_is_asked_again(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_PRICING, page=PAGE)
    assert talk.say_unheard().reply == (Question(FactKey.ROLE, again=True),)


def test_d9_without_the_engine_and_nothing_to_ask_a_person_is_brought_in(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say_unheard()
    assert (decision.outcome, decision.bring_in) == (Outcome.ESCALATE, Cause.ENGINE_DOWN)
    assert lines(decision) == ["intro", "engine_down"]


def test_d9_without_the_engine_a_waiting_visitor_hears_how_it_stands(rulebook: Rulebook) -> None:
    decision = Talk(rulebook, start(handoff=HandoffStatus.WAITING)).say_unheard()
    assert lines(decision) == ["intro", "line.waiting"]


def test_d2_without_the_engine_an_address_still_completes_a_demo(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.BOOK_DEMO)
    assert talk.say_unheard(states=EMAIL).bring_in is Cause.DEMO


def test_d2_pages_are_searched_for_questions_and_for_whatever_was_not_understood(rulebook: Rulebook) -> None:
    def wanted(intent: Intent, confidence: float = 0.9) -> bool:
        return wants_knowledge(TurnSignals((1,), Understanding("", ((intent, confidence),))), rulebook)

    assert wanted(Intent.ASK_PRICING)
    assert wanted(Intent.GREET, 0.3)
    assert wanted(Intent.INFORM)
    assert not wanted(Intent.GREET)
    assert wants_knowledge(TurnSignals((1,), None), rulebook)


def test_d2_pages_are_not_searched_for_a_message_that_only_states_facts(rulebook: Rulebook) -> None:
    told = Understanding("Acme", ((Intent.INFORM, 0.9),))
    learned = (fact(FactKey.COMPANY, COMPANY[FactKey.COMPANY]),)
    assert not wants_knowledge(TurnSignals((1,), told, learned=learned), rulebook)
