"""Moves of a conversation: facts, corrections, skips, side questions, small talk (D5, D6, D7)."""

from dataclasses import replace

import pytest

from qualification.conversation import HandoffStatus
from qualification.decision import Cause, Line, Outcome, Question
from qualification.facts import FactKey, FactValue, Headcount, Text
from qualification.rulebook import Rulebook
from qualification.state import DialogueState, Pending
from qualification.understanding import Intent
from tests.qualification.conversations import (
    ALL_BUT_ADDRESS,
    COMPANY,
    EMAIL,
    FORTY_PEOPLE,
    KNOWN_PROSPECT,
    PAGE,
    PLAN,
    POOR_PAGE,
    ROLE,
    Talk,
    lines,
    question,
    quotes,
    start,
)

FIFTY_PEOPLE: dict[FactKey, FactValue] = {FactKey.TEAM_SIZE: Headcount(50, 50)}


def _asked_for_role(rulebook: Rulebook) -> Talk:
    talk = Talk(rulebook)
    assert question(talk.say(Intent.ASK_PRICING, page=PAGE)) is FactKey.ROLE
    return talk


def test_d13_and_d5_a_greeting_is_greeted_and_the_visitor_may_ask(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.GREET)
    assert lines(decision) == ["intro", "greet"]
    assert question(decision) is None


def test_d5_the_first_question_comes_with_the_first_answer(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.ASK_PRICING, page=PAGE)
    assert quotes(decision) == [PAGE.quote]
    assert question(decision) is FactKey.ROLE
    assert decision.outcome is Outcome.ANSWER


def test_d5_facts_told_before_any_question_are_noted_and_nothing_is_asked(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.INFORM, states=COMPANY)
    assert lines(decision) == ["intro", "ack.company", "greet"]


def test_d7_one_message_may_fill_several_facts(rulebook: Rulebook) -> None:
    decision = _asked_for_role(rulebook).say(Intent.INFORM, states={**ROLE, **FORTY_PEOPLE})
    assert lines(decision) == ["ack.role", "ack.team_size"]
    assert question(decision) is FactKey.EMAIL


def test_d7_no_more_facts_are_repeated_back_than_one_wants_to_read(rulebook: Rulebook) -> None:
    many: dict[FactKey, FactValue] = {key: Text("value") for key in FactKey}
    decision = Talk(rulebook).say(Intent.INFORM, states=many)
    assert len([key for key in lines(decision) if key.startswith("ack.")]) == rulebook.questions.acknowledge_at_most


@pytest.mark.parametrize("intent", [Intent.CORRECT, Intent.INFORM, Intent.AFFIRM])
def test_d7_a_correction_is_acknowledged_once_with_the_new_value(rulebook: Rulebook, intent: Intent) -> None:
    talk = Talk(rulebook, start(known=FORTY_PEOPLE))
    decision = talk.say(intent, states=FIFTY_PEOPLE)
    corrected = [piece for piece in decision.reply if isinstance(piece, Line) and piece.key == "corrected.team_size"]
    assert [piece.facts[0].value for piece in corrected] == [Headcount(50, 50)]
    assert not any(key.startswith("corrected") for key in lines(talk.say(Intent.THANKS)))


def test_d7_the_same_value_in_other_spelling_corrects_nothing(rulebook: Rulebook) -> None:
    decision = Talk(rulebook, start(known=COMPANY)).say(Intent.INFORM, states={FactKey.COMPANY: Text("ACME ")})
    assert "corrected.company" not in lines(decision)


def test_d7_a_side_question_is_answered_and_the_open_question_resumed(rulebook: Rulebook) -> None:
    decision = _asked_for_role(rulebook).say(Intent.ASK_SECURITY, page=PAGE)
    assert quotes(decision) == [PAGE.quote]
    assert lines(decision) == ["repeat_question"]
    assert question(decision) is FactKey.ROLE


