"""What memory knows of visitors who have not answered: who was asked something, and who has been nudged about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Silences(Protocol):
    """A silence begins when the assistant leaves something open, and ends with the visitor's next message, with another
    owner, and with the conversation. Those in which a person is awaited are left alone."""

    def to_nudge(self, silent_since: datetime) -> Sequence[str]:
        """Ids of conversations that were left with something open then or before, and not nudged since."""

    def to_close(self, nudged_before: datetime) -> Sequence[str]:
        """Ids of conversations that were nudged then or before, without an answer."""

    def nudge(self, conversation_id: str, *, silent_since: datetime, now: datetime) -> bool:
        """Note a nudge; False when it is not (any more) as `to_nudge` found it."""

    def end(self, conversation_id: str, *, nudged_before: datetime) -> bool:
        """Note that the silence is over with; False when it is not (any more) as `to_close` found it."""
