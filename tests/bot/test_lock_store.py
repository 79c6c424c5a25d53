"""One turn at a time in a conversation, without polling and without leftovers."""

import asyncio
import time

import pytest
from rasa.core.lock_store import LockError

from bot.lock_store import ConversationLocks


def test_turns_of_one_conversation_follow_each_other_in_order() -> None:
    async def talk() -> list[str]:
        locks, said = ConversationLocks(), []

        async def turn(name: str) -> None:
            async with locks.lock("c1"):
                said.append(f"{name} begins")
                await asyncio.sleep(0.01)
                said.append(f"{name} ends")

        await asyncio.gather(*(turn(name) for name in ("first", "second", "third")))
        return said

    started = time.monotonic()
    said = asyncio.run(talk())
    assert said == [f"{name} {what}" for name in ("first", "second", "third") for what in ("begins", "ends")]
    # Rasa's own store would have looked again after a second.
    assert time.monotonic() - started < 0.9


def test_other_conversations_do_not_wait() -> None:
    async def talk() -> None:
        locks = ConversationLocks()
        async with locks.lock("c1"), locks.lock("c2"):
            pass

    asyncio.run(asyncio.wait_for(talk(), 1))


def test_waiting_ends_with_an_error_and_the_lock_goes_on() -> None:
    async def talk() -> None:
        locks = ConversationLocks()
        async with locks.lock("c1"):
            with pytest.raises(LockError):
                async with locks.lock("c1", lock_lifetime=0.01):
                    raise AssertionError("two turns at once")
        async with locks.lock("c1", lock_lifetime=0.01):
            pass

    asyncio.run(talk())


def test_a_turn_that_breaks_frees_its_conversation() -> None:
    async def talk() -> None:
        locks = ConversationLocks()
        with pytest.raises(ValueError, match="broken"):
            async with locks.lock("c1"):
                raise ValueError("broken")
        async with locks.lock("c1", lock_lifetime=0.01):
            pass

    asyncio.run(talk())


def test_nothing_is_kept_of_conversations_nobody_waits_for() -> None:
    async def talk() -> int:
        locks = ConversationLocks()
        for number in range(1000):
            async with locks.lock(f"c{number}"):
                pass
        return len(locks._locks) + len(locks._interested)  # noqa: SLF001 -- what must not grow is inside

    assert asyncio.run(talk()) == 0
