"""The wish to stop (Ctrl-C, SIGTERM, a closed terminal), noted at once and obeyed at the next safe moment.

A handler that raised would do so anywhere, also between the start of a process and the line that remembers it.
"""

import signal
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """The person asked for the end."""


class StopRequests:
    """How often the end was asked for since `listen`."""

    def __init__(self) -> None:
        self.count = 0

    def listen(self) -> None:
        for number in SIGNALS:
            signal.signal(number, self._note)

    def check(self) -> None:
        """Raises Stopped when the end was asked for."""
        if self.count:
            raise Stopped

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1
