"""Sends a turn to Rasa and hears how it ended. Every failure of Rasa becomes Unavailable; nothing is retried here."""

from typing import Protocol

import httpx

from qualification.errors import Unavailable
from qualification.facts import FactKey

SECRET_HEADER = "X-Foyer-Secret"  # noqa: S105 - the name of the header, not the secret


class Engine(Protocol):
    """What understands a turn and has it answered."""

    async def take_turn(
        self,
        *,
        conversation_id: str,
        turn_id: str,
        text: str,
        requested: FactKey | None,
        locale: str,
        page: str | None,
    ) -> str:
        """Understand the text and run the action; the status it ended with. Raises Unavailable."""

    async def ready(self) -> bool: ...
    async def close(self) -> None: ...


class RasaClient:
    """One shared connection pool to Rasa's own channel, on loopback."""

    def __init__(self, url: str, secret: str, *, timeout_seconds: float) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={SECRET_HEADER: secret},
            timeout=timeout_seconds,
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
            trust_env=False,
        )

    async def take_turn(
        self, *, conversation_id: str, turn_id: str, text: str, requested: FactKey | None, locale: str, page: str | None
    ) -> str:
        """Let Rasa understand the text and run the action; the status the action ended with."""
        body = {
            "conversation": conversation_id,
            "turn": turn_id,
            "text": text,
            "requested": requested,
            "locale": locale,
            "page": page,
        }
        try:
            response = await self._client.post("/webhooks/foyer/turn", json=body)
        except httpx.HTTPError as error:
            raise Unavailable(f"Rasa did not answer: {type(error).__name__}.") from error
        if response.status_code != httpx.codes.OK:
            raise Unavailable(f"Rasa answered {response.status_code}.")
        return str(response.json().get("status", ""))

    async def ready(self) -> bool:
        try:
            response = await self._client.get("/webhooks/foyer/ready", timeout=2)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def close(self) -> None:
        await self._client.aclose()
