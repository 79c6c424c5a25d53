"""What waits for one listener. Bounded, so that a listener that stopped reading costs little and holds up nobody."""

import asyncio
from collections import deque
from typing import Self

from memory.live.contract import MISSED, Payload

CAPACITY = 256


class Mailbox:
    """Put from the event loop, read by one listener with `async for`."""

    def __init__(self) -> None:
        self._waiting: deque[Payload] = deque()
        self._changed = asyncio.Event()
        self._closed = False

    def put(self, payload: Payload) -> None:
        if len(self._waiting) >= CAPACITY:
            self._waiting.popleft()
            self._waiting[0] = MISSED
        self._waiting.append(payload)
        self._changed.set()

    def close(self) -> None:
        """What is waiting is still read; then the iteration ends."""
        self._closed = True
        self._changed.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Payload:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._waiting.popleft()
