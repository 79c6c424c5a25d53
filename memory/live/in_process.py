"""The live store of a single gateway: everything in this process, gone with it. Used on one event loop only.

Values are kept as JSON text, as Redis would keep them: nobody can change what another one put in.
"""

import json
import time
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from memory.live.contract import Payload
from memory.live.mailbox import Mailbox

CAPACITY = 5_000


@dataclass(frozen=True, slots=True)
class _Kept:
    text: str
    until: float


class InProcessLiveStore:
    """Implements `memory.live.contract.LiveStore` without any server."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic, capacity: int = CAPACITY) -> None:
        self._monotonic, self._capacity = monotonic, capacity
        self._mailboxes: defaultdict[str, set[Mailbox]] = defaultdict(set)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._held: dict[str, float] = {}

    async def publish(self, topic: str, payload: Payload) -> None:
        mailboxes = self._mailboxes.get(topic)
        # Nobody watches most conversations but their visitor, and the queue only while a rep is at the desk.
        if mailboxes:
            text = json.dumps(payload)
            for mailbox in mailboxes:
                mailbox.put(_read(text))

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[AsyncIterator[Payload]]:
        mailbox = Mailbox()
        self._mailboxes[topic].add(mailbox)
        try:
            yield mailbox
        finally:
            self._mailboxes[topic].discard(mailbox)
            if not self._mailboxes[topic]:
                del self._mailboxes[topic]

    async def keep(self, key: str, value: Payload, *, lifetime: timedelta) -> None:
        self._kept[key] = _Kept(json.dumps(value), self._monotonic() + lifetime.total_seconds())
        self._kept.move_to_end(key)
        if len(self._kept) > self._capacity:
            self._kept.popitem(last=False)

    async def recall(self, key: str) -> Payload | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.until <= self._monotonic():
            del self._kept[key]
            return None
        return _read(kept.text)

    @asynccontextmanager
    async def only_one(self, key: str, *, lifetime: timedelta) -> AsyncIterator[bool]:
        now = self._monotonic()
        if self._held.get(key, now) > now:
            yield False
            return
        until = now + lifetime.total_seconds()
        self._held[key] = until
        try:
            yield True
        finally:
            # After its lifetime it may be somebody else's.
            if self._held.get(key) == until:
                del self._held[key]

    async def ping(self) -> None:
        """Always there."""

    async def close(self) -> None:
        for mailboxes in self._mailboxes.values():
            for mailbox in mailboxes:
                mailbox.close()


def _read(text: str) -> Payload:
    return cast(Payload, json.loads(text))
