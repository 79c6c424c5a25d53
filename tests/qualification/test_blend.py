"""The weighted score towards a person (D3): what pushes it, what it leads to, and how it is told."""

import re
from dataclasses import fields, replace

import pytest
from hypothesis import given

from qualification.conversation import HandoffStatus
from qualification.decide import decide
from qualification.deciding.blend import WORDS, without_figures
from qualification.decision import Cause, Outcome
from qualification.rulebook import BlendWeights, Rulebook
from qualification.state import ConversationState, TurnSignals
from qualification.understanding import Intent, Understanding
from tests.qualification.conversations import KNOWN_PROSPECT, NOW, PAGE, Talk, lines, quotes, start
from tests.qualification.generated import SIGNALS, STATES


def test_d3_one_message_not_understood_gets_choices(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(None)
    assert lines(decision) == ["intro", "unclear"]
    assert decision.next_dialogue.misunderstandings == 1


def test_d3_repeated_misunderstanding_leads_to_an_offer_and_then_to_a_person(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(None)
    assert lines(talk.say(None)) == ["handoff_offer"]
    third = talk.say(None)
    assert (third.outcome, third.bring_in, third.source) == (Outcome.ESCALATE, Cause.POLICY, "blend")


def test_d3_a_turn_that_was_understood_ends_the_row_of_misunderstandings(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(None)
    talk.say(Intent.ASK_PRICING, page=PAGE)
    assert talk.state.dialogue.misunderstandings == 0


def test_d3_after_a_refused_offer_it_takes_more_to_offer_again(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    for intent in (None, None, Intent.DENY, None):
        talk.say(intent)
    assert "handoff_offer" not in lines(talk.say(None))
    last = talk.say(None)
    assert lines(last) == ["handoff_offer"]
    assert last.bring_in is None


def test_d3_what_a_page_answers_needs_no_intent(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.CHITCHAT, confidence=0.2, page=PAGE)
    assert quotes(decision) == [PAGE.quote]
    assert decision.next_dialogue.misunderstandings == 0


def test_d3_annoyance_and_an_open_problem_push_towards_a_person(rulebook: Rulebook) -> None:
    heard = Understanding("this is broken again!!", ((Intent.REPORT_BUG, 0.9),), sentiment=-1.0, urgency=1.0)
    decision = Talk(rulebook).turn(TurnSignals((1,), heard, hits=(PAGE,), reps_available=True))
    assert lines(decision)[-1] == "handoff_offer"
    assert quotes(decision) == [PAGE.quote]


def test_d3_commercial_signals_alone_never_bring_anybody_in(rulebook: Rulebook) -> None:
    state = replace(start(known=KNOWN_PROSPECT), page="https://foyer.example/pricing/")
    signals = TurnSignals(
        (1,),
        Understanding("thanks", ((Intent.THANKS, 1.0),)),
        reps_available=True,
        known_account=True,
        lead_score=100,
    )
    assert decide(state, signals, rulebook, NOW).bring_in is None


def test_d3_the_reason_lists_every_contribution_and_the_parts_add_up(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    decision = talk.say(None, sentiment=-0.5)
    for part in decision.contributions:
        assert (f"{WORDS[part.signal]} +{part.points:.2f}" in decision.reason) == (part.points > 0)
    told, *parts = [float(number) for number in re.findall(r"(?:person: |\+)(\d\.\d\d)", decision.reason)]
    assert told == pytest.approx(sum(parts))


def test_d3_every_weight_has_words_and_is_counted(rulebook: Rulebook) -> None:
    names = {item.name for item in fields(BlendWeights)}
    assert set(WORDS) == names
    assert {part.signal for part in Talk(rulebook).say(None).contributions} == names


def test_d9_a_waiting_visitor_who_is_not_understood_hears_how_it_stands(rulebook: Rulebook) -> None:
    decision = Talk(rulebook, start(handoff=HandoffStatus.UNANSWERED)).say(None)
    assert lines(decision) == ["intro", "line.unanswered"]


@given(STATES, SIGNALS)
def test_d3_contributions_lie_between_zero_and_their_weight(
    rulebook: Rulebook, state: ConversationState, signals: TurnSignals
) -> None:
    for part in decide(state, signals, rulebook, NOW).contributions:
        assert 0 <= part.points <= part.weight == getattr(rulebook.blend.weights, part.signal)


def test_d3_a_signal_that_was_not_measured_is_no_zero(rulebook: Rulebook) -> None:
    heard = {part.signal: part.measured for part in Talk(rulebook).say(None).contributions}
    assert {signal for signal, measured in heard.items() if not measured} == {"lead_score", "known_account", "page"}
    unheard = {part.signal for part in Talk(rulebook).say_unheard(page=PAGE).contributions if not part.measured}
    assert unheard >= {"out_of_scope", "low_confidence", "narrow_margin", "negative_sentiment", "urgency"}


def test_d3_a_rep_reads_why_in_words_without_the_sum(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(None)
    talk.say(None)
    third = talk.say(None, sentiment=-0.2)
    told = without_figures(third, rulebook.blend)
    assert told == (
        "Not understood, 3 in a row. The signals together bring in a person. What weighed most: "
        "not understood repeatedly, outside of what the assistant knows, annoyed."
    )
    assert third.reason.startswith(told.partition(" What weighed")[0])


def test_d4_a_wish_for_a_person_is_told_without_what_would_have_weighed(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(None)
    talk.say(None)
    agreed = talk.say(Intent.AFFIRM)
    assert agreed.bring_in is Cause.ASKED_FOR_PERSON
    told = without_figures(agreed, rulebook.blend)
    assert agreed.reason.startswith(told)
    assert not re.search(r"\d\.\d|weighed", told)
