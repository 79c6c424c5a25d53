"""The live store as the gateway uses it: an outage makes things slower, never wrong (Q5).

Nothing in the live store is the truth. Without it every gateway works alone: pushes become looking again, and the
database alone sees to it that a turn is answered once.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from memory.live.contract import MISSED, LiveStore, Payload
from qualification.errors import Unavailable

log = structlog.get_logger()

LOOK_AGAIN_SECONDS = 1.0


class ForgivingLiveStore:
    """Implements `memory.live.contract.LiveStore` over another one that may be down."""

    def __init__(self, store: LiveStore) -> None:
        self._store = store

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
            yield _look_again()
            return
        try:
            yield events
        finally:
            await listening.__aexit__(None, None, None)

    async def keep(self, key: str, value: Payload, *, lifetime: timedelta) -> None:
        await self._store.keep(key, value, lifetime=lifetime)

    async def recall(self, key: str) -> Mapping[str, object] | None:
        return await self._store.recall(key)

    async def forget(self, key: str) -> None:
        await self._store.forget(key)

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


async def _look_again() -> AsyncIterator[Payload]:
    """Without pushes, a beat that makes every listener read again."""
    while True:
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        yield MISSED
