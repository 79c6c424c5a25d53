"""How much a visitor may ask for, in the numbers of the rulebook.

What is counted over time is kept in the same store as everything hot; what is open is counted here.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.errors import StorageError
from redis.exceptions import RedisError

from gateway.chat.windows import InProcessWindows, RedisWindows, Windows
from gateway.errors import Refusal, Refused
from qualification.rulebook import VisitorLimits

log = structlog.get_logger()

REASON = "That was very fast. Wait {seconds} s, then send it again."
FRAMES_SECONDS = 10.0
TOO_MANY_OPEN = Refusal(429, "too_fast", "Too many connections are open already. Close other tabs, then try again.", 10)


class Limits:
    """Raises Refused (429) when someone asks for too much. `enabled` False lets everything through (load tests)."""

    def __init__(self, numbers: VisitorLimits, *, redis_url: str, enabled: bool) -> None:
        self._windows: Windows = RedisWindows(redis_url) if redis_url else InProcessWindows()
        self._enabled = enabled
        self._numbers = numbers
        self._messages = RateLimitItemPerSecond(numbers.messages_per_ten_seconds, 10)
        self._openings = (
            RateLimitItemPerMinute(numbers.openings_per_minute),
            RateLimitItemPerHour(numbers.openings_per_hour),
        )
        self._open: Counter[tuple[str, str]] = Counter()

    async def close(self) -> None:
        await self._windows.close()

    async def check_message(self, conversation_id: str) -> None:
        await self._check(self._messages, "message", conversation_id)

    async def check_person(self, conversation_id: str) -> None:
        """The button for a person has a count of its own: a burst of messages must not lock it (D4)."""
        await self._check(self._messages, "person", conversation_id)

    async def check_opening(self, address: str) -> None:
        for item in self._openings:
            await self._check(item, "opening", address)

    @contextmanager
    def listening(self, conversation_id: str, address: str) -> Iterator[None]:
        """As long as somebody holds a socket or a long poll open."""
        numbers = {
            ("conversation", conversation_id): self._numbers.listeners_per_conversation,
            ("address", address): self._numbers.listeners_per_address,
            ("gateway", ""): self._numbers.listeners_altogether,
        }
        if self._enabled and any(self._open[key] >= number for key, number in numbers.items()):
            raise Refused(TOO_MANY_OPEN)
        self._open.update(numbers.keys())
        try:
            yield
        finally:
            self._open.subtract(numbers.keys())
            for key in numbers:
                if not self._open[key]:
                    del self._open[key]

    def frames(self) -> "FrameCount":
        return FrameCount(self._numbers.frames_per_ten_seconds if self._enabled else None)

    async def _check(self, item: RateLimitItem, kind: str, key: str) -> None:
        if not self._enabled:
            return
        try:
            seconds = await self._windows.hit(item, kind, key)
        except (RedisError, StorageError) as error:
            # Without the store nobody is counted; visitors must not pay for our outage.
            log.warning("rate_limits_down", error=type(error).__name__)
            return
        if seconds is not None:
            raise Refused(Refusal(429, "too_fast", REASON.format(seconds=seconds), seconds))


class FrameCount:
    """What arrives on one socket, counted in windows of ten seconds: cheap enough for every frame."""

    def __init__(self, most: int | None) -> None:
        self._most, self._count, self._until = most, 0, 0.0

    def is_too_fast(self, now: float) -> bool:
        """Counts one more frame, at this moment of a steady clock."""
        if self._most is None:
            return False
        if now >= self._until:
            self._count, self._until = 0, now + FRAMES_SECONDS
        self._count += 1
        return self._count > self._most
