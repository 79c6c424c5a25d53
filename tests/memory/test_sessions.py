"""M1: the hot view of a conversation is always what the database says, kept or not."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from memory.contract import Memory, NewMessage, Session
from memory.live.contract import LiveStore, Payload
from memory.live.in_process import InProcessLiveStore
from memory.live.redis import RedisLiveStore
from memory.sessions import MESSAGES, Sessions
from qualification.conversation import Author, ClosedBy, Source
from qualification.state import DialogueState
from tests.memory.samples import (
    NOW,
    add_rep,
    assistant_says,
    open_conversation,
    visitor_says,
)
from tests.services.servers import free_port


class _Counting(InProcessLiveStore):
    """Tells how often something was written into it."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = 0

    async def keep(self, key: str, value: Payload, *, lifetime: timedelta) -> None:
        self.kept += 1
        await super().keep(key, value, lifetime=lifetime)


@pytest.fixture
async def down() -> AsyncIterator[LiveStore]:
    """A live store that does not answer."""
    store = RedisLiveStore(f"redis://127.0.0.1:{free_port()}/0")
    yield store
    await store.close()


def _rich_conversation(memory: Memory) -> str:
    opened = open_conversation(memory)
    visitor_says(memory, opened.id, "what does it cost? مرحبا", client_id="c1")
    answer = NewMessage(
        Author.ASSISTANT, "49 EUR.", "Foyer", choices=("1–10", "more"), sources=(Source("Pricing", "/help/pricing"),)
    )
    with memory.transaction() as records:
        records.transcript.say(opened.id, [answer], owner_number=1, now=NOW)
    return opened.id


async def _view(memory: Memory, live: LiveStore, conversation_id: str) -> Session:
    session = await Sessions(memory, live).view(conversation_id)
    assert session is not None
    return session


async def test_m1_the_kept_view_equals_the_one_read_from_the_database(memory: Memory) -> None:
    conversation_id = _rich_conversation(memory)
    live = _Counting()
    read, kept = [await _view(memory, live, conversation_id) for _ in range(2)]
    assert read == kept
    assert live.kept == 1
    assert [message.number for message in read.messages] == [1, 2]


async def test_m1_every_change_is_seen_at_once(memory: Memory) -> None:
    conversation_id = _rich_conversation(memory)
    live = InProcessLiveStore()
    rep = add_rep(memory)

    async def check() -> Session:
        hot = await _view(memory, live, conversation_id)
        assert hot == await _view(memory, InProcessLiveStore(), conversation_id)
        return hot

    await check()
    visitor_says(memory, conversation_id, "hello?")
    assert len((await check()).messages) == 3
    with memory.transaction() as records:
        records.conversations.set_dialogue(conversation_id, DialogueState(turn=9))
    assert (await check()).conversation.dialogue.turn == 9
    with memory.transaction() as records:
        records.conversations.change_owner(conversation_id, rep_id=rep.id, rep_name=rep.name, now=NOW)
    assert (await check()).conversation.owner.rep_name == "Robin"
    with memory.transaction() as records:
        records.conversations.close(conversation_id, by=ClosedBy.REP, now=NOW)
    await check()


async def test_m6_what_was_masked_afterwards_is_not_shown_from_what_was_kept(memory: Memory) -> None:
    conversation_id = open_conversation(memory).id
    live = InProcessLiveStore()
    visitor_says(memory, conversation_id, "4111 1111 1111", client_id="c1")
    await _view(memory, live, conversation_id)
    visitor_says(memory, conversation_id, "1111", client_id="c2")
    with memory.transaction() as records:
        for number in (1, 2):
            records.transcript.mask(conversation_id, number, "[card number]")
    hot = await _view(memory, live, conversation_id)
    assert [message.text for message in hot.messages] == ["[card number]"] * 2


async def test_what_another_release_kept_is_read_anew(memory: Memory) -> None:
    conversation_id = _rich_conversation(memory)
    live = InProcessLiveStore()
    await live.keep(f"session:{conversation_id}", {"version": "1.2.0.0", "talk": []}, lifetime=timedelta(hours=1))
    assert len((await _view(memory, live, conversation_id)).messages) == 2


async def test_m1_what_was_evicted_is_read_from_the_database(memory: Memory) -> None:
    first, second = _rich_conversation(memory), _rich_conversation(memory)
    live = InProcessLiveStore(capacity=1)
    before = await _view(memory, live, first)
    await _view(memory, live, second)
    assert await _view(memory, live, first) == before


@pytest.mark.service
async def test_q5_without_the_live_store_the_view_comes_from_the_database(memory: Memory, down: LiveStore) -> None:
    conversation_id = _rich_conversation(memory)
    assert (await _view(memory, down, conversation_id)).messages[1].text == "49 EUR."


async def test_only_the_newest_messages_are_hot(memory: Memory) -> None:
    opened = open_conversation(memory)
    assistant_says(memory, opened.id, *(str(number) for number in range(MESSAGES + 5)))
    session = await _view(memory, InProcessLiveStore(), opened.id)
    assert [message.number for message in session.messages] == list(range(6, MESSAGES + 6))


async def test_an_unknown_conversation_has_no_view(memory: Memory) -> None:
    assert await Sessions(memory, InProcessLiveStore()).view("unknown") is None
