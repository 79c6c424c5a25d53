"""The live store: hot things that can be rebuilt at any time. Two implementations, in-process and Redis, one suite.

Nothing here is the truth: losing all of it costs time, never a message.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

Payload = Mapping[str, object]
"""A JSON object."""

MISSED: Payload = {"kind": "missed"}
"""Said to a listener after an overflow, and again and again while the connection is lost: something may have passed by,
look at the truth again."""


QUEUE_TOPIC = "queue"
"""Where anything is pushed that may change the reps' queue."""


def topic_of(conversation_id: str) -> str:
    """Where everything is pushed that happens in one conversation."""
    return f"conversation:{conversation_id}"


class LiveStore(Protocol):
    async def publish(self, topic: str, payload: Payload) -> None:
        """Push to everyone who listens to `topic` now, in every gateway."""

    def listen(self, topic: str) -> AbstractAsyncContextManager[AsyncIterator[Payload]]:
        """From entry on, everything published to `topic`, in order. A slow listener loses the oldest, never blocks.

        Where something may be lost, MISSED is said in its place. Raises Unavailable on entry when the store is down.
        """

    async def keep(self, key: str, value: Payload, *, lifetime: timedelta) -> None: ...
    async def recall(self, key: str) -> Payload | None: ...
    def only_one(self, key: str, *, lifetime: timedelta) -> AbstractAsyncContextManager[bool]:
        """True for one holder at a time among all gateways, False for the others (they do not wait).

        Held until exit, at most for `lifetime`: a holder that died blocks nobody for long.
        """

    async def ping(self) -> None:
        """Raises Unavailable when the store does not answer."""

    async def close(self) -> None:
        """Ends every listener's iteration."""
