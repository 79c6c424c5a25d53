"""Which problem is meant, whether help helped, when it is a ticket, and the one offer afterwards (D10)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.conversation import HandoffStatus
from qualification.deciding.helping.problems import another_problem, still_failing
from qualification.deciding.turn import read_turn
from qualification.decision import Cause, OpenTicket, SolveTicket
from qualification.rulebook import Rulebook
from qualification.state import DialogueState, KnownTicket, TurnSignals
from qualification.understanding import Intent, Understanding
from tests.qualification.conversations import NOW, PAGE, Talk, lines, question, quotes, start

WHITE = "the widget stays white on every page"
TICKETED = DialogueState(turn=3, introduced=True, problem_open=True, ticketed=True, tickets=1, help_attempts=1)


def _with_ticket(rulebook: Rulebook, handoff: HandoffStatus = HandoffStatus.RETURNED) -> Talk:
    state = replace(start(dialogue=TICKETED, handoff=handoff), ticket=KnownTicket(7, WHITE))
    return Talk(rulebook, state, number=3)


def _turn_is_another(rulebook: Rulebook, text: str, intent: Intent) -> bool:
    state = _with_ticket(rulebook).state
    signals = TurnSignals((4,), Understanding(text, ((intent, 0.9),)))
    return another_problem(read_turn(state, signals, rulebook, NOW))


def test_d10_an_unsolved_problem_is_a_ticket_that_points_to_the_words_that_told_it(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.REPORT_BUG, text=WHITE)
    unsolved = talk.say(None, text="since monday")
    assert unsolved.ticket == OpenTicket((1, 2))
    assert unsolved.bring_in is Cause.UNSOLVED_PROBLEM
    assert "ticket_opened" not in lines(unsolved)
    assert unsolved.next_dialogue.ticketed


def test_d10_who_asks_for_a_person_in_an_open_problem_leaves_a_ticket_too(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.REPORT_BUG, text=WHITE, page=PAGE)
    asked = talk.say(Intent.ASK_HUMAN, text="a person please")
    assert (asked.bring_in, asked.ticket) == (Cause.ASKED_FOR_PERSON, OpenTicket((1,)))


def test_d10_without_a_problem_a_person_is_brought_in_without_a_ticket(rulebook: Rulebook) -> None:
    assert Talk(rulebook).say(Intent.ASK_HUMAN).ticket is None


@pytest.mark.parametrize("words", ["tried that, still nothing", "Still Doesn\u2019t work", "no luck here"])
@pytest.mark.parametrize("intent", [None, Intent.INFORM, Intent.THANKS, Intent.PROBLEM_SOLVED])
def test_d10_tried_that_still_nothing_is_a_failed_answer_however_it_was_understood(
    rulebook: Rulebook, words: str, intent: Intent | None
) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.REPORT_BUG, text=WHITE, page=PAGE)
    failed = talk.say(intent, text=words, page=PAGE)
    assert (failed.bring_in, failed.ticket) == (Cause.UNSOLVED_PROBLEM, OpenTicket((1,) if intent else (1, 2)))
    assert quotes(failed) == []


def test_d10_the_same_words_without_a_problem_are_no_failed_answer(rulebook: Rulebook) -> None:
    assert Talk(rulebook).say(None, text="tried that, still nothing").ticket is None


def test_d10_the_same_problem_again_names_its_ticket_and_opens_none(rulebook: Rulebook) -> None:
    again = _with_ticket(rulebook).say(Intent.REPORT_BUG, text="the widget is still white")
    assert lines(again) == ["ticket_standing"]
    assert (again.bring_in, again.ticket) == (Cause.UNSOLVED_PROBLEM, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("my invoice shows the wrong amount", Intent.ASK_BILLING),
        ("another problem: nobody can sign in", Intent.ACCOUNT_ACCESS),
        ("I have a second issue with the widget", Intent.REPORT_BUG),
    ],
)
def test_d10_other_words_or_saying_so_make_another_problem(rulebook: Rulebook, text: str, intent: Intent) -> None:
    assert _turn_is_another(rulebook, text, intent)
    begun = _with_ticket(rulebook).say(intent, text=text).next_dialogue
    assert (begun.problem_open, begun.ticketed, begun.problem_numbers) == (True, False, (4,))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("the pages are all white", Intent.REPORT_BUG),
        ("it does not work", Intent.REPORT_BUG),
        ("can we get more seats for my colleagues", Intent.ASK_BILLING),
        ("thanks for looking into that matter", Intent.THANKS),
    ],
)
def test_d10_the_same_words_few_words_or_interest_make_none(rulebook: Rulebook, text: str, intent: Intent) -> None:
    assert not _turn_is_another(rulebook, text, intent)


@given(st.text(max_size=80), st.sampled_from(Intent))
def test_d10_told_in_its_own_words_a_problem_is_never_another_one(
    rulebook: Rulebook, text: str, intent: Intent
) -> None:
    state = replace(start(dialogue=TICKETED), ticket=KnownTicket(7, text))
    signals = TurnSignals((4,), Understanding(text, ((intent, 0.9),)))
    turn = read_turn(state, signals, rulebook, NOW)
    assert not another_problem(turn)
    closed = replace(turn, state=replace(state, dialogue=replace(TICKETED, problem_open=False)))
    assert not still_failing(closed)


def test_d10_a_conversation_opens_only_so_many_tickets_and_then_gets_a_person_alone(rulebook: Rulebook) -> None:
    at_most = rulebook.support.tickets_at_most
    talk = Talk(rulebook)
    for place in range(at_most + 3):
        talk.state = replace(talk.state, handoff=HandoffStatus.NONE)
        talk.say(Intent.REPORT_BUG, text="another problem: it broke again", page=PAGE)
        unsolved = talk.say(Intent.INFORM, text="tried that, still nothing", page=PAGE)
        assert unsolved.bring_in is Cause.UNSOLVED_PROBLEM
        assert (unsolved.ticket is None) == (place >= at_most)
    assert talk.state.dialogue.tickets == at_most


def test_d10_a_ticket_ends_when_the_visitor_says_so(rulebook: Rulebook) -> None:
    solved = _with_ticket(rulebook).say(Intent.PROBLEM_SOLVED, text="works now, thanks")
    assert solved.ticket == SolveTicket(7)
    assert lines(solved) == ["ticket_solved", "anything_else"]
    assert not solved.next_dialogue.ticketed


def test_d10_a_second_problem_that_is_solved_leaves_the_ticket_of_the_first_open(rulebook: Rulebook) -> None:
    talk = _with_ticket(rulebook)
    talk.say(Intent.ASK_BILLING, text="my invoice shows the wrong amount", page=PAGE)
    solved = talk.say(Intent.PROBLEM_SOLVED)
    assert solved.ticket is None
    assert lines(solved) == ["problem_solved"]


def test_d10_the_offer_after_a_problem_is_made_once_and_the_flag_stays(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    for expected in ("upgrade_offer", "problem_solved"):
        talk.say(Intent.REPORT_BUG, text=WHITE, page=PAGE)
        during = talk.say(Intent.ASK_PRICING, text="and what does the bigger plan cost", page=PAGE)
        assert question(during) is None
        assert lines(talk.say(Intent.PROBLEM_SOLVED))[-1] == expected
        talk.say(Intent.GREET)
    assert talk.state.dialogue.buying_signal


def test_d10_interest_in_passing_is_flagged_once_with_its_reason(rulebook: Rulebook) -> None:
    talk = Talk(rulebook)
    talk.say(Intent.REPORT_BUG, text=WHITE, page=PAGE)
    flags = [
        "signal:buying_signal" in {f"{item.kind}:{item.ref}" for item in decision.evidence}
        for decision in (
            talk.say(Intent.INFORM, text="we also need more seats", page=PAGE),
            talk.say(Intent.ASK_PRICING, text="how much is that", page=PAGE),
        )
    ]
    assert flags == [True, False]


def test_d10_a_problem_told_while_a_person_is_on_the_way_is_kept_at_once(rulebook: Rulebook) -> None:
    talk = Talk(rulebook, start(handoff=HandoffStatus.WAITING))
    told = talk.say(Intent.REPORT_BUG, text=WHITE)
    assert (told.ticket, told.bring_in) == (OpenTicket((1,)), None)
    assert lines(told)[-1] == "line.waiting"


@pytest.mark.parametrize(
    "text",
    ["cleared the cache too. still not there", "ok what was my ticket number again", "is my ticket still open?",
     "das Problem ist noch da", "sigue sin aparecer", "it is not there"],
)  # fmt: skip
def test_d10_no_ticket_is_closed_by_words_that_ask_or_deny_whatever_they_were_taken_for(
    rulebook: Rulebook, text: str
) -> None:
    said = _with_ticket(rulebook).say(Intent.PROBLEM_SOLVED, text=text)
    assert said.ticket is None
    assert "ticket_standing" in lines(said)


@pytest.mark.parametrize(
    "text", ["works now, thanks", "solved", "it doesn't happen anymore", "klappt wieder", "ya no falla"]
)
def test_d10_a_ticket_is_closed_by_words_that_say_that_it_is_over(rulebook: Rulebook, text: str) -> None:
    assert _with_ticket(rulebook).say(Intent.PROBLEM_SOLVED, text=text).ticket == SolveTicket(7)


@pytest.mark.parametrize(
    "text", ["what is my ticket number", "wie ist der Stand von meinem Ticket", "¿cómo va mi ticket?"]
)
@pytest.mark.parametrize("intent", [Intent.SERVICE_STATUS, Intent.ALREADY_TOLD, None])
def test_d10_who_asks_for_the_ticket_is_told_its_number(rulebook: Rulebook, text: str, intent: Intent | None) -> None:
    told = _with_ticket(rulebook, HandoffStatus.WAITING).say(intent, text=text, page=PAGE)
    assert lines(told) == ["ticket_standing", "line.waiting"]
    assert quotes(told) == []
