"""The live store of several gateways: Redis. It may be emptied or restarted at any time; nothing here is the truth."""

import json
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import cast

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from memory.live.contract import Payload
from memory.live.redis_topics import RedisTopics
from qualification.errors import Misconfigured, Unavailable

TIMEOUT_SECONDS = 2.0
# Only who holds it may release it: after its lifetime the lock may be another gateway's.
RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


class RedisLiveStore:
    """Implements `memory.live.contract.LiveStore`. Connects when first used, and again after every outage."""

    def __init__(self, url: str, *, prefix: str = "foyer:") -> None:
        """`prefix` keeps several installations on one Redis apart."""
        self._prefix = prefix
        # One more try: after a restart of Redis the connections in the pool are dead without knowing it.
        self._client = _client(url, retries=1)
        self._listener = _client(url, retries=0)
        self._topics = RedisTopics(self._listener, prefix=f"{prefix}topic:")

    async def publish(self, topic: str, payload: Payload) -> None:
        with _in_words():
            await self._client.publish(f"{self._prefix}topic:{topic}", json.dumps(payload))

    def listen(self, topic: str) -> AbstractAsyncContextManager[AsyncIterator[Payload]]:
        return self._topics.listen(topic)

    async def keep(self, key: str, value: Payload, *, lifetime: timedelta) -> None:
        with _in_words():
            await self._client.set(self._kept(key), json.dumps(value), px=lifetime)

    async def recall(self, key: str) -> Payload | None:
        with _in_words():
            text = await self._client.get(self._kept(key))
        return None if text is None else cast(Payload, json.loads(text))

    @asynccontextmanager
    async def only_one(self, key: str, *, lifetime: timedelta) -> AsyncIterator[bool]:
        name, token = f"{self._prefix}held:{key}", secrets.token_hex(8)
        with _in_words():
            held = bool(await self._client.set(name, token, nx=True, px=lifetime))
            # A first try whose answer got lost has taken it; the second try then finds our own token.
            held = held or await self._client.get(name) == token
        try:
            yield held
        finally:
            if held:
                # Redis is gone: the lock ends by its lifetime, the work done under it stands.
                with suppress(RedisError):
                    await self._client.eval(RELEASE, 1, name, token)

    async def ping(self) -> None:
        with _in_words():
            await self._client.ping()

    async def close(self) -> None:
        await self._topics.close()
        await self._listener.aclose()
        await self._client.aclose()

    def _kept(self, key: str) -> str:
        return f"{self._prefix}kept:{key}"


def _client(url: str, *, retries: int) -> Redis:
    try:
        return Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), retries),
        )
    except ValueError as error:
        raise Misconfigured(f"The Redis URL is not understood: {error}") from error


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise Unavailable("Redis does not answer; try again in a moment.") from error