def test_d7_after_many_side_questions_the_open_question_waits_in_silence(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    resumed = [question(talk.say(Intent.ASK_SECURITY, page=PAGE)) for _ in range(rulebook.questions.resume_at_most + 1)]
    assert resumed[-1] is None
    assert talk.state.dialogue.requested is FactKey.ROLE
    assert lines(talk.say(Intent.INFORM, states=ROLE)) == ["ack.role"]


def test_d5_a_skipped_question_never_comes_back(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    decision = talk.say(Intent.SKIP)
    assert lines(decision) == ["skipped"]
    assert question(decision) is FactKey.COMPANY
    talk.say(Intent.SKIP)
    asked = [question(talk.say(Intent.ASK_SECURITY, page=PAGE)) for _ in range(4)]
    assert not {FactKey.COMPANY, FactKey.ROLE} & set(asked)


def test_d7_a_bare_no_skips_the_open_question(rulebook: Rulebook) -> None:
    assert FactKey.ROLE in _asked_for_role(rulebook).say(Intent.DENY).next_dialogue.declined


def test_d7_a_bare_yes_does_not_answer_an_open_question(rulebook: Rulebook) -> None:
    decision = _asked_for_role(rulebook).say(Intent.AFFIRM)
    assert decision.reply == (Question(FactKey.ROLE, again=True),)


@pytest.mark.parametrize("intent", [Intent.DENY, Intent.SKIP, Intent.WHY_ASK])
def test_d7_a_bare_word_without_an_open_question_is_told_so(rulebook: Rulebook, intent: Intent) -> None:
    assert lines(Talk(rulebook).say(intent)) == ["intro", "nothing_pending"]


def test_d5_why_do_you_ask_is_answered_and_the_question_stays_open(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    decision = talk.say(Intent.WHY_ASK)
    assert lines(decision) == ["why.role"]
    assert question(decision) is FactKey.ROLE
    assert talk.state.dialogue.requested is FactKey.ROLE


def test_d7_a_question_that_was_not_understood_is_put_differently(rulebook: Rulebook) -> None:
    decision = _asked_for_role(rulebook).say(Intent.UNCLEAR_REPLY)
    assert decision.reply == (Line("unclear_question"), Question(FactKey.ROLE, again=True))


def test_d7_already_told_looks_at_the_facts_and_goes_on(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(known=COMPANY, dialogue=DialogueState(introduced=True, requested=FactKey.COMPANY)))
    decision = talk.say(Intent.ALREADY_TOLD)
    assert decision.reply[0] == Line("already_told", facts=(talk.state.facts[FactKey.COMPANY],))


def test_d7_already_told_of_something_unknown_is_not_argued_about(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    assert lines(talk.say(Intent.ALREADY_TOLD)) == ["skipped"]
    assert FactKey.ROLE in talk.state.dialogue.declined


def test_d7_after_stop_questions_none_is_asked_any_more(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    assert lines(talk.say(Intent.STOP_QUESTIONS)) == ["stopped"]
    assert question(talk.say(Intent.ASK_SECURITY, page=PAGE)) is None


@pytest.mark.parametrize("intent", [Intent.GREET, Intent.CHITCHAT, Intent.THANKS, Intent.BOT_CHALLENGE])
def test_d7_small_talk_leads_back_to_the_open_question(rulebook: Rulebook, intent: Intent) -> None:
    decision = _asked_for_role(rulebook).say(intent)
    assert question(decision) is FactKey.ROLE
    assert decision.outcome is Outcome.ANSWER


@pytest.mark.parametrize("intent", [Intent.GREET, Intent.CHITCHAT, Intent.THANKS, Intent.BOT_CHALLENGE])
def test_d5_small_talk_is_no_reason_for_a_new_question(rulebook: Rulebook, intent: Intent) -> None:
    talk = Talk(rulebook, start(dialogue=DialogueState(introduced=True, question_answered=True, sales_interest=True)))
    assert question(talk.say(intent)) is None


def test_d7_an_unreadable_value_is_asked_back_and_never_guessed(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(known={**ROLE, **FORTY_PEOPLE}))
    assert question(talk.say(Intent.ASK_PRICING, page=PAGE)) is FactKey.EMAIL
    decision = talk.say(Intent.INFORM, misread=FactKey.EMAIL)
    assert lines(decision) == ["invalid.email"]
    assert talk.state.dialogue.requested is FactKey.EMAIL


def test_d7_an_answer_without_a_value_is_asked_back_and_then_let_go(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    assert lines(talk.say(None)) == ["invalid.role"]
    assert lines(talk.say(Intent.INFORM))[0] == "skipped"
    assert talk.state.dialogue.requested is not FactKey.ROLE


def test_d6_a_question_is_put_twice_at_most(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    talk.say(Intent.UNCLEAR_REPLY)
    decision = talk.say(Intent.UNCLEAR_REPLY)
    assert question(decision) is FactKey.COMPANY


def test_d2_nothing_found_is_said_and_a_person_offered(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    decision = talk.say(Intent.ASK_SECURITY, page=POOR_PAGE)
    assert lines(decision) == ["intro", "no_answer"]
    assert talk.state.dialogue.pending is Pending.HANDOFF_OFFER
    assert talk.say(Intent.AFFIRM).bring_in is Cause.ASKED_FOR_PERSON


def test_d7_a_refused_offer_lets_the_visitor_go_on(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_SECURITY)
    decision = talk.say(Intent.DENY)
    assert lines(decision) == ["greet"]
    assert decision.bring_in is None


def test_d7_a_later_yes_does_not_accept_an_offer_long_past(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_SECURITY)
    talk.say(Intent.THANKS)
    assert talk.say(Intent.AFFIRM).bring_in is None


@pytest.mark.parametrize("intent", [Intent.JOB_APPLICATION, Intent.VENDOR_PITCH, Intent.PRESS_OR_STUDENT])
def test_d2_people_at_the_wrong_door_are_shown_the_right_one(rulebook: Rulebook, intent: Intent) -> None:
    decision = Talk(rulebook).say(intent)
    assert decision.outcome is Outcome.DISQUALIFY
    assert lines(decision) == ["intro", intent.value]
    assert question(decision) is None


def test_d15_a_goodbye_leaves_the_conversation_open(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.GOODBYE)
    assert decision.outcome is Outcome.CLOSE
    assert question(decision) is None


def test_d2_a_demo_with_a_known_address_is_recorded(rulebook: Rulebook) -> None:
    decision = Talk(rulebook, start(known=EMAIL)).say(Intent.BOOK_DEMO)
    assert (decision.outcome, decision.bring_in) == (Outcome.BOOK, Cause.DEMO)
    assert lines(decision) == ["intro", "demo_requested"]


def test_d2_a_demo_needs_an_address_and_takes_it_after_a_side_question(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    assert lines(talk.say(Intent.BOOK_DEMO)) == ["intro", "demo_needs_email"]
    assert question(talk.say(Intent.ASK_PRICING, page=PAGE)) is FactKey.EMAIL
    assert talk.say(Intent.INFORM, states=EMAIL).bring_in is Cause.DEMO


def test_d7_an_address_and_a_question_in_one_message_are_both_served(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.BOOK_DEMO)
    decision = talk.say(Intent.ASK_PRICING, states=EMAIL, page=PAGE)
    assert lines(decision) == ["demo_requested"]
    assert quotes(decision) == [PAGE.quote]


def test_d5_a_refused_address_for_a_demo_leads_to_a_person_and_not_to_insisting(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.BOOK_DEMO)
    assert lines(talk.say(Intent.SKIP)) == ["skipped", "handoff_offer"]


def test_d6_and_s2_a_qualified_interested_visitor_is_offered_to_a_rep_once(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_PRICING, page=PAGE)
    decision = talk.say(Intent.INFORM, states=KNOWN_PROSPECT)
    assert lines(decision)[-2:] == ["qualified_thanks", "handoff_offer"]
    accepted = talk.say(Intent.AFFIRM)
    assert (accepted.outcome, accepted.bring_in) == (Outcome.PRESENT_BRIEF, Cause.QUALIFIED)


def test_d6_a_refused_rep_is_not_offered_with_every_answer(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_PRICING, page=PAGE)
    talk.say(Intent.INFORM, states=KNOWN_PROSPECT)
    assert talk.say(Intent.DENY).outcome is Outcome.NURTURE
    assert lines(talk.say(Intent.ASK_SECURITY, page=PAGE)) == []


def test_d6_a_correction_that_opens_the_outcome_again_is_asked_about_and_nobody_is_sent_on_twice(
    rulebook: Rulebook,
) -> None:
    talk = Talk(rulebook, start(known={**ROLE, **PLAN, FactKey.TEAM_SIZE: Headcount(1, 1)}))
    assert talk.say(Intent.ASK_PRICING, page=PAGE).next_dialogue.requested is None
    assert talk.say(Intent.INFORM, states={FactKey.COUNTRY: Text("Chile")}).outcome is Outcome.NURTURE
    assert question(talk.say(Intent.CORRECT, states=FORTY_PEOPLE)) is FactKey.EMAIL
    assert lines(talk.say(Intent.SKIP)) == ["skipped"]


def test_s1_what_a_visitor_asks_about_the_product_counts_and_answers_and_problems_do_not(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    for intent, count in (
        (Intent.ASK_PRICING, 1), (Intent.INFORM, 1), (Intent.SKIP, 1), (Intent.ASK_SECURITY, 2), (Intent.REPORT_BUG, 2),
    ):  # fmt: skip
        talk.say(intent, page=PAGE)
        assert talk.state.dialogue.own_questions == count


@pytest.mark.parametrize(
    ("handoff", "refused"), [(HandoffStatus.RETURNED, False), (HandoffStatus.CLOSED, False), (HandoffStatus.NONE, True)]
)
def test_d6_who_had_a_rep_or_declined_one_is_not_questioned_again(
    rulebook: Rulebook, handoff: HandoffStatus, *, refused: bool
) -> None:
    asking = DialogueState(introduced=True, question_answered=True, sales_interest=True)
    assert question(Talk(rulebook, start(dialogue=asking)).say(Intent.INFORM, states=COMPANY)) is not None
    concluded = replace(asking, concluded=True, refused_person=refused)
    talk = Talk(rulebook, start(dialogue=concluded, handoff=handoff))
    assert question(talk.say(Intent.INFORM, states=COMPANY)) is None


def test_d7_an_address_given_to_an_offer_accepts_it(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.ASK_SECURITY)
    decision = talk.say(Intent.INFORM, states=EMAIL)
    assert decision.bring_in is Cause.ASKED_FOR_PERSON
    assert lines(decision) == ["ack.email"]


def test_d6_an_address_given_after_all_leads_to_the_offer_of_a_rep(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(known=ALL_BUT_ADDRESS))
    talk.say(Intent.ASK_PRICING, page=PAGE, reps_available=False)
    assert talk.say(Intent.SKIP, reps_available=False).outcome is Outcome.NURTURE
    assert lines(talk.say(Intent.INFORM, states=EMAIL))[-1] == "handoff_offer"


def test_s2_the_verdict_alone_brings_nobody_in(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(known=KNOWN_PROSPECT))
    decision = talk.say(Intent.THANKS)
    assert decision.verdict == "qualified"
    assert decision.bring_in is None
    assert "handoff_offer" not in lines(decision)


def test_d6_a_small_team_is_sent_on_kindly_without_asking_for_an_address(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(known={**ROLE, **PLAN}))
    assert question(talk.say(Intent.ASK_PRICING, page=PAGE)) is FactKey.TEAM_SIZE
    decision = talk.say(Intent.INFORM, states={FactKey.TEAM_SIZE: Headcount(1, 1)})
    assert decision.outcome is Outcome.NURTURE
    assert question(decision) is None


@pytest.mark.parametrize("intent", [Intent.ASK_PRIVACY, Intent.CHITCHAT, None])
@pytest.mark.parametrize("text", ["What do you know about me?", "Was wissen Sie über mich?", "¿Qué sabe de mí?"])
def test_m5_who_asks_what_is_known_is_told_the_facts_of_the_conversation(
    rulebook: Rulebook, text: str, intent: Intent | None
) -> None:
    talk = Talk(rulebook, start(known={**COMPANY, **FORTY_PEOPLE}, dialogue=DialogueState(introduced=True)))
    decision = talk.say(intent, text=text, page=PAGE)
    told = [piece for piece in decision.reply if isinstance(piece, Line) and piece.key == "known_so_far"]
    assert [[fact.key for fact in line.facts] for line in told] == [[FactKey.COMPANY, FactKey.TEAM_SIZE]]
    assert quotes(decision) == []


def test_m5_nothing_is_made_up_where_nothing_is_known(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(dialogue=DialogueState(introduced=True)))
    assert lines(talk.say(Intent.ASK_PRIVACY, text="what do you know about me", page=PAGE)) == ["known_nothing"]


def test_m5_an_open_question_comes_back_after_what_is_known(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    assert question(talk.say(Intent.ASK_PRIVACY, text="what do you know about me", page=PAGE)) is FactKey.ROLE


def test_d9_who_waits_and_says_hello_is_told_how_it_stands(rulebook: Rulebook) -> None:
    for handoff, line in ((HandoffStatus.WAITING, "line.waiting"), (HandoffStatus.UNANSWERED, "line.unanswered")):
        talk = Talk(rulebook, start(handoff=handoff, dialogue=DialogueState(introduced=True)))
        assert lines(talk.say(Intent.GREET, text="hello? are you there?")) == [line]


def test_d7_a_question_that_was_repeated_often_enough_is_let_go_when_other_things_are_told(rulebook: Rulebook) -> None:
    talk = _asked_for_role(rulebook)
    for _ in range(rulebook.questions.resume_at_most + 1):
        talk.say(Intent.ASK_SECURITY, page=PAGE)
    told = talk.say(Intent.INFORM, states={**EMAIL, **COMPANY})
    assert question(told) not in {None, FactKey.EMAIL, FactKey.COMPANY}
    assert talk.say(Intent.INFORM, states={**ALL_BUT_ADDRESS}).next_dialogue.pending is Pending.HANDOFF_OFFER


def test_d5_a_fact_that_is_refused_by_name_is_not_asked_for_and_the_open_question_stays(rulebook: Rulebook) -> None:
    asked = DialogueState(introduced=True, question_answered=True, requested=FactKey.EMAIL, sales_interest=True)
    talk = Talk(rulebook, start(dialogue=asked))
    refused = talk.say(Intent.SKIP, text="i dont wanna tell you my job")
    assert refused.next_dialogue.declined == {FactKey.ROLE}
    assert question(refused) is FactKey.EMAIL


def test_d9_who_waits_with_nothing_else_open_is_told_how_it_stands(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(handoff=HandoffStatus.UNANSWERED, dialogue=DialogueState(introduced=True)))
    assert lines(talk.say(Intent.WHY_ASK, text="so when will somebody answer")) == ["line.unanswered"]
