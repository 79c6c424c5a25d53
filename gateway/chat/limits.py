"""Rate limits of the public chat, kept by a library, in the same store as everything hot."""

import math
import time

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.exceptions import RedisError

from gateway.errors import Refusal, Refused

log = structlog.get_logger()

# A fast typist sends two messages a second for a while; nobody types thirty in ten seconds.
MESSAGES: RateLimitItem = RateLimitItemPerSecond(30, 10)
OPENINGS: RateLimitItem = RateLimitItemPerMinute(20)
REASON = "That was very fast. Wait {seconds} s, then send it again."


class Limits:
    """Raises Refused (429) when someone is too fast. `enabled` False lets everything through (load tests)."""

    def __init__(self, *, redis_url: str, enabled: bool) -> None:
        storage = RedisStorage(f"async+{redis_url}", implementation="redispy") if redis_url else MemoryStorage()
        self._limiter = MovingWindowRateLimiter(storage)
        self._enabled = enabled

    async def check_message(self, conversation_id: str) -> None:
        await self._check(MESSAGES, "message", conversation_id)

    async def check_person(self, conversation_id: str) -> None:
        """The button for a person has a count of its own: a burst of messages must not lock it (D4)."""
        await self._check(MESSAGES, "person", conversation_id)

    async def check_opening(self, address: str) -> None:
        await self._check(OPENINGS, "opening", address)

    async def _check(self, item: RateLimitItem, kind: str, key: str) -> None:
        if not self._enabled:
            return
        try:
            if await self._limiter.hit(item, kind, key):
                return
            window = await self._limiter.get_window_stats(item, kind, key)
        except (RedisError, StorageError) as error:
            # Without the store nobody is counted; visitors must not pay for our outage.
            log.warning("rate_limits_down", error=type(error).__name__)
            return
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        raise Refused(Refusal(429, "too_fast", REASON.format(seconds=seconds), seconds))
