"""Redis going away and coming back: clear words meanwhile, everything works again afterwards, listeners know (Q5)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import redis

from memory.live.contract import MISSED
from memory.live.redis import RedisLiveStore
from qualification.errors import Misconfigured, Unavailable
from tests.services.servers import free_port

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
        unreachable.forget("session"),
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
