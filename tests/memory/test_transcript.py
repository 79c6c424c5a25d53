"""The transcript: gapless numbers, every message once, nobody speaks out of turn."""

import pytest

from memory.contract import Accepted, Memory, NewMessage
from qualification.conversation import Author, ClosedBy, ConversationStatus, Message, Source
from qualification.errors import Closed, Conflict
from tests.memory.samples import (
    MINUTE,
    NOW,
    assistant_says,
    begin_turn,
    is_open,
    open_conversation,
    the_conversation,
    visitor_says,
)


def _texts(memory: Memory, conversation_id: str) -> list[tuple[int, str]]:
    with memory.reading() as records:
        return [(message.number, message.text) for message in records.transcript.after(conversation_id, 0)]


def _close(memory: Memory, conversation_id: str, by: ClosedBy = ClosedBy.REP) -> None:
    with memory.transaction() as records:
        records.conversations.close(conversation_id, by=by, now=NOW)


def test_d11_numbers_have_no_gaps_whoever_speaks(memory: Memory) -> None:
    opened = open_conversation(memory)
    assert visitor_says(memory, opened.id, "hi") == Accepted(number=1, duplicate=False)
    assert [message.number for message in assistant_says(memory, opened.id, "Hello.", "What is it for?")] == [2, 3]
    assert visitor_says(memory, opened.id, "sales") == Accepted(number=4, duplicate=False)
    assert _texts(memory, opened.id) == [(1, "hi"), (2, "Hello."), (3, "What is it for?"), (4, "sales")]
    assert the_conversation(memory, opened.id).last_number == 4


def test_d11_the_same_client_id_is_accepted_once(memory: Memory) -> None:
    opened = open_conversation(memory)
    assert visitor_says(memory, opened.id, "hi", client_id="c1") == Accepted(number=1, duplicate=False)
    assert visitor_says(memory, opened.id, "hi", client_id="c1") == Accepted(number=1, duplicate=True)
    assert _texts(memory, opened.id) == [(1, "hi")]


def test_d11_other_words_under_the_same_client_id_are_a_conflict(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "hi", client_id="c1")
    with pytest.raises(Conflict, match="client_id"):
        visitor_says(memory, opened.id, "something else", client_id="c1")
    assert _texts(memory, opened.id) == [(1, "hi")]


def test_d11_a_repeat_of_what_was_masked_since_is_the_same_message(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "4111 1111", client_id="c1")
    with memory.transaction() as records:
        records.transcript.mask(opened.id, 1, "[card number removed]")
    assert visitor_says(memory, opened.id, "4111 1111", client_id="c1") == Accepted(number=1, duplicate=True)
    assert _texts(memory, opened.id) == [(1, "[card number removed]")]


def test_a_message_knows_whether_it_follows_one_of_the_visitors_own(memory: Memory) -> None:
    opened = open_conversation(memory)
    assert not visitor_says(memory, opened.id, "hi").follows_own
    assert visitor_says(memory, opened.id, "anybody there?").follows_own
    assistant_says(memory, opened.id, "Hello.")
    assert not visitor_says(memory, opened.id, "good").follows_own


def test_the_same_client_id_in_two_conversations_is_two_messages(memory: Memory) -> None:
    for opened in (open_conversation(memory), open_conversation(memory)):
        assert visitor_says(memory, opened.id, client_id="c1") == Accepted(number=1, duplicate=False)


def test_a_conversation_that_a_rep_closed_accepts_nothing_new(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "hi", client_id="c1")
    _close(memory, opened.id, ClosedBy.REP)
    with pytest.raises(Closed, match="ended"):
        visitor_says(memory, opened.id, "still there?", client_id="c2")
    assert _texts(memory, opened.id) == [(1, "hi")]


def test_a_message_that_arrived_before_the_closing_may_be_sent_again_after_it(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "hi", client_id="c1")
    _close(memory, opened.id)
    assert visitor_says(memory, opened.id, "hi", client_id="c1") == Accepted(number=1, duplicate=True)


def test_d7_what_silence_has_closed_is_open_again_with_the_next_message(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "hi", client_id="c1")
    assistant_says(memory, opened.id, "Hello.")
    _close(memory, opened.id, ClosedBy.SILENCE)
    assert visitor_says(memory, opened.id, "hi", client_id="c1").duplicate
    assert the_conversation(memory, opened.id).status is ConversationStatus.CLOSED
    assert visitor_says(memory, opened.id, "back now", client_id="c2") == Accepted(number=3, duplicate=False)
    again = the_conversation(memory, opened.id)
    assert (again.status, again.closed_by) == (ConversationStatus.OPEN, None)
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    assert turn.numbers == (1, 3)


def test_nothing_is_said_in_a_closed_conversation(memory: Memory) -> None:
    opened = open_conversation(memory)
    _close(memory, opened.id)
    with pytest.raises(Closed):
        assistant_says(memory, opened.id, "One more thing.")


