"""What is not sure: facts guessed from words that were not understood, a wish for a person as the second reading, and
pages whose words are far away but whose subject is the one that was asked about."""

from dataclasses import replace

import pytest

from qualification.decide import decide, wants_knowledge
from qualification.decision import Cause, Decision, Outcome
from qualification.facts import Fact, FactKey, Text
from qualification.rulebook import Rulebook
from qualification.state import DialogueState, KnowledgeHit, TurnSignals
from qualification.understanding import Intent, Understanding
from tests.qualification.conversations import NOW, fact, quotes, start

UNSURE_NAME = replace(fact(FactKey.NAME, Text("Rex")), confidence=0.42)
FAR_PRICES = KnowledgeHit("Prices", "/help/pricing#what-foyer-costs", "It costs $49.", 0.3)


def _signals(
    *ranking: tuple[Intent, float], learned: tuple[Fact, ...] = (), hit: KnowledgeHit | None = None
) -> TurnSignals:
    return TurnSignals((1,), Understanding("words", ranking), learned=learned, hits=(hit,) if hit else ())


def _decided(signals: TurnSignals, rulebook: Rulebook, requested: FactKey | None = None) -> Decision:
    return decide(start(dialogue=DialogueState(requested=requested)), signals, rulebook, NOW)


def test_d12_words_that_were_not_understood_teach_no_unsure_fact_that_nobody_asked_for(rulebook: Rulebook) -> None:
    order = _signals((Intent.INSTRUCT_BOT, 0.24), learned=(UNSURE_NAME,))
    assert _decided(order, rulebook).learned == ()
    assert wants_knowledge(order, rulebook)


def test_d7_an_unsure_answer_to_our_own_question_is_still_an_answer(rulebook: Rulebook) -> None:
    answer = _signals((Intent.INFORM, 0.3), learned=(UNSURE_NAME,))
    assert _decided(answer, rulebook, FactKey.NAME).learned == (UNSURE_NAME,)
    assert not wants_knowledge(answer, rulebook, FactKey.NAME)


def test_d7_a_sure_fact_counts_even_in_words_that_were_not_understood(rulebook: Rulebook) -> None:
    sure = fact(FactKey.NAME, Text("Rex"))
    assert _decided(_signals((Intent.INFORM, 0.3), learned=(sure,)), rulebook).learned == (sure,)


@pytest.mark.parametrize(("confidence", "outcome"), [(0.4, Outcome.ESCALATE), (0.39, Outcome.DISQUALIFY)])
def test_d4_a_person_is_brought_in_when_that_is_the_second_reading(
    confidence: float, outcome: Outcome, rulebook: Rulebook
) -> None:
    both = _signals((Intent.PRESS_OR_STUDENT, 0.8), (Intent.ASK_HUMAN, confidence))
    decision = _decided(both, rulebook)
    assert decision.outcome is outcome
    assert (decision.bring_in is Cause.ASKED_FOR_PERSON) is (outcome is Outcome.ESCALATE)


@pytest.mark.parametrize(
    ("intent", "score", "quoted"),
    [
        (Intent.ASK_PRICING, 0.3, True),
        (Intent.ASK_PRICING, 0.1, False),
        (Intent.ASK_SECURITY, 0.3, False),
    ],
)
def test_d2_a_page_about_what_was_asked_answers_with_a_lower_score(
    intent: Intent, score: float, *, quoted: bool, rulebook: Rulebook
) -> None:
    decision = _decided(_signals((intent, 0.9), hit=replace(FAR_PRICES, score=score)), rulebook)
    assert bool(quotes(decision)) is quoted
