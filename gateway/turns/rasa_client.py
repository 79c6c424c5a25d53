"""Sends a turn to Rasa and hears how it ended. Every failure of Rasa becomes Unavailable; nothing is retried here."""

from http import HTTPStatus
from typing import Protocol

import aiohttp

from actions.turn import TurnStatus
from gateway.errors import UNREADABLE
from memory.contract import Turn
from qualification.errors import Unavailable
from qualification.facts import FactKey

SECRET_HEADER = "X-Foyer-Secret"  # noqa: S105 - the name of the header, not the secret
CONNECTIONS = 64
# Rasa's server ends a connection after five quiet seconds; one that it is about to end must not be used again.
KEEP_ALIVE_SECONDS = 4.0
READY_TIMEOUT = aiohttp.ClientTimeout(total=2)


class Engine(Protocol):
    """What understands a turn and has it answered."""

    async def take_turn(
        self, turn: Turn, *, text: str, requested: FactKey | None, locale: str, page: str | None
    ) -> TurnStatus:
        """Understand the text and run the action; the status it ended with. Raises Unavailable."""

    async def ready(self) -> bool: ...
    async def close(self) -> None: ...


class RasaClient:
    """One shared connection pool to Rasa's own channel, on loopback.

    aiohttp, because every turn passes here: httpx took 1.2 ms of processor time for such a call, this 0.1 ms.
    """

    def __init__(self, url: str, secret: str, *, timeout_seconds: float) -> None:
        self._url, self._secret = url, secret
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._opened: aiohttp.ClientSession | None = None

    async def take_turn(
        self, turn: Turn, *, text: str, requested: FactKey | None, locale: str, page: str | None
    ) -> TurnStatus:
        """Let Rasa understand the text and run the action; the status the action ended with."""
        body = {
            "conversation": turn.conversation_id,
            "turn": turn.id,
            # What the visitor writes while Rasa is at work widens the turn under the same id.
            "last_message": turn.numbers[-1],
            "text": text,
            "requested": requested,
            "locale": locale,
            "page": page,
        }
        try:
            async with self._session.post("/webhooks/foyer/turn", json=body) as response:
                if response.status != HTTPStatus.OK:
                    raise Unavailable(f"Rasa answered {response.status}.")
                return _status_of(await response.json())
        except (aiohttp.ClientError, TimeoutError, *UNREADABLE) as error:
            raise Unavailable(f"Rasa did not answer: {type(error).__name__}.") from error

    async def ready(self) -> bool:
        try:
            async with self._session.get("/webhooks/foyer/ready", timeout=READY_TIMEOUT) as response:
                return response.status == HTTPStatus.OK
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()

    @property
    def _session(self) -> aiohttp.ClientSession:
        """Opened when first used: it belongs to the event loop that runs then."""
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                self._url,
                headers={SECRET_HEADER: self._secret},
                timeout=self._timeout,
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._opened


def _status_of(answer: object) -> TurnStatus:
    """Raises ValueError for whatever is no answer of ours."""
    status = answer.get("status") if isinstance(answer, dict) else None
    return TurnStatus(str(status))
