"""Makes the first admin when nobody can sign in yet, and prints the sign-in once."""

import asyncio
import secrets
from typing import Protocol


class AdminMaker(Protocol):
    """Creates the first admin; False when there is somebody already."""

    def create_first_admin(self, email: str, name: str, password: str) -> bool: ...


class FirstAdmin:
    """Runs at every start; does something at the first one only."""

    def __init__(self, accounts: AdminMaker, email: str, name: str) -> None:
        self._accounts = accounts
        self._email, self._name = email, name

    async def start(self) -> None:
        password = secrets.token_urlsafe(12)
        if await asyncio.to_thread(self._accounts.create_first_admin, self._email, self._name, password):
            # Printed, not logged: logs are kept and shipped, and this is shown once.
            print(f"First start: sign in at the desk as {self._email} with the password {password}", flush=True)  # noqa: T201 - for the person at the terminal

    async def stop(self) -> None:
        """Nothing to end."""
