"""The zones where a rule wins over every score (D3, D4)."""

from datetime import timedelta

import pytest

from qualification.conversation import HandoffStatus
from qualification.decide import decide
from qualification.decision import Cause, Line, Outcome
from qualification.facts import FactKey, Text
from qualification.rulebook import Rulebook
from qualification.state import DialogueState, Pending, TurnSignals
from qualification.understanding import Intent, Understanding
from tests.qualification.conversations import (
    EMAIL,
    NOW,
    PAGE,
    Talk,
    fact,
    lines,
    question,
    rules,
    start,
)


def test_d4_a_first_message_that_asks_for_a_person_brings_one_in(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.ASK_HUMAN)
    assert (decision.outcome, decision.bring_in) == (Outcome.ESCALATE, Cause.ASKED_FOR_PERSON)
    assert lines(decision) == ["intro"]
    assert "D4" in rules(decision)


def test_d4_the_button_works_while_the_engine_is_down(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).press_person_button()
    assert decision.bring_in is Cause.ASKED_FOR_PERSON
    assert decision.confidence == 1.0


def test_d4_an_unsure_cry_for_a_person_is_obeyed_too(rulebook: Rulebook) -> None:
    unsure = rulebook.confidences.asked_for_person
    assert unsure < rulebook.confidences.in_scope
    assert Talk(rulebook).say(Intent.ASK_HUMAN, confidence=unsure).bring_in is Cause.ASKED_FOR_PERSON


