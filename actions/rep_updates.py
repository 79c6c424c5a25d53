"""What changes while a rep looks, over the live store: which of its topics a place of reps may listen to."""

from dataclasses import dataclass

from handoff.contract import Changes
from memory.live.contract import QUEUE_TOPIC, LiveStore, topic_of


@dataclass(frozen=True, slots=True)
class RepUpdates:
    """Implements `handoff.contract.Updates`."""

    live: LiveStore

    def of_queue(self) -> Changes:
        return self.live.listen(QUEUE_TOPIC)

    def of_conversation(self, conversation_id: str) -> Changes:
        return self.live.listen(topic_of(conversation_id))
