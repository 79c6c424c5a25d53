"""Several messages one right after the other, as people type them: over the WebSocket, with the sign in between that
the visitor goes on typing, so that a slow machine does not tear a burst apart."""

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect

from ops.simulation.visitor import Refused, Visitor


async def say_quickly(visitor: Visitor, texts: Sequence[str]) -> int:
    """Says all of them; the number of the last one."""
    address = f"ws://{urlsplit(str(visitor.client.base_url)).netloc}/api/v1/conversations/{visitor.id}/socket"
    number = 0
    async with connect(address, proxy=None) as socket:
        await _send(socket, type="hello", token=visitor.token, after=visitor.number)
        for place, text in enumerate(texts, start=1):
            client_id = visitor.next_client_id()
            await _send(socket, type="message", client_id=client_id, text=text)
            number = await _accepted(socket, client_id)
            if place < len(texts):
                await _send(socket, type="typing")
    return number


async def _send(socket: ClientConnection, **frame: object) -> None:
    await socket.send(json.dumps(frame))


async def _accepted(socket: ClientConnection, client_id: str) -> int:
    async for raw in socket:
        frame = json.loads(raw)
        if frame.get("client_id") != client_id:
            continue
        if frame["type"] == "refused":
            raise Refused(str(frame.get("reason")))
        if frame["type"] == "accepted":
            return int(frame["number"])
    raise Refused("the socket was closed before the message was accepted")
