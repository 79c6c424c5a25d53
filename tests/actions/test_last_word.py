"""What is said when neither the engine nor the script can answer: something, once, and only by who may speak."""

from datetime import UTC, datetime

from actions.last_word import KEY, say_last_word
from qualification.conversation import Author, HandoffStatus
from tests.actions.office import Office


def begin_turn(office: Office, conversation_id: str) -> str:
    with office.memory.transaction() as records:
        locked = records.conversations.lock(conversation_id)
        assert locked is not None
        turn = records.turns.begin(locked, now=datetime.now(UTC))
    assert turn is not None
    return turn.id


def last_word(office: Office, turn_id: str) -> bool:
    return say_last_word(office.memory, office.replies, turn_id, datetime.now(UTC))


def test_d9_the_last_word_says_so_and_asks_for_a_person_once(office: Office) -> None:
    conversation_id = office.conversation("how much is it?")
    turn_id = begin_turn(office, conversation_id)
    assert last_word(office, turn_id)
    assert not last_word(office, turn_id)
    _, said = office.messages(conversation_id)
    assert said.author is Author.ASSISTANT
    assert said.text in office.replies.variants(KEY)
    with office.memory.reading() as records:
        handoff = records.handoffs.open_for(conversation_id)
        assert handoff is not None
        assert handoff.status is HandoffStatus.WAITING
        assert not records.turns.unanswered(datetime.now(UTC))


def test_d8_the_last_word_is_not_said_where_a_rep_speaks_by_now(office: Office) -> None:
    conversation_id = office.conversation("how much is it?")
    turn_id = begin_turn(office, conversation_id)
    office.take_over(office.dana, conversation_id)
    before = office.messages(conversation_id)
    assert not last_word(office, turn_id)
    assert office.messages(conversation_id) == before
    with office.memory.reading() as records:
        turn = records.turns.get(turn_id)
        assert turn is not None
        assert turn.ended


def test_the_last_word_to_a_turn_that_nobody_knows_is_silence(office: Office) -> None:
    assert not last_word(office, "invented")
