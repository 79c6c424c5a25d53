"""Help first (D10): what a visitor with a problem meets, and what becomes of interest shown meanwhile."""

import pytest

from qualification.conversation import Channel
from qualification.decision import Cause, Outcome
from qualification.facts import FactKey
from qualification.rulebook import Rulebook
from qualification.state import Pending
from qualification.understanding import Intent
from tests.qualification.conversations import COMPANY, EMAIL, PAGE, Talk, lines, question, quotes, start


def _with_problem(rulebook: Rulebook, channel: Channel = Channel.WEBSITE) -> Talk:
    talk = Talk(rulebook, start(channel))
    talk.say(Intent.REPORT_BUG, page=PAGE)
    assert talk.state.dialogue.problem_open
    return talk


def test_d10_a_problem_with_a_page_is_helped_and_nothing_is_asked(rulebook: Rulebook) -> None:
    decision = Talk(rulebook).say(Intent.REPORT_BUG, page=PAGE)
    assert quotes(decision) == [PAGE.quote]
    assert question(decision) is None
    assert decision.next_dialogue.pending is Pending.PROBLEM_CHECK


def test_d10_a_problem_sets_an_open_sales_question_aside(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    assert question(talk.say(Intent.ASK_PRICING, page=PAGE)) is FactKey.ROLE
    assert question(talk.say(Intent.ACCOUNT_ACCESS, page=PAGE)) is None
    assert talk.state.dialogue.requested is None


def test_d10_without_a_page_it_is_asked_what_happened_and_then_a_person_helps(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    assert lines(talk.say(Intent.REPORT_BUG)) == ["intro", "support_open"]
    described = talk.say(None, text="the widget stays white on every page")
    assert (described.outcome, described.bring_in) == (Outcome.ESCALATE, Cause.UNSOLVED_PROBLEM)


def test_d10_a_description_that_a_page_answers_is_helped_with(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.REPORT_BUG)
    assert quotes(talk.say(None, text="it says blocked by CSP", page=PAGE)) == [PAGE.quote]


@pytest.mark.parametrize("intent", [Intent.DENY, Intent.REPORT_BUG])
def test_d10_help_that_does_not_help_brings_in_a_person(rulebook: Rulebook, intent: Intent) -> None:
    assert _with_problem(rulebook).say(intent).bring_in is Cause.UNSOLVED_PROBLEM


def test_d10_after_enough_answers_to_one_problem_a_person_helps(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    causes = [talk.say(Intent.REPORT_BUG, page=PAGE).bring_in for _ in range(rulebook.support.help_at_most + 1)]
    assert causes == [None] * rulebook.support.help_at_most + [Cause.UNSOLVED_PROBLEM]


@pytest.mark.parametrize("intent", [Intent.AFFIRM, Intent.PROBLEM_SOLVED])
def test_d10_a_solved_problem_is_closed_and_the_visitor_asked_for_anything_else(
    rulebook: Rulebook, intent: Intent
) -> None:
    talk = _with_problem(rulebook)
    assert lines(talk.say(intent)) == ["problem_solved"]
    assert not talk.state.dialogue.problem_open
    assert talk.say(Intent.DENY).outcome is Outcome.CLOSE


def test_d10_thanks_alone_do_not_close_a_problem(rulebook: Rulebook) -> None:
    talk = _with_problem(rulebook)
    talk.say(Intent.THANKS)
    assert talk.state.dialogue.problem_open


@pytest.mark.parametrize("channel", list(Channel))
def test_d10_interest_during_a_problem_is_a_quiet_flag_and_an_offer_afterwards(
    rulebook: Rulebook, channel: Channel
) -> None:
    talk = _with_problem(rulebook, channel)
    during = talk.say(Intent.ASK_PRICING, page=PAGE)
    assert quotes(during) == [PAGE.quote]
    assert question(during) is None
    assert talk.state.dialogue.buying_signal
    assert lines(talk.say(Intent.PROBLEM_SOLVED)) == ["thanks", "upgrade_offer"]


def test_d10_a_demo_wanted_during_a_problem_is_offered_a_person_and_asked_nothing(rulebook: Rulebook) -> None:
    decision = _with_problem(rulebook).say(Intent.BOOK_DEMO)
    assert lines(decision) == ["handoff_offer"]
    assert question(decision) is None


def test_d10_an_offer_refused_during_a_problem_goes_on_helping(rulebook: Rulebook) -> None:
    talk = _with_problem(rulebook)
    talk.say(Intent.BOOK_DEMO)
    assert lines(talk.say(Intent.DENY)) == ["support_open"]


def test_d10_a_how_to_question_is_a_problem_in_a_support_chat_only(rulebook: Rulebook) -> None:
    for channel, expected in ((Channel.SUPPORT, True), (Channel.WEBSITE, False)):
        talk = Talk(rulebook, start(channel))
        talk.say(Intent.ASK_HOW_TO, page=PAGE)
        assert talk.state.dialogue.problem_open is expected


def test_d10_a_how_to_question_is_not_followed_by_a_sales_question(rulebook: Rulebook) -> None:
    assert question(Talk(rulebook).say(Intent.ASK_HOW_TO, page=PAGE)) is None


def test_d10_a_support_chat_without_interest_asks_no_sales_question(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(Channel.SUPPORT))
    assert question(talk.say(Intent.ASK_SECURITY, page=PAGE)) is None
    assert question(talk.say(Intent.ASK_PRICING, page=PAGE)) is FactKey.ROLE


def test_d10_facts_told_during_a_problem_are_noted_without_a_question(rulebook: Rulebook) -> None:
    decision = _with_problem(rulebook).say(Intent.INFORM, states={**COMPANY, **EMAIL})
    assert lines(decision) == ["ack.company", "ack.email"]
    assert question(decision) is None


def test_d10_a_value_for_a_sale_is_not_asked_back_during_a_problem(rulebook: Rulebook) -> None:
    talk = _with_problem(rulebook)
    assert "invalid.budget" not in lines(talk.say(Intent.INFORM, misread=FactKey.BUDGET))
    assert lines(talk.say(Intent.INFORM, misread=FactKey.EMAIL)) == ["invalid.email"]