def test_d4_in_the_middle_of_a_question_a_person_comes_at_once_and_the_question_is_dropped(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    assert question(talk.say(Intent.ASK_PRICING, page=PAGE)) is FactKey.ROLE
    decision = talk.say(Intent.ASK_HUMAN)
    assert decision.bring_in is Cause.ASKED_FOR_PERSON
    assert decision.reply == ()
    assert decision.next_dialogue.requested is None


def test_d4_who_asks_again_while_waiting_is_told_for_how_long(rulebook: Rulebook) -> None:
    since = NOW - timedelta(minutes=3, seconds=20)
    talk = Talk(rulebook, start(handoff=HandoffStatus.WAITING, handoff_since=since))
    decision = talk.say(Intent.ASK_HUMAN)
    assert Line("handoff_still_waiting", values={"minutes": "3"}) in decision.reply
    assert decision.bring_in is None


def test_d4_who_asks_again_at_once_hears_only_that_it_waits(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_HUMAN)
    assert lines(talk.say(Intent.ASK_HUMAN)) == ["line.waiting"]


def test_d4_an_unanswered_handoff_is_asked_for_again(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(handoff=HandoffStatus.UNANSWERED))
    assert talk.say(Intent.ASK_HUMAN).bring_in is Cause.ASKED_FOR_PERSON


def test_d9_with_nobody_there_an_address_is_awaited_and_taken_for_the_waiting_handoff(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_HUMAN, reps_available=False)
    assert talk.state.dialogue.pending is Pending.HANDOFF_CONTACT
    assert talk.state.dialogue.requested is FactKey.EMAIL
    decision = talk.say(Intent.INFORM, states=EMAIL)
    assert next(piece for piece in decision.reply if isinstance(piece, Line)).values == {"email": "dana@acme.com"}
    assert lines(decision) == ["handoff_contact_taken"]


def test_d8_while_a_rep_speaks_the_assistant_is_silent_whatever_is_asked(rulebook: Rulebook) -> None:
    decision = Talk(rulebook, start(handoff=HandoffStatus.ACCEPTED)).say(Intent.ASK_HUMAN)
    assert decision.reply == ()
    assert decision.bring_in is None


def test_d3_a_visitor_in_danger_gets_fixed_words_and_a_person_and_no_question(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.SELF_HARM, confidence=0.45, states=EMAIL)
    assert lines(decision) == ["intro", "self_harm"]
    assert decision.bring_in is Cause.SAFETY


def test_d3_danger_raises_a_handoff_that_waits_already(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(handoff=HandoffStatus.WAITING))
    assert talk.say(Intent.SELF_HARM).bring_in is Cause.SAFETY


def test_d3_abuse_is_answered_calmly_until_its_limit_and_then_by_a_person(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    causes = [talk.say(Intent.ABUSE).bring_in for _ in range(rulebook.abuse.escalate_from)]
    assert causes == [None] * (rulebook.abuse.escalate_from - 1) + [Cause.ABUSE]


def test_d3_legal_promises_are_left_to_a_person(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.LEGAL_REQUEST)
    assert lines(decision) == ["intro", "legal_request"]
    assert decision.bring_in is Cause.LEGAL


@pytest.mark.parametrize(
    ("intent", "key"), [(Intent.DELETE_MY_DATA, "delete_my_data"), (Intent.UNSUBSCRIBE, "unsubscribe")]
)
def test_d3_privacy_demands_bring_in_a_person_and_ask_for_the_address(
    rulebook: Rulebook, intent: Intent, key: str
) -> None:
    decision = Talk(rulebook).say(intent)
    assert lines(decision) == ["intro", key]
    assert decision.bring_in is Cause.PRIVACY
    assert question(decision) is FactKey.EMAIL


def test_d6_a_known_address_is_not_asked_for_a_privacy_demand(rulebook: Rulebook) -> None:
    decision = Talk(rulebook, start(known=EMAIL)).say(Intent.UNSUBSCRIBE)
    assert question(decision) is None
    assert decision.next_dialogue.pending is None


def test_d7_facts_told_while_asking_for_a_person_are_repeated_back(rulebook: Rulebook) -> None:
    assert lines(Talk(rulebook).say(Intent.ASK_HUMAN, states=EMAIL)) == ["intro", "ack.email"]


def test_m6_a_masked_secret_is_named_right_after_the_introduction(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).turn(TurnSignals((1,), None, person_requested=True, secret_masked=True))
    assert lines(decision) == ["intro", "secret_masked"]


def test_d9_a_person_who_was_refused_before_comes_all_the_same_when_asked_for(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(dialogue=DialogueState(refused_person=True, stopped=True)))
    assert talk.say(Intent.ASK_HUMAN).bring_in is Cause.ASKED_FOR_PERSON


@pytest.mark.parametrize(
    ("intent", "cause"), [(Intent.DELETE_MY_DATA, Cause.PRIVACY), (Intent.LEGAL_REQUEST, Cause.LEGAL)]
)
@pytest.mark.parametrize("status", [HandoffStatus.WAITING, HandoffStatus.UNANSWERED])
def test_d3_a_demand_raises_a_handoff_that_is_open_already(
    rulebook: Rulebook, intent: Intent, cause: Cause, status: HandoffStatus
) -> None:
    talk = Talk(rulebook, start(known=EMAIL, handoff=status))
    assert talk.say(intent).bring_in is cause


def test_d3_a_demand_that_also_asks_for_a_person_says_what_the_person_is_for(rulebook: Rulebook) -> None:
    ranking = ((Intent.DELETE_MY_DATA, 0.6), (Intent.ASK_HUMAN, rulebook.confidences.asked_for_person))
    heard = Understanding("I want to speak to someone about erasing my data", ranking)
    decision = decide(start(), TurnSignals((1,), heard, reps_available=True), rulebook, NOW)
    assert decision.bring_in is Cause.PRIVACY
    assert question(decision) is FactKey.EMAIL


def test_d7_an_insult_ends_what_was_open_for_one_turn(rulebook: Rulebook) -> None:
    signed = fact(FactKey.COMPANY, Text("Acme"))
    for pending in (Pending.SIGNATURE, Pending.HANDOFF_OFFER):
        open_offer = DialogueState(introduced=True, pending=pending, signed=(signed,))
        talk = Talk(rulebook, start(dialogue=open_offer))
        talk.say(Intent.ABUSE)
        agreed = talk.say(Intent.AFFIRM)
        assert (agreed.learned, agreed.bring_in) == ((), None)


@pytest.mark.parametrize(
    ("intent", "cause"),
    [
        (Intent.ASK_HUMAN, Cause.ASKED_FOR_PERSON),
        (Intent.SELF_HARM, Cause.SAFETY),
        (Intent.DELETE_MY_DATA, Cause.PRIVACY),
        (Intent.LEGAL_REQUEST, Cause.LEGAL),
    ],
)
def test_d3_what_one_sentence_demands_does_not_drown_in_the_others(
    rulebook: Rulebook, intent: Intent, cause: Cause
) -> None:
    story = Understanding(
        "The import stops at row 300. It worked last week. And now the demand.",
        ((Intent.REPORT_BUG, 1.0),),
        sentences=((Intent.REPORT_BUG, 0.9), (Intent.CHITCHAT, 0.6), (intent, 0.9)),
    )
    assert decide(start(), TurnSignals((1,), story), rulebook, NOW).bring_in is cause


def test_d4_an_unsure_reading_of_one_sentence_brings_in_nobody(rulebook: Rulebook) -> None:
    unsure = ((Intent.REPORT_BUG, 0.9), (Intent.ASK_HUMAN, rulebook.confidences.hard_rule - 0.01))
    story = Understanding("It fails. Somebody must have changed it.", ((Intent.REPORT_BUG, 1.0),), sentences=unsure)
    assert decide(start(), TurnSignals((1,), story), rulebook, NOW).bring_in is None


@pytest.mark.parametrize("text", ["ابي اكلم موظف", "أريد التحدث مع شخص"])
def test_d4_a_plain_arabic_wish_for_a_person_is_obeyed_whatever_it_was_taken_for(rulebook: Rulebook, text: str) -> None:
    talk = Talk(rulebook, start(dialogue=DialogueState(introduced=True, requested=FactKey.TIMELINE)))
    assert talk.say(Intent.INFORM, text=text).bring_in is Cause.ASKED_FOR_PERSON


@pytest.mark.parametrize("text", [".", "_", "!", "*", ")", "…"])
def test_d7_signs_alone_are_no_yes(rulebook: Rulebook, text: str) -> None:
    offered = DialogueState(introduced=True, pending=Pending.HANDOFF_OFFER)
    talk = Talk(rulebook, start(dialogue=offered))
    assert talk.say(Intent.AFFIRM, text=text).bring_in is None
    assert Talk(rulebook, start(dialogue=offered)).say(Intent.AFFIRM, text="👍").bring_in is not None


@pytest.mark.parametrize(
    ("text", "intent", "learned"),
    [
        ("tell me what dana@acme.com told you", Intent.ASK_PRIVACY, False),
        ("who is mark@foyer.com?", Intent.INFORM, False),
        ("no, write to omar@acme.com", Intent.CORRECT, True),
    ],
)
def test_d12_an_address_that_is_only_mentioned_does_not_replace_the_visitors_own(
    rulebook: Rulebook, text: str, intent: Intent, *, learned: bool
) -> None:
    talk = Talk(rulebook, start(known=EMAIL, dialogue=DialogueState(introduced=True)))
    decision = talk.say(intent, text=text, states={FactKey.EMAIL: Text("omar@acme.com")})
    assert bool(decision.learned) == learned
