"""The silence of a visitor: one nudge about what is open, later a kind end, and going on is always possible."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar

import pytest

from actions.waiting.one_by_one import one_by_one
from actions.waiting.silence import tend_silence
from memory.contract import Conversation, Memory, NewMessage, Records
from qualification.conversation import Author, ClosedBy, ConversationStatus
from qualification.errors import Unavailable
from qualification.facts import FactKey
from qualification.understanding import Intent
from tests.actions.office import Office

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

P = ParamSpec("P")
T = TypeVar("T")


@pytest.fixture
def asked(office: Office) -> str:
    """A conversation in which a demo was asked for, so that an address is awaited."""
    office.clock = lambda: START
    conversation_id = office.conversation()
    office.turn(conversation_id, "book me a demo", Intent.BOOK_DEMO)
    assert conversation(office, conversation_id).dialogue.requested is FactKey.EMAIL
    return conversation_id


def conversation(office: Office, conversation_id: str) -> Conversation:
    with office.memory.reading() as records:
        found = records.conversations.get(conversation_id)
    assert found is not None
    return found


def tend(office: Office, after: timedelta) -> tuple[str, ...]:
    office.clock = lambda: START + after
    return tend_silence(office.memory, office.replies, office.rulebook.idle, office.clock())


def last_words(office: Office, conversation_id: str) -> str:
    return office.messages(conversation_id)[-1].text


def test_a_silent_visitor_is_nudged_when_the_time_has_come_and_only_once(office: Office, asked: str) -> None:
    wait = office.rulebook.idle.nudge_after
    assert tend(office, wait - SECOND) == ()
    assert tend(office, wait) == (asked,)
    assert last_words(office, asked) in office.replies.variants("idle_nudge")
    assert tend(office, wait + SECOND) == ()
    assert conversation(office, asked).dialogue.requested is FactKey.EMAIL


def test_d15_a_silence_that_outlasts_the_nudge_is_closed_kindly(office: Office, asked: str) -> None:
    numbers = office.rulebook.idle
    tend(office, numbers.nudge_after)
    assert tend(office, numbers.nudge_after + numbers.close_after - SECOND) == ()
    assert tend(office, numbers.nudge_after + numbers.close_after) == (asked,)
    assert last_words(office, asked) in office.replies.variants("idle_close")
    assert conversation(office, asked).status is ConversationStatus.CLOSED
    assert conversation(office, asked).closed_by is ClosedBy.SILENCE
    assert tend(office, timedelta(days=9)) == ()


def test_d7_whoever_answers_after_the_closing_goes_on_where_it_was_with_everything_known(
    office: Office, asked: str
) -> None:
    numbers = office.rulebook.idle
    tend(office, numbers.nudge_after)
    tend(office, numbers.nudge_after + numbers.close_after)
    assert conversation(office, asked).dialogue.requested is FactKey.EMAIL
    office.turn(asked, "dana@acme.com", Intent.INFORM)
    assert "dana@acme.com" in last_words(office, asked)
    again = conversation(office, asked)
    assert (again.status, again.closed_by) == (ConversationStatus.OPEN, None)


def test_d7_an_answer_after_the_nudge_goes_on_where_it_was(office: Office, asked: str) -> None:
    tend(office, office.rulebook.idle.nudge_after)
    office.turn(asked, "dana@acme.com", Intent.INFORM)
    assert "dana@acme.com" in last_words(office, asked)
    assert tend(office, timedelta(days=1)) == ()
    assert conversation(office, asked).status is ConversationStatus.OPEN


def test_a_nudge_shows_the_choices_of_the_open_question_again(office: Office) -> None:
    office.clock = lambda: START
    conversation_id = office.conversation()
    office.turn(conversation_id, "does it play with trams", Intent.ASK_PRODUCT)
    offered = office.messages(conversation_id)[-1].choices
    assert offered
    tend(office, office.rulebook.idle.nudge_after)
    assert office.messages(conversation_id)[-1].choices == offered


def test_with_nothing_open_nobody_is_nudged(office: Office) -> None:
    office.clock = lambda: START
    conversation_id = office.conversation()
    office.turn(conversation_id, "bye", Intent.GOODBYE)
    assert tend(office, timedelta(days=1)) == ()


def test_d9_whoever_waits_for_a_person_is_not_nudged(office: Office) -> None:
    office.clock = lambda: START
    conversation_id = office.conversation()
    office.turn(conversation_id, "a person please", Intent.ASK_HUMAN)
    assert conversation(office, conversation_id).dialogue.requested is FactKey.EMAIL
    assert tend(office, timedelta(days=1)) == ()


def test_d8_where_a_rep_speaks_the_assistant_does_not_break_the_silence(office: Office, asked: str) -> None:
    office.take_over(office.dana, asked)
    assert tend(office, timedelta(days=1)) == ()


def test_a_visitor_who_has_just_written_is_not_nudged_meanwhile(office: Office, asked: str) -> None:
    with office.memory.transaction() as records:
        records.transcript.accept(asked, NewMessage(Author.VISITOR, "wait", client_id="w"), now=START)
    assert tend(office, timedelta(days=1)) == ()


def test_of_several_gateways_that_look_at_the_same_moment_one_speaks(office: Office, asked: str) -> None:
    wait = office.rulebook.idle.nudge_after
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda _: tend(office, wait), range(6)))
    assert sorted(told, key=len) == [()] * 5 + [(asked,)]
    texts = [message.text for message in office.messages(asked)]
    assert sum(text in office.replies.variants("idle_nudge") for text in texts) == 1


@dataclass
class FailingMemory:
    """A memory whose database answers only so many more writes."""

    memory: Memory
    writes_left: int

    def transaction(self) -> AbstractContextManager[Records]:
        self.writes_left -= 1
        if self.writes_left < 0:
            raise Unavailable("The database does not answer; try again in a moment.")
        return self.memory.transaction()

    def reading(self) -> AbstractContextManager[Records]:
        return self.memory.reading()

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.memory.run(work, *args, **kwargs)


def test_q5_who_was_nudged_before_the_database_failed_is_known_and_the_others_come_next_time(
    office: Office, asked: str
) -> None:
    other = office.conversation()
    office.turn(other, "book me a demo", Intent.BOOK_DEMO)
    now = START + office.rulebook.idle.nudge_after
    failing = FailingMemory(office.memory, writes_left=1)
    first = tend_silence(failing, office.replies, office.rulebook.idle, now)
    assert len(first) == 1
    assert {*first, *tend(office, office.rulebook.idle.nudge_after)} == {asked, other}


def noted_and_cut_off(office: Office, conversation_id: str) -> None:
    with office.memory.transaction() as records:
        assert records.silences.nudge(conversation_id, silent_since=START, now=START)
        raise KeyboardInterrupt


def test_a_process_that_dies_at_a_nudge_leaves_nothing_half_done(office: Office, asked: str) -> None:
    numbers = office.rulebook.idle
    before = office.messages(asked)
    # Noted and then cut off before its words were written: both are one transaction.
    with pytest.raises(KeyboardInterrupt):
        noted_and_cut_off(office, asked)
    assert office.messages(asked) == before
    assert tend(office, numbers.nudge_after) == (asked,)


def test_d15_a_conversation_that_cannot_be_read_holds_up_nobody_elses_nudge(office: Office, asked: str) -> None:
    office.clock = lambda: START
    other = office.conversation()
    office.turn(other, "book me a demo", Intent.BOOK_DEMO)
    broken = min(asked, other)

    def step(records: Records, conversation_id: str) -> bool:
        if conversation_id == broken:
            raise ValueError("its state cannot be read")
        return True

    assert one_by_one(office.memory, sorted((asked, other)), step) == (max(asked, other),)
