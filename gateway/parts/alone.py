"""Refuses a second gateway that would share the data but not a live store: pushes would be lost between them."""

import fcntl
from pathlib import Path
from typing import IO

from qualification.errors import Misconfigured


class OnlyGateway:
    """Holds a lock on a file for as long as the app runs; with a shared live store (`shared`) it does nothing."""

    def __init__(self, lock_file: Path, *, shared: bool) -> None:
        self._path = lock_file
        self._shared = shared
        self._held: IO[str] | None = None

    async def start(self) -> None:
        if self._shared:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        held = self._path.open("w")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held.close()
            raise Misconfigured(
                f"Another gateway already uses {self._path.parent}. Stop it, or set FOYER_REDIS_URL for both."
            ) from error
        self._held = held

    async def stop(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
