"""Conversations with either server, as light as the sender can make them: it runs on the same cores as the servers.

Stock Rasa is spoken to over its REST channel, Foyer over its WebSocket, as the widget does. A turn is over when the
answer to it has arrived.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from ops.problems import CannotRun

PATIENCE_SECONDS = 60.0


class Talk(Protocol):
    """One conversation; `has_ended` when nothing more can be said in it."""

    has_ended: bool

    async def say(self, text: str) -> float:
        """Says it and waits for the answer; the seconds between."""

    async def leave(self) -> None: ...


class Meeting(Protocol):
    """Where conversations with one of the servers begin."""

    async def open(self) -> Talk: ...


@dataclass(slots=True)
class StockTalk:
    client: httpx.AsyncClient
    sender: str
    has_ended: bool = False

    async def say(self, text: str) -> float:
        began = time.perf_counter()
        response = await self.client.post("/webhooks/rest/webhook", json={"sender": self.sender, "message": text})
        seconds = time.perf_counter() - began
        # An empty list is stock Rasa's answer to what it is not sure of; it counts as one.
        if response.is_error or not isinstance(response.json(), list):
            raise CannotRun(f"Stock Rasa answered {response.status_code}: {response.text[:200]}")
        return seconds

    async def leave(self) -> None:
        """Nothing to give back: every message is a request of its own."""


@dataclass(slots=True)
class StockMeeting:
    client: httpx.AsyncClient
    new_name: Callable[[], str]

    async def open(self) -> Talk:
        return StockTalk(self.client, self.new_name())


@dataclass(slots=True)
class FoyerTalk:
    socket: ClientConnection
    said: int = 0
    has_ended: bool = False

    async def say(self, text: str) -> float:
        self.said += 1
        client_id = f"m{self.said}"
        began = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._send({"type": "message", "client_id": client_id, "text": text})
                await self._answer()
        except TimeoutError:
            raise CannotRun(f"Foyer met a message with silence for {PATIENCE_SECONDS:.0f} s: {text!r}") from None
        except WebSocketException as problem:
            raise CannotRun(f"Foyer ended the connection: {problem}") from None
        return time.perf_counter() - began

    async def leave(self) -> None:
        await self.socket.close()

    async def greet(self, token: str) -> None:
        await self._send({"type": "hello", "token": token, "after": 0})
        await self.socket.recv()

    async def _answer(self) -> None:
        """Reads on until the other side has said something. One message is under way at a time, so it is the answer."""
        while True:
            frame = json.loads(await self.socket.recv())
            if frame["type"] == "refused":
                raise CannotRun(f"Foyer refused a message: {frame['reason']}")
            if frame["type"] == "update":
                self.has_ended = frame["state"]["status"] == "closed"
                if any(message["author"] != "visitor" for message in frame["messages"]):
                    return

    async def _send(self, frame: dict[str, Any]) -> None:
        await self.socket.send(json.dumps(frame))


@dataclass(slots=True)
class FoyerMeeting:
    client: httpx.AsyncClient

    async def open(self) -> Talk:
        response = await self.client.post("/api/v1/conversations", json={"channel": "website"})
        if response.is_error:
            raise CannotRun(f"Foyer opened no conversation: {response.status_code} {response.text[:200]}")
        opened = response.json()
        address = str(self.client.base_url).rstrip("/").replace("http", "ws", 1)
        # Compression would only cost the sender's time.
        socket = await connect(
            f"{address}/api/v1/conversations/{opened['id']}/socket", proxy=None, compression=None, ping_interval=None
        )
        talk = FoyerTalk(socket)
        await talk.greet(opened["token"])
        return talk
