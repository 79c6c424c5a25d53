"""Redis going away and coming back: clear words meanwhile, everything works again afterwards, listeners know (Q5)."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
import redis

from memory.live.contract import MISSED, Payload
from memory.live.redis import RedisLiveStore
from memory.live.redis_topics import CONFIRM_SECONDS
from qualification.errors import Misconfigured, Unavailable
from tests.services.servers import free_port, running_redis

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def store(redis_url: str) -> AsyncIterator[RedisLiveStore]:
    store = RedisLiveStore(redis_url)
    yield store
    await store.close()


@pytest.fixture
async def unreachable() -> AsyncIterator[RedisLiveStore]:
    store = RedisLiveStore(f"redis://127.0.0.1:{free_port()}/0")
    yield store
    await store.close()


def _cut(redis_url: str, kind: str) -> None:
    with redis.Redis.from_url(redis_url) as operator:
        operator.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")


@pytest.mark.service
async def test_q5_every_question_to_a_redis_that_is_down_says_so_in_one_sentence(unreachable: RedisLiveStore) -> None:
    attempts = (
        unreachable.ping(),
        unreachable.publish("queue", {}),
        unreachable.keep("session", {}, lifetime=MINUTE),
        unreachable.recall("session"),
        unreachable.only_one("turn:a", lifetime=MINUTE).__aenter__(),
        unreachable.listen("queue").__aenter__(),
    )
    for attempt in attempts:
        with pytest.raises(Unavailable, match="Redis does not answer"):
            await attempt


async def test_q5_a_listener_is_told_that_it_may_have_missed_something_and_hears_again(
    store: RedisLiveStore, redis_url: str
) -> None:
    async with store.listen("queue") as updates, asyncio.timeout(10):
        _cut(redis_url, "pubsub")
        assert await anext(updates) == MISSED
        await store.publish("queue", {"kind": "handoff"})
        assert await anext(updates) == {"kind": "handoff"}


@pytest.mark.service
async def test_q5_while_redis_is_away_listeners_are_told_again_and_again_and_new_ones_are_refused_at_once() -> None:
    port = free_port()
    async with AsyncExitStack() as stack:
        with running_redis(port) as url:
            store = RedisLiveStore(url)
            stack.push_async_callback(store.close)
            updates = await stack.enter_async_context(store.listen("queue"))
        async with asyncio.timeout(10):
            assert [await anext(updates) for _ in range(3)] == [MISSED] * 3
        started = time.monotonic()
        with pytest.raises(Unavailable):
            await stack.enter_async_context(store.listen("conversation:a"))
        assert time.monotonic() - started < CONFIRM_SECONDS / 2
        with running_redis(port):
            async with asyncio.timeout(10):
                while not await _hears(store, updates):
                    pass


async def _hears(store: RedisLiveStore, updates: AsyncIterator[Payload]) -> bool:
    """Whether what is published now arrives; until the connection is mended only the beat does."""
    await store.publish("queue", {"kind": "handoff"})
    return await anext(updates) == {"kind": "handoff"}


async def test_q5_commands_work_again_at_once_after_the_connections_were_lost(
    store: RedisLiveStore, redis_url: str
) -> None:
    await store.keep("session", {"facts": []}, lifetime=MINUTE)
    _cut(redis_url, "normal")
    assert await store.recall("session") == {"facts": []}


async def test_installations_with_different_prefixes_share_a_redis_without_meeting(redis_url: str) -> None:
    one, other = RedisLiveStore(redis_url, prefix="one:"), RedisLiveStore(redis_url, prefix="other:")
    await one.keep("session", {"facts": []}, lifetime=MINUTE)
    assert await other.recall("session") is None
    await one.close()
    await other.close()


def test_a_url_that_is_no_redis_url_is_refused_at_start() -> None:
    with pytest.raises(Misconfigured, match="Redis URL"):
        RedisLiveStore("http://example.org")
