"""One turn at a time per conversation, in this process.

Rasa's own lock store looks once a second whether its turn has come; this one is woken. It keeps
nothing for conversations that nobody is waiting for, so its memory is bounded by the open turns.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig


class ConversationLocks(LockStore):
    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        super().__init__()
        self._locks: dict[str, asyncio.Lock] = {}
        self._interested: dict[str, int] = {}

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[TicketLock, None]:
        """Waits at most `lock_lifetime` seconds. Rasa's signature; nobody uses the ticket."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._interested[conversation_id] = self._interested.get(conversation_id, 0) + 1
        try:
            try:
                await asyncio.wait_for(lock.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise LockError("An earlier turn of this conversation is still running.") from error
            try:
                yield TicketLock(conversation_id)
            finally:
                lock.release()
        finally:
            self._leave(conversation_id)

    def _leave(self, conversation_id: str) -> None:
        self._interested[conversation_id] -= 1
        if not self._interested[conversation_id]:
            del self._interested[conversation_id], self._locks[conversation_id]
