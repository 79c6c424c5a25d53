"""The stream of events: it names what changed, never says it, and ends when it should."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from handoff.contract import Changes
from handoff.desk.live import event_stream
from tests.handoff.fakes import PASSWORD, FakeAccounts, FakeUpdates
from tests.handoff.samples import PRIYA

TOPICS = ["conversation:c-1", "queue"]


def both(updates: FakeUpdates) -> dict[str, Changes]:
    return {"queue": updates.of_queue(), "conversation": updates.of_conversation("c-1")}


async def names(stream: AsyncIterator[str], count: int) -> list[str]:
    """The next `count` names of events; comments and settings are passed over."""
    found: list[str] = []
    async for text in stream:
        if text.startswith("event: "):
            found.append(text.removeprefix("event: ").partition("\n")[0])
        if len(found) == count:
            break
    return found


async def a_session(accounts: FakeAccounts) -> str:
    session = await accounts.sign_in(PRIYA.email, PASSWORD)
    assert session
    return session.token


async def test_the_stream_is_ready_once_everything_is_listened_to() -> None:
    accounts, updates = FakeAccounts(), FakeUpdates()
    stream = event_stream(accounts, session=await a_session(accounts), changes=both(updates))
    async with aclosing(stream):
        assert await names(stream, 1) == ["ready"]
        assert sorted(updates.topics) == TOPICS
    assert updates.topics == []


async def test_a_change_is_named_and_its_content_is_not_sent() -> None:
    accounts, updates = FakeAccounts(), FakeUpdates()
    stream = event_stream(accounts, session=await a_session(accounts), changes=both(updates))
    async with aclosing(stream):
        await names(stream, 1)
        updates.push("conversation:c-1", {"kind": "turn", "text": "private words"})
        text = ""
        async for text in stream:
            if text.startswith("event: "):
                break
        assert text == "event: conversation\ndata: {}\n\n"


async def test_many_changes_at_once_are_one_event() -> None:
    accounts, updates = FakeAccounts(), FakeUpdates()
    stream = event_stream(accounts, session=await a_session(accounts), changes=both(updates))
    async with aclosing(stream):
        await names(stream, 1)
        for _ in range(200):
            updates.push("queue", {"kind": "turn"})
        await updates.all_heard()
        updates.push("conversation:c-1", {"kind": "turn"})
        assert await names(stream, 2) == ["queue", "conversation"]


async def test_a_visitors_typing_is_shown_and_a_reps_own_is_not_taken_for_it() -> None:
    accounts, updates = FakeAccounts(), FakeUpdates()
    stream = event_stream(accounts, session=await a_session(accounts), changes=both(updates))
    async with aclosing(stream):
        await names(stream, 1)
        updates.push("conversation:c-1", {"kind": "typing", "author": "rep"})
        updates.push("conversation:c-1", {"kind": "typing", "author": "visitor"})
        assert await names(stream, 1) == ["typing"]


async def test_an_ended_session_ends_its_stream() -> None:
    accounts, updates = FakeAccounts(), FakeUpdates()
    stream = event_stream(accounts, session=await a_session(accounts), changes=both(updates), heartbeat_seconds=0.02)
    async with aclosing(stream):
        await names(stream, 1)
        accounts.sessions.clear()
        assert await names(stream, 2) == ["signed-out"]
    assert updates.topics == []


async def test_a_broken_live_store_ends_the_stream_instead_of_leaving_it_silent() -> None:
    accounts, updates = FakeAccounts(), FakeUpdates()
    updates.broken = True
    stream = event_stream(accounts, session=await a_session(accounts), changes=both(updates))
    async with aclosing(stream):
        assert await names(stream, 2) == ["interrupted"]
