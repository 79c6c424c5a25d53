"""The public chat over a WebSocket: the same stream as the long poll, both ways."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, WebSocket
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import to_json
from starlette.websockets import WebSocketDisconnect

from gateway.chat.schemas import ClientId, StateOut
from gateway.chat.service import PAGE, ChatService
from gateway.edge import address_of
from gateway.errors import Refusal, Refused, refusal_of
from memory.live.contract import Payload, topic_of
from qualification.errors import BotError

log = structlog.get_logger()

HELLO_SECONDS = 10
BAD_TOKEN, UNKNOWN, NO_HELLO, TOO_FAST, TRY_AGAIN = 4401, 4404, 4408, 4429, 1011
_CLOSE = {401: BAD_TOKEN, 404: UNKNOWN, 429: TOO_FAST}
MALFORMED = Refusal(422, "invalid", "The frame is none of: hello, message, person, typing, ping.")


class _Frame(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Hello(_Frame):
    type: Literal["hello"]
    token: str = Field(max_length=200)
    after: int = Field(0, ge=0, le=2**31 - 1)


class Say(_Frame):
    type: Literal["message"]
    client_id: ClientId
    text: str


class Person(_Frame):
    type: Literal["person"]
    client_id: ClientId


class Typing(_Frame):
    type: Literal["typing"]


class Ping(_Frame):
    type: Literal["ping"]


Frame = Say | Person | Typing | Ping
_frames: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def socket_router(service: ChatService) -> APIRouter:
    router = APIRouter(prefix="/api/v1")

    @router.websocket("/conversations/{conversation_id}/socket")
    async def socket(websocket: WebSocket, conversation_id: str) -> None:
        await websocket.accept()
        try:
            with service.limits.listening(conversation_id, address_of(websocket)):
                after = await _greet(service, websocket, conversation_id)
                if after is not None:
                    await _both_ways(service, websocket, conversation_id, after)
        except Refused as refused:
            with suppress(RuntimeError, WebSocketDisconnect):
                await websocket.close(_CLOSE.get(refused.refusal.status, TRY_AGAIN), refused.refusal.reason)

    return router


async def _both_ways(service: ChatService, websocket: WebSocket, conversation_id: str, after: int) -> None:
    """Listens and pushes until the visitor leaves or the push ends."""
    pushing = asyncio.create_task(_push_or_close(service, websocket, conversation_id, after))
    try:
        await _listen(service, websocket, conversation_id)
    finally:
        pushing.cancel()
        with suppress(asyncio.CancelledError):
            await pushing


async def _push_or_close(service: ChatService, websocket: WebSocket, conversation_id: str, after: int) -> None:
    """A push that fails closes the socket: the widget comes back, instead of waiting in silence."""
    try:
        await _push(service, websocket, conversation_id, after)
    except (BotError, OSError, RuntimeError, WebSocketDisconnect) as error:
        log.warning("push_failed", conversation_id=conversation_id, error=type(error).__name__)
    with suppress(RuntimeError, WebSocketDisconnect):
        await websocket.close(TRY_AGAIN, "Connect again.")


async def _greet(service: ChatService, websocket: WebSocket, conversation_id: str) -> int | None:
    """The first frame must be a hello with the right token; the number to continue after, None when refused."""
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            hello = Hello.model_validate_json(await websocket.receive_text())
        await service.authorise(conversation_id, hello.token)
    except Refused as refused:
        await websocket.close(_CLOSE.get(refused.refusal.status, BAD_TOKEN), refused.refusal.reason)
    except (TimeoutError, ValidationError, KeyError):
        await websocket.close(NO_HELLO, "Send a hello frame with the conversation's token first.")
    except BotError:
        await websocket.close(TRY_AGAIN, "Connect again.")
    except WebSocketDisconnect:
        pass
    else:
        return hello.after
    return None


async def _listen(service: ChatService, websocket: WebSocket, conversation_id: str) -> None:
    """Frames of the visitor, until the connection ends."""
    frames = service.limits.frames()
    while True:
        # Frames that have arrived already are given without a pause; all others would wait until there are no more.
        await asyncio.sleep(0)
        try:
            text = await websocket.receive_text()
        except (WebSocketDisconnect, KeyError, RuntimeError):
            return
        if frames.is_too_fast(time.monotonic()):
            await websocket.close(TOO_FAST, "That was very fast. Wait a moment, then connect again.")
            return
        client_id = None
        try:
            frame = _frames.validate_json(text)
            client_id = getattr(frame, "client_id", None)
            await _obey(service, websocket, conversation_id, frame)
        except ValidationError:
            await _refuse(websocket, client_id, MALFORMED)
        except Refused as refused:
            await _refuse(websocket, client_id, refused.refusal)
        except BotError as error:
            await _refuse(websocket, client_id, refusal_of(error))


async def _obey(service: ChatService, websocket: WebSocket, conversation_id: str, frame: Frame) -> None:
    match frame:
        case Say():
            number = await service.post(conversation_id, frame.client_id, frame.text)
            await websocket.send_json({"type": "accepted", "client_id": frame.client_id, "number": number})
        case Person():
            number = await service.ask_for_person(conversation_id, frame.client_id)
            await websocket.send_json({"type": "accepted", "client_id": frame.client_id, "number": number})
        case Typing():
            await service.visitor_types(conversation_id)
        case Ping():
            await websocket.send_json({"type": "pong"})


async def _refuse(websocket: WebSocket, client_id: str | None, refusal: Refusal) -> None:
    await websocket.send_json(
        {"type": "refused", "client_id": client_id, "code": refusal.code, "reason": refusal.reason}
    )


async def _push(service: ChatService, websocket: WebSocket, conversation_id: str, after: int) -> None:
    """Everything new, from `after` on, in order and once."""
    stream = _Stream(service, websocket, conversation_id, after)
    async with service.live.listen(topic_of(conversation_id)) as events:
        await stream.catch_up()
        async for event in events:
            if event.get("kind") != "typing":
                await stream.go_on(event)
            elif event.get("author") != "visitor":
                await websocket.send_json({"type": "typing", "author": event["author"]})


@dataclass(slots=True)
class _Stream:
    """What one socket has been sent: everything up to the number `after`, and the state as it was then."""

    service: ChatService
    websocket: WebSocket
    conversation_id: str
    after: int
    state: StateOut | None = None

    async def go_on(self, event: Payload) -> None:
        """Something has happened: send what is new."""
        message, state = event.get("message"), self.state
        is_next = message is not None and event.get("number") == self.after + 1
        # A visitor's message comes whole and changes nothing about the state, unless that counts seconds or is closed.
        if is_next and state is not None and state.waiting_seconds is None and state.closed_by is None:
            self.after += 1
            await self._send([message], state)
        else:
            await self.catch_up()

    async def catch_up(self) -> None:
        """Read and send what is new, page by page."""
        full = True
        while full:
            update = await self.service.read(self.conversation_id, self.after)
            full = len(update.messages) == PAGE
            self.state = update.state
            self.after = update.messages[-1].number if update.messages else self.after
            await self._send(update.messages, update.state)

    async def _send(self, messages: Sequence[object], state: StateOut) -> None:
        update = {"type": "update", "messages": messages, "state": state}
        # Models as they are: to make dictionaries of them first would take as long again.
        await self.websocket.send_text(to_json(update).decode())
