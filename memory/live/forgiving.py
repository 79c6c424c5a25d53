"""A live store that may be down: an outage makes things slower, never wrong (Q5).

Nothing in the live store is the truth. Without it every gateway works alone: pushes become looking again, and the
database alone sees to it that a turn is answered once. What is kept is not forgiven here: who keeps decides.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from datetime import timedelta

import structlog

from memory.live.contract import MISSED, LiveStore, Payload
from qualification.errors import Unavailable

log = structlog.get_logger()

LOOK_AGAIN_SECONDS = 1.0


class ForgivingLiveStore:
    """Implements `memory.live.contract.LiveStore` over another one."""

    def __init__(self, store: LiveStore, *, look_again_seconds: float = LOOK_AGAIN_SECONDS) -> None:
        self._store = store
        self._pause = look_again_seconds

    async def publish(self, topic: str, payload: Payload) -> None:
        try:
            await self._store.publish(topic, payload)
        except Unavailable:
            log.warning("live_store_down", doing="publish")

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[AsyncIterator[Payload]]:
        listening = self._store.listen(topic)
        try:
            events = await listening.__aenter__()
        except Unavailable:
            log.warning("live_store_down", doing="listen")
            async with aclosing(self._look_again(topic)) as beat:
                yield beat
            return
        try:
            yield events
        finally:
            await listening.__aexit__(None, None, None)

    async def keep(self, key: str, value: Payload, *, lifetime: timedelta) -> None:
        await self._store.keep(key, value, lifetime=lifetime)

    async def recall(self, key: str) -> Mapping[str, object] | None:
        return await self._store.recall(key)

    @asynccontextmanager
    async def only_one(self, key: str, *, lifetime: timedelta) -> AsyncIterator[bool]:
        holding = self._store.only_one(key, lifetime=lifetime)
        try:
            mine = await holding.__aenter__()
        except Unavailable:
            log.warning("live_store_down", doing="only_one")
            yield True
            return
        try:
            yield mine
        finally:
            await holding.__aexit__(None, None, None)

    async def ping(self) -> None:
        await self._store.ping()

    async def close(self) -> None:
        await self._store.close()

    async def _look_again(self, topic: str) -> AsyncGenerator[Payload, None]:
        """Without pushes, a beat that makes the listener read again; pushes as soon as the store is back."""
        while True:
            await asyncio.sleep(self._pause)
            yield MISSED
            async with AsyncExitStack() as joined:
                try:
                    events = await joined.enter_async_context(self._store.listen(topic))
                except Unavailable:
                    continue
                log.info("live_store_back", doing="listen")
                # What happened between the last beat and here passed by unseen.
                yield MISSED
                async for event in events:
                    yield event
                return