def test_d8_a_speaker_who_lost_the_conversation_says_nothing(memory: Memory) -> None:
    opened = open_conversation(memory)
    with memory.transaction() as records:
        records.conversations.change_owner(opened.id, rep_id="r", rep_name="Robin", now=NOW)
    with pytest.raises(Conflict, match="Somebody else speaks"):
        assistant_says(memory, opened.id, "As I was saying", owner_number=1)
    assert _texts(memory, opened.id) == []
    assert the_conversation(memory, opened.id).last_number == 0


def test_d8_a_refused_speaker_takes_the_whole_transaction_with_it(memory: Memory) -> None:
    opened = open_conversation(memory)

    def speak_out_of_turn() -> None:
        with memory.transaction() as records:
            records.conversations.set_locale(opened.id, "de")
            records.transcript.say(opened.id, [NewMessage(Author.ASSISTANT, "Hallo")], owner_number=9, now=NOW)

    with pytest.raises(Conflict):
        speak_out_of_turn()
    assert the_conversation(memory, opened.id).locale == "en"


def test_speaking_into_an_unknown_conversation_is_refused(memory: Memory) -> None:
    with pytest.raises(Conflict, match="no such conversation"):
        visitor_says(memory, "unknown")
    with pytest.raises(Conflict, match="no such conversation"):
        assistant_says(memory, "unknown", "Hello.")


def test_h3_a_rep_clicking_send_twice_says_it_once(memory: Memory) -> None:
    opened = open_conversation(memory)
    message = NewMessage(Author.REP, "Robin here.", name="Robin", client_id="rep-1")
    said: list[Message] = []
    for _ in range(2):
        with memory.transaction() as records:
            said += records.transcript.say(opened.id, [message], owner_number=1, now=NOW)
    assert said[0] == said[1]
    assert _texts(memory, opened.id) == [(1, "Robin here.")]


def test_a_visitor_cannot_silence_a_rep_by_using_a_reps_client_id(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "mine", client_id="rep-1")
    with memory.transaction() as records:
        message = NewMessage(Author.REP, "Robin here.", name="Robin", client_id="rep-1")
        said = records.transcript.say(opened.id, [message], owner_number=1, now=NOW)
    assert [one.number for one in said] == [2]


def test_everything_of_a_message_comes_back(memory: Memory) -> None:
    opened = open_conversation(memory)
    given = NewMessage(
        Author.ASSISTANT,
        "Growth costs 49 EUR. مرحبا 👋",
        name="Foyer",
        choices=("1–10", "11–50"),
        sources=(Source("Pricing", "/help/pricing#plans"),),
    )
    with memory.transaction() as records:
        said = records.transcript.say(opened.id, [given], owner_number=1, now=NOW)
    expected = Message(1, Author.ASSISTANT, given.text, NOW, "Foyer", given.choices, given.sources)
    with memory.reading() as records:
        assert list(records.transcript.last(opened.id, 1)) == list(said) == [expected]


def test_d4_the_button_for_a_person_is_a_message_that_says_so(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "", client_id="c1", person=True)
    with memory.reading() as records:
        assert records.transcript.last(opened.id, 1)[0].person_requested


@pytest.mark.parametrize("text", ["a\x00b", "half a pair \ud83d", "\u202eright to left", "x" * 100_000])
def test_no_text_is_too_strange_to_be_stored(memory: Memory, text: str) -> None:
    opened = open_conversation(memory)
    assert visitor_says(memory, opened.id, text).number == 1
    assert len(_texts(memory, opened.id)) == 1


def test_reading_on_starts_after_the_given_number_and_stops_at_the_limit(memory: Memory) -> None:
    opened = open_conversation(memory)
    for number in range(6):
        visitor_says(memory, opened.id, str(number), now=NOW + number * MINUTE)
    with memory.reading() as records:
        assert [one.number for one in records.transcript.after(opened.id, 2, limit=3)] == [3, 4, 5]
        assert [one.number for one in records.transcript.last(opened.id, 2)] == [5, 6]
        assert list(records.transcript.after(opened.id, 6)) == []


def test_messages_are_found_by_their_numbers_in_order(memory: Memory) -> None:
    opened = open_conversation(memory)
    for number in range(4):
        visitor_says(memory, opened.id, str(number))
    with memory.reading() as records:
        assert [one.number for one in records.transcript.numbered(opened.id, [4, 2, 9])] == [2, 4]
        assert list(records.transcript.numbered(opened.id, [])) == []


def test_d8_what_a_rep_has_answered_the_assistant_does_not_answer_again(memory: Memory) -> None:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "what does it cost?")
    turn = begin_turn(memory, opened.id)
    assert turn is not None
    with memory.transaction() as records:
        owner = records.conversations.change_owner(opened.id, rep_id="r", rep_name="Robin", now=NOW)
        records.transcript.say(
            opened.id, [NewMessage(Author.REP, "49 EUR.", name="Robin")], owner_number=owner.number, now=NOW
        )
        assert not is_open(records, turn.id)
        records.conversations.change_owner(opened.id, rep_id=None, rep_name=None, now=NOW)
    assert begin_turn(memory, opened.id) is None
    visitor_says(memory, opened.id, "and for two?")
    again = begin_turn(memory, opened.id)
    assert again is not None
    assert again.numbers == (3,)
