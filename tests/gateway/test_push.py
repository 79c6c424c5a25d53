"""A push that fails: the socket is closed, so that the widget comes back instead of waiting in silence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from gateway.chat.limits import Limits
from gateway.chat.schemas import StateOut, Update
from gateway.chat.service import ChatService
from gateway.chat.socket import TRY_AGAIN, socket_router
from gateway.rulebook_file import load_rulebook
from memory.live.contract import Payload
from qualification.conversation import ConversationStatus, HandoffStatus
from qualification.errors import Unavailable

STATE = StateOut(
    status=ConversationStatus.OPEN, owner="assistant", rep_name=None, handoff=HandoffStatus.NONE, waiting_seconds=None,
    line="",
)  # fmt: skip


@dataclass
class BreakingService:
    """A chat that is listened to, and whose live store or database breaks."""

    breaks: str
    limits: Limits
    reads: int = 0

    @property
    def live(self) -> "BreakingService":
        return self

    async def authorise(self, conversation_id: str, token: str | None) -> None:
        """Everybody may."""

    async def read(self, conversation_id: str, after: int) -> Update:  # noqa: ARG002 - the signature of ChatService
        self.reads += 1
        if self.breaks == "database" and self.reads > 1:
            raise Unavailable("The database does not answer.")
        return Update(messages=(), state=STATE)

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[AsyncIterator[Payload]]:  # noqa: ARG002 - as LiveStore
        async def events() -> AsyncIterator[Payload]:
            yield {"kind": "turn"}
            raise Unavailable("Redis does not answer.")

        yield events()


def read_to_the_end(socket: WebSocketTestSession) -> None:
    while True:
        assert socket.receive_json()["type"] == "update"


@pytest.mark.parametrize("breaks", ["database", "live store"])
def test_d11_a_push_that_fails_closes_the_socket_with_a_code_that_says_come_back(breaks: str) -> None:
    app = FastAPI()
    limits = Limits(load_rulebook(Path("data/rulebook")).limits, redis_url="", enabled=True)
    app.include_router(socket_router(cast(ChatService, BreakingService(breaks, limits))))
    with TestClient(app).websocket_connect("/api/v1/conversations/c/socket") as socket:
        socket.send_json({"type": "hello", "token": "t", "after": 0})
        with pytest.raises(WebSocketDisconnect) as closed:
            read_to_the_end(socket)
    assert closed.value.code == TRY_AGAIN
