"""What every live store does, whether it lives in this process or in Redis."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from memory.live.contract import MISSED, LiveStore, Payload
from memory.live.mailbox import CAPACITY

MINUTE = timedelta(minutes=1)
BLINK = timedelta(milliseconds=60)
PATIENCE_SECONDS = 5.0


async def _next(updates: AsyncIterator[Payload]) -> Payload:
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await anext(updates)


async def test_a_listener_gets_everything_published_after_it_came_in_order(live: LiveStore) -> None:
    await live.publish("queue", {"number": 0})
    async with live.listen("queue") as updates:
        for number in (1, 2, 3):
            await live.publish("queue", {"number": number})
        assert [await _next(updates) for _ in range(3)] == [{"number": 1}, {"number": 2}, {"number": 3}]


async def test_every_listener_of_a_topic_gets_its_own_copy(live: LiveStore) -> None:
    async with live.listen("queue") as first, live.listen("queue") as second:
        await live.publish("queue", {"kind": "handoff"})
        assert await _next(first) == await _next(second) == {"kind": "handoff"}


async def test_a_listener_hears_nothing_of_other_topics(live: LiveStore) -> None:
    async with live.listen("conversation:a") as updates:
        await live.publish("conversation:b", {"kind": "message"})
        await live.publish("conversation:a", {"kind": "typing"})
        assert await _next(updates) == {"kind": "typing"}


async def test_one_listener_leaving_does_not_silence_the_others(live: LiveStore) -> None:
    async with live.listen("queue") as staying:
        async with live.listen("queue"):
            pass
        await live.publish("queue", {"kind": "handoff"})
        assert await _next(staying) == {"kind": "handoff"}


async def test_a_topic_may_be_listened_to_again_after_everybody_left(live: LiveStore) -> None:
    for number in (1, 2):
        async with live.listen("queue") as updates:
            await live.publish("queue", {"number": number})
            assert await _next(updates) == {"number": number}


async def test_a_slow_listener_loses_the_oldest_is_told_so_and_blocks_nobody(live: LiveStore) -> None:
    async with live.listen("queue") as slow:
        for number in range(CAPACITY + 10):
            await live.publish("queue", {"number": number})
        async with live.listen("another"):  # confirmed after all of them have arrived
            pass
        heard = [await _next(slow)]
        while heard[-1] != {"number": CAPACITY + 9}:
            heard.append(await _next(slow))
    assert heard[0] == MISSED
    assert len(heard) <= CAPACITY
    assert heard[1:] == [{"number": number} for number in range(CAPACITY + 11 - len(heard), CAPACITY + 10)]


async def test_publishing_where_nobody_listens_is_fine(live: LiveStore) -> None:
    await live.publish("nobody", {"kind": "message"})


async def test_closing_ends_the_iteration_of_listeners(live: LiveStore) -> None:
    async with live.listen("queue") as updates:
        await live.close()
        with pytest.raises(StopAsyncIteration):
            await _next(updates)


async def test_what_is_kept_is_recalled_as_it_was_kept_last(live: LiveStore) -> None:
    await live.keep("session", {"facts": [{"key": "team_size"}], "name": "Dána"}, lifetime=MINUTE)
    assert await live.recall("session") == {"facts": [{"key": "team_size"}], "name": "Dána"}
    await live.keep("session", {"facts": []}, lifetime=MINUTE)
    assert await live.recall("session") == {"facts": []}


async def test_what_is_kept_ends_with_its_lifetime(live: LiveStore) -> None:
    await live.keep("session", {"facts": []}, lifetime=BLINK)
    await asyncio.sleep(2 * BLINK.total_seconds())
    assert await live.recall("session") is None


async def test_nobody_can_change_what_another_one_keeps(live: LiveStore) -> None:
    facts: list[object] = [1]
    await live.keep("session", {"facts": facts}, lifetime=MINUTE)
    facts.append(2)
    assert await live.recall("session") == {"facts": [1]}


async def test_only_one_holds_a_key_at_a_time(live: LiveStore) -> None:
    async with live.only_one("turn:a", lifetime=MINUTE) as first:
        async with live.only_one("turn:a", lifetime=MINUTE) as second:
            assert (first, second) == (True, False)
        async with live.only_one("turn:a", lifetime=MINUTE) as third, live.only_one("turn:b", lifetime=MINUTE) as other:
            assert (third, other) == (False, True)
    async with live.only_one("turn:a", lifetime=MINUTE) as again:
        assert again


async def test_of_a_hundred_tries_at_once_one_holds_the_key(live: LiveStore) -> None:
    tried = asyncio.Barrier(100)

    async def attempt() -> bool:
        async with live.only_one("turn:a", lifetime=MINUTE) as held:
            await tried.wait()
            return held

    assert sum(await asyncio.gather(*(attempt() for _ in range(100)))) == 1


async def test_a_holder_that_died_blocks_nobody_after_the_lifetime(live: LiveStore) -> None:
    async with live.only_one("turn:a", lifetime=BLINK):
        await asyncio.sleep(2 * BLINK.total_seconds())
        async with live.only_one("turn:a", lifetime=MINUTE) as successor:
            assert successor


async def test_a_late_holder_does_not_release_its_successors_hold(live: LiveStore) -> None:
    late = live.only_one("turn:a", lifetime=BLINK)
    await late.__aenter__()
    await asyncio.sleep(2 * BLINK.total_seconds())
    async with live.only_one("turn:a", lifetime=MINUTE):
        await late.__aexit__(None, None, None)
        async with live.only_one("turn:a", lifetime=MINUTE) as third:
            assert not third


async def test_the_key_is_free_again_when_the_work_under_it_failed(live: LiveStore) -> None:
    with pytest.raises(RuntimeError, match="broken"):
        async with live.only_one("turn:a", lifetime=MINUTE):
            raise RuntimeError("broken")
    async with live.only_one("turn:a", lifetime=MINUTE) as again:
        assert again


async def test_a_store_that_is_there_answers_a_ping(live: LiveStore) -> None:
    await live.ping()
