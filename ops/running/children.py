"""The running programs of Foyer, each in a process group of its own, started and listened to through honcho.

honcho's Manager is not used: it ends everything when one program ends, and Rasa is to be started again.
"""

import os
import queue
import shlex
import signal
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from honcho.printer import Message
from honcho.process import Process

from ops.settings import PROJECT

Events = queue.Queue[Message]
LAST_WORDS = 20
STABLE_AFTER = timedelta(seconds=60)
LONGEST_DELAY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Program:
    """What to start, and the colour its lines have on a terminal."""

    name: str
    command: tuple[str, ...]
    colour: str


class Child:
    """One program and its present process. Not thread-safe: one loop owns it."""

    def __init__(self, program: Program, environ: Mapping[str, str], events: Events) -> None:
        self.name = program.name
        self.restarts = 0
        self.last_words: deque[str] = deque(maxlen=LAST_WORDS)
        self._program = program
        self._environ = dict(environ)
        self._events = events
        self.is_running = False
        self._group: int | None = None
        self._started = 0.0

    def start(self) -> None:
        """Starts the process; the events `start` and `stop` tell when it is there and when it has gone."""
        self.is_running = True
        self._started = time.monotonic()
        # honcho goes through a shell; exec leaves the program itself as the leader of the group.
        process = Process(
            "exec " + shlex.join(self._program.command),
            name=self.name,
            colour=self._program.colour,
            env=self._environ,
            cwd=PROJECT,
        )
        threading.Thread(target=process.run, args=(self._events,), name=self.name, daemon=True).start()

    def began(self, process_id: int) -> None:
        self._group = process_id

    def sweep(self) -> None:
        """When the program itself has died, ends what it had started: else honcho would wait for their output too."""
        if self._group is not None and _has_died(self._group):
            self.signal(signal.SIGKILL)

    def ended(self) -> None:
        # Once more, for those that write elsewhere and so kept honcho waiting for nothing.
        self.signal(signal.SIGKILL)
        self._group = None
        self.is_running = False

    def signal(self, number: signal.Signals) -> None:
        """Sends the signal to the whole group; nothing happens when it has gone."""
        if self._group is not None:
            try:
                os.killpg(self._group, number)
            except ProcessLookupError:
                return

    def delay_before_restart(self) -> timedelta:
        """1, 2, 4 … 30 seconds; from the beginning again after a minute of health."""
        healthy = timedelta(seconds=time.monotonic() - self._started) > STABLE_AFTER
        self.restarts = 1 if healthy else self.restarts + 1
        return restart_delay(self.restarts)


def restart_delay(restarts: int) -> timedelta:
    return min(timedelta(seconds=2 ** (restarts - 1)), LONGEST_DELAY)


def _has_died(process_id: int) -> bool:
    """Looks without fetching the exit status, which is honcho's to fetch."""
    try:
        return os.waitid(os.P_PID, process_id, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True
