"""A turn grows while Rasa is at work: what was understood of fewer messages than it holds by then answers nothing."""

from datetime import timedelta

from actions.turn import Heard, TurnStatus, answer_turn
from memory.contract import Turn
from qualification.understanding import Intent, Understanding
from tests.actions.office import Office
from tests.memory.samples import NOW, begin_turn, visitor_says

LATE = NOW + timedelta(minutes=1)
FIRST, SECOND = "hello", "I want a human"


def _said(office: Office, conversation_id: str, text: str) -> Turn:
    """The turn as it is after this message."""
    visitor_says(office.memory, conversation_id, text)
    turn = begin_turn(office.memory, conversation_id)
    assert turn is not None
    return turn


def _heard(intent: Intent, turn: Turn) -> Heard:
    return Heard(Understanding(turn.text, ((intent, 0.9),)), last_message=turn.numbers[-1])


def test_d11_a_late_understanding_of_the_first_message_does_not_answer_the_second(office: Office) -> None:
    conversation_id = office.conversation()
    first = _said(office, conversation_id, FIRST)
    widened = _said(office, conversation_id, SECOND)
    assert (widened.id, widened.numbers) == (first.id, (1, 2))
    # Long after the burst, when a visitor who types on is answered all the same.
    office.clock = lambda: LATE
    assert answer_turn(office.tools, first.id, _heard(Intent.GREET, first)) is TurnStatus.SUPERSEDED
    assert [message.text for message in office.messages(conversation_id)] == [FIRST, SECOND]
    assert answer_turn(office.tools, first.id, _heard(Intent.ASK_HUMAN, widened)) is TurnStatus.ANSWERED
    assert office.handoff_of(conversation_id)


def test_d11_a_late_understanding_of_an_answered_turn_says_nothing_more(office: Office) -> None:
    conversation_id = office.conversation()
    first = _said(office, conversation_id, FIRST)
    widened = _said(office, conversation_id, SECOND)
    assert answer_turn(office.tools, first.id, _heard(Intent.ASK_HUMAN, widened)) is TurnStatus.ANSWERED
    assert answer_turn(office.tools, first.id, _heard(Intent.GREET, first)) is TurnStatus.DUPLICATE


def test_d11_a_message_that_no_turn_has_gathered_yet_does_not_hold_up_the_answer_for_ever(office: Office) -> None:
    conversation_id = office.conversation()
    first = _said(office, conversation_id, FIRST)
    visitor_says(office.memory, conversation_id, SECOND)
    office.clock = lambda: LATE
    assert answer_turn(office.tools, first.id, _heard(Intent.GREET, first)) is TurnStatus.ANSWERED
    following = begin_turn(office.memory, conversation_id)
    assert following is not None
    assert following.text == SECOND
