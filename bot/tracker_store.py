"""Rasa's working copy of each conversation: what is known, never the whole talk.

Rasa replays every event of a conversation several times a turn, so a turn would cost more the
longer the talk is. Kept here: the values of the slots and where the talk stands; the talk itself
is remembered by the gateway. The least recently used conversations are forgotten beyond a limit.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

DEFAULT_CONVERSATIONS = 5_000


@dataclass(frozen=True)
class ShortMemory:
    """The slots that are set. Values are copied in and out, so that no turn edits another's."""

    slots: dict[str, Any]

    @classmethod
    def of(cls, tracker: DialogueStateTracker) -> ShortMemory:
        values = tracker.current_slot_values().items()
        return cls({name: copy.deepcopy(value) for name, value in values if value is not None})

    def events(self) -> list[Event]:
        """What a tracker has to replay: each slot once, and that the assistant is listening."""
        known: list[Event] = [SlotSet(name, copy.deepcopy(value)) for name, value in self.slots.items()]
        return [*known, ActionExecuted(ACTION_LISTEN_NAME)]


class ShortTrackerStore(TrackerStore):
    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        conversations: int | str = DEFAULT_CONVERSATIONS,
        **kwargs: Any,
    ) -> None:
        """`host` and `kwargs` belong to Rasa's way of making stores; nothing is connected to."""
        super().__init__(domain, event_broker, **kwargs)
        self._most = int(conversations)
        self._memories: OrderedDict[str, ShortMemory] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        self._memories[tracker.sender_id] = ShortMemory.of(tracker)
        self._memories.move_to_end(tracker.sender_id)
        while len(self._memories) > self._most:
            self._memories.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        memory = self._memories.get(sender_id)
        if memory is None:
            return None
        return DialogueStateTracker.from_events(sender_id, memory.events(), self.domain.slots, domain=self.domain)

    async def keys(self) -> Iterable[str]:
        return list(self._memories)
