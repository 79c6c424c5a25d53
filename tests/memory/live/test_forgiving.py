"""The live store as the gateway uses it: while the one below is down, work goes on; when it is back, so are pushes."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from memory.live.contract import MISSED, LiveStore, Payload
from memory.live.forgiving import ForgivingLiveStore
from memory.live.in_process import InProcessLiveStore
from qualification.errors import Unavailable

MINUTE = timedelta(minutes=1)
BEAT_SECONDS = 0.02
PATIENCE_SECONDS = 5.0


class BreakableStore:
    """Implements `LiveStore`: an in-process one that can be taken down and brought back."""

    def __init__(self) -> None:
        self._store = InProcessLiveStore()
        self.is_down = False

    def _check(self) -> InProcessLiveStore:
        if self.is_down:
            raise Unavailable("The store is down.")
        return self._store

    async def publish(self, topic: str, payload: Payload) -> None:
        await self._check().publish(topic, payload)

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[AsyncIterator[Payload]]:
        async with self._check().listen(topic) as events:
            yield events

    async def keep(self, key: str, value: Payload, *, lifetime: timedelta) -> None:
        await self._check().keep(key, value, lifetime=lifetime)

    async def recall(self, key: str) -> Mapping[str, object] | None:
        return await self._check().recall(key)

    @asynccontextmanager
    async def only_one(self, key: str, *, lifetime: timedelta) -> AsyncIterator[bool]:
        async with self._check().only_one(key, lifetime=lifetime) as mine:
            yield mine

    async def ping(self) -> None:
        await self._check().ping()

    async def close(self) -> None:
        await self._store.close()


@pytest.fixture
def below() -> BreakableStore:
    return BreakableStore()


@pytest.fixture
def store(below: BreakableStore) -> LiveStore:
    return ForgivingLiveStore(below, look_again_seconds=BEAT_SECONDS)


async def _next(events: AsyncIterator[Payload]) -> Payload:
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await anext(events)


async def test_while_the_store_is_there_everything_passes_through(store: LiveStore) -> None:
    async with store.listen("queue") as events:
        await store.publish("queue", {"kind": "handoff"})
        assert await _next(events) == {"kind": "handoff"}
    await store.keep("session", {"facts": []}, lifetime=MINUTE)
    assert await store.recall("session") == {"facts": []}
    async with store.only_one("turn:a", lifetime=MINUTE) as first, store.only_one("turn:a", lifetime=MINUTE) as second:
        assert (first, second) == (True, False)


async def test_q5_publishing_to_a_store_that_is_down_raises_nothing_and_is_logged(
    store: LiveStore, below: BreakableStore
) -> None:
    below.is_down = True
    with capture_logs() as lines:
        await store.publish("queue", {"kind": "handoff"})
    assert [(line["event"], line["doing"]) for line in lines] == [("live_store_down", "publish")]


async def test_q5_who_listens_while_the_store_is_down_is_told_again_and_again_to_look(
    store: LiveStore, below: BreakableStore
) -> None:
    below.is_down = True
    with capture_logs() as lines:
        async with store.listen("queue") as events:
            assert [await _next(events) for _ in range(3)] == [MISSED] * 3
    assert {"event": "live_store_down", "doing": "listen", "log_level": "warning"} in lines


async def test_q5_who_came_while_the_store_was_down_hears_pushes_when_it_is_back(
    store: LiveStore, below: BreakableStore
) -> None:
    below.is_down = True
    with capture_logs() as lines:
        async with store.listen("queue") as events:
            assert await _next(events) == MISSED
            below.is_down = False
            # Something may have passed by before we were back.
            assert await _next(events) == MISSED
            await store.publish("queue", {"kind": "handoff"})
            assert await _next(events) == {"kind": "handoff"}
    assert "live_store_back" in {line["event"] for line in lines}


async def test_a_listener_that_leaves_during_an_outage_leaves_nothing_behind(
    store: LiveStore, below: BreakableStore
) -> None:
    before = asyncio.all_tasks()
    below.is_down = True
    async with store.listen("queue") as events:
        await _next(events)
    assert asyncio.all_tasks() == before


async def test_q5_without_the_store_everybody_may_work_because_the_database_decides(
    store: LiveStore, below: BreakableStore
) -> None:
    below.is_down = True
    async with store.only_one("turn:a", lifetime=MINUTE) as first, store.only_one("turn:a", lifetime=MINUTE) as second:
        assert (first, second) == (True, True)
    below.is_down = False
    async with store.only_one("turn:a", lifetime=MINUTE) as first, store.only_one("turn:a", lifetime=MINUTE) as second:
        assert (first, second) == (True, False)


async def test_what_goes_wrong_under_the_lock_is_not_swallowed(store: LiveStore, below: BreakableStore) -> None:
    for below.is_down in (False, True):
        with pytest.raises(RuntimeError, match="broken"):
            async with store.only_one("turn:a", lifetime=MINUTE):
                raise RuntimeError("broken")


async def test_what_is_kept_is_not_forgiven_because_its_owner_must_know(
    store: LiveStore, below: BreakableStore
) -> None:
    below.is_down = True
    for attempt in (
        store.keep("session", {}, lifetime=MINUTE),
        store.recall("session"),
        store.ping(),
    ):
        with pytest.raises(Unavailable):
            await attempt
