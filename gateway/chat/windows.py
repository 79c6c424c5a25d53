"""How often something was done within the last seconds, counted in this process or in Redis."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Protocol, cast

from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import MovingWindowRateLimiter

# Of whoever was quiet for longest the count is forgotten then; a flood of addresses must not fill the memory.
MOST_KEPT = 50_000


class Windows(Protocol):
    """Counts in moving windows. What is refused is not counted."""

    async def hit(self, item: RateLimitItem, kind: str, key: str) -> int | None:
        """Count once more: None, or for how many seconds no more is allowed."""

    async def close(self) -> None: ...


class InProcessWindows:
    """Nothing is swept: each hit drops at most two keys that are over, so their number falls as it has risen.

    The library's own store looks at every key at every hit: 47 ms of processor time for a message at 300 addresses.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, *, most_kept: int = MOST_KEPT) -> None:
        self._now, self._most_kept = now, most_kept
        # By the length of the window, so that the key that was hit longest ago is over first.
        self._times: dict[int, OrderedDict[tuple[str, str], deque[float]]] = {}

    async def hit(self, item: RateLimitItem, kind: str, key: str) -> int | None:
        now, seconds = self._now(), item.get_expiry()
        kept = self._times.setdefault(seconds, OrderedDict())
        times = kept.setdefault((kind, key), deque())
        while times and times[0] <= now - seconds:
            times.popleft()
        if len(times) >= item.amount:
            return max(1, math.ceil(times[0] + seconds - now))
        times.append(now)
        kept.move_to_end((kind, key))
        self._forget(kept, now - seconds)
        return None

    async def close(self) -> None:
        """Nothing is held but memory."""

    def _forget(self, kept: OrderedDict[tuple[str, str], deque[float]], before: float) -> None:
        for _ in range(2):
            oldest = next(iter(kept))
            if len(kept) > self._most_kept or kept[oldest][-1] <= before:
                del kept[oldest]


class RedisWindows:
    """Shared by all gateways at one Redis."""

    def __init__(self, redis_url: str) -> None:
        self._storage = RedisStorage(f"async+{redis_url}", implementation="redispy")
        self._limiter = MovingWindowRateLimiter(self._storage)

    async def hit(self, item: RateLimitItem, kind: str, key: str) -> int | None:
        if await self._limiter.hit(item, kind, key):
            return None
        window = await self._limiter.get_window_stats(item, kind, key)
        return max(1, math.ceil(window.reset_time - time.time()))

    async def close(self) -> None:
        # The library never closes what it opens.
        await cast(RedispyBridge, self._storage.bridge).storage.aclose()
