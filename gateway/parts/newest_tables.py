"""Refuses a database whose tables are older than the code: every conversation would end in an error."""

import asyncio
from collections.abc import Callable

from qualification.errors import Misconfigured


class NewestTables:
    """Looks once, at the start."""

    def __init__(self, is_behind: Callable[[], bool]) -> None:
        self._is_behind = is_behind

    async def start(self) -> None:
        if await asyncio.to_thread(self._is_behind):
            raise Misconfigured(
                "The tables of the database are missing or old. "
                "Run `python -m gateway.commands.migrate`, then start again."
            )

    async def stop(self) -> None:
        """Nothing to end."""
