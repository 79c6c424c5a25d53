"""Listening over Redis: one connection for all listeners of this process, mended whenever it breaks.

What is published while it is broken is lost to us; every listener is told so (MISSED) and looks at the truth, again
and again until the connection is mended.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import cast

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from memory.live.contract import MISSED, Payload
from memory.live.mailbox import Mailbox
from qualification.errors import Unavailable

CONFIRM_SECONDS = 2.0
QUIET_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 2.0


class _Topic:
    """Who listens to it here, and whether Redis has confirmed that we do."""

    def __init__(self) -> None:
        self.mailboxes: set[Mailbox] = set()
        self.confirmed = asyncio.Event()


class RedisTopics:
    """All subscriptions of one process. `client` must not retry by itself: mending is done here."""

    def __init__(self, client: Redis, *, prefix: str) -> None:
        self._client = client
        self._prefix = prefix
        self._topics: dict[str, _Topic] = {}
        self._pubsub: PubSub | None = None
        self._broken = False
        self._reader: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[AsyncIterator[Payload]]:
        mailbox = Mailbox()
        channel = self._prefix + topic
        try:
            await self._join(channel, mailbox)
            yield mailbox
        finally:
            await self._leave(channel, mailbox)

    async def close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        for topic in self._topics.values():
            for mailbox in topic.mailboxes:
                mailbox.close()

    async def _join(self, channel: str, mailbox: Mailbox) -> None:
        async with self._one_at_a_time:
            topic = self._topics.setdefault(channel, _Topic())
            topic.mailboxes.add(mailbox)
            if self._reader is None:
                self._reader = asyncio.create_task(self._read_for_ever(), name="redis-topics")
            elif self._pubsub is not None and not topic.confirmed.is_set():
                # A connection that breaks now is mended by the reader, which subscribes to this topic as well.
                with suppress(RedisError):
                    await self._pubsub.subscribe(channel)
        if self._broken and not topic.confirmed.is_set():
            raise _no_answer()
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await topic.confirmed.wait()
        except TimeoutError as error:
            raise _no_answer() from error

    async def _leave(self, channel: str, mailbox: Mailbox) -> None:
        async with self._one_at_a_time:
            topic = self._topics.get(channel)
            if topic is None:
                return
            topic.mailboxes.discard(mailbox)
            if topic.mailboxes:
                return
            del self._topics[channel]
            if self._pubsub is not None:
                with suppress(RedisError):
                    await self._pubsub.unsubscribe(channel)

    async def _read_for_ever(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                async with self._client.pubsub() as pubsub:
                    await self._subscribe_all(pubsub)
                    pause = FIRST_PAUSE_SECONDS
                    await self._read(pubsub)
            except (RedisError, OSError):
                if self._broken:
                    # Not mended by the first try: until it is, whoever listens looks again with each further one.
                    self._tell_missed()
                self._pubsub, self._broken = None, True
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _subscribe_all(self, pubsub: PubSub) -> None:
        async with self._one_at_a_time:
            # The lonely prefix keeps the connection subscribed when nobody listens to anything.
            await pubsub.subscribe(self._prefix, *self._topics)
            self._pubsub, self._broken = pubsub, False
            self._tell_missed()

    def _tell_missed(self) -> None:
        """To everybody who has heard something before; who is still joining has missed nothing."""
        for topic in self._topics.values():
            if topic.confirmed.is_set():
                for mailbox in topic.mailboxes:
                    mailbox.put(MISSED)

    async def _read(self, pubsub: PubSub) -> None:
        asked = False
        while True:
            message = await pubsub.get_message(timeout=QUIET_SECONDS)
            if message is not None:
                asked = False
                self._take(message)
            elif asked:
                raise RedisConnectionError("Redis has not answered our ping.")
            else:
                await pubsub.ping()
                asked = True

    def _take(self, message: dict[str, object]) -> None:
        topic = self._topics.get(str(message["channel"]))
        if topic is None:
            return
        if message["type"] == "subscribe":
            topic.confirmed.set()
        elif message["type"] == "message":
            payload = cast(Payload, json.loads(str(message["data"])))
            for mailbox in topic.mailboxes:
                mailbox.put(payload)


def _no_answer() -> Unavailable:
    return Unavailable("Redis does not answer; live updates pause until it is back.")
