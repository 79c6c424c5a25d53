"""What is pushed over a socket: a visitor's message without a look at the database, everything else after one.

And a push that fails: the socket is closed, so that the widget comes back instead of waiting in silence.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from actions.rulebook_file import load_rulebook
from gateway.chat.limits import Limits
from gateway.chat.schemas import StateOut, Update
from gateway.chat.service import ChatService
from gateway.chat.socket import TRY_AGAIN, socket_router
from memory.live.contract import Payload
from qualification.conversation import ClosedBy, ConversationStatus, HandoffStatus
from qualification.errors import Unavailable

STATE = StateOut(
    status=ConversationStatus.OPEN, owner="assistant", rep_name=None, handoff=HandoffStatus.NONE, waiting_seconds=None,
    line="", locale="en", closed_by=None,
)  # fmt: skip


@dataclass
class PlayedService:
    """A chat that is listened to: every reading finds nothing new in `state`, and `events` happen, then all ends."""

    events: Sequence[Payload]
    limits: Limits
    state: StateOut = field(default_factory=STATE.model_copy)
    database_breaks: bool = False
    reads: int = 0

    @property
    def live(self) -> "PlayedService":
        return self

    async def authorise(self, conversation_id: str, token: str | None) -> None:
        """Everybody may."""

    async def read(self, conversation_id: str, after: int) -> Update:  # noqa: ARG002 - the signature of ChatService
        self.reads += 1
        if self.database_breaks and self.reads > 1:
            raise Unavailable("The database does not answer.")
        return Update(messages=(), state=self.state)

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator[AsyncIterator[Payload]]:  # noqa: ARG002 - as LiveStore
        async def events() -> AsyncIterator[Payload]:
            for event in self.events:
                yield event
            raise Unavailable("Redis does not answer.")

        yield events()


def listen_to_the_end(service: PlayedService) -> tuple[list[dict[str, Any]], int]:
    """The frames that a socket gets, and the code that it is closed with."""
    app = FastAPI()
    app.include_router(socket_router(cast(ChatService, service)))
    frames: list[dict[str, Any]] = []
    with TestClient(app).websocket_connect("/api/v1/conversations/c/socket") as socket:
        socket.send_json({"type": "hello", "token": "t", "after": 0})
        with pytest.raises(WebSocketDisconnect) as closed:
            _read_on(socket, frames)
    return frames, closed.value.code


def _read_on(socket: WebSocketTestSession, frames: list[dict[str, Any]]) -> None:
    while True:
        frames.append(socket.receive_json())


@pytest.fixture
def limits() -> Limits:
    return Limits(load_rulebook(Path("data/rulebook")).limits, redis_url="", enabled=True)


@pytest.mark.parametrize("database_breaks", [True, False])
def test_d11_a_push_that_fails_closes_the_socket_with_a_code_that_says_come_back(
    limits: Limits, *, database_breaks: bool
) -> None:
    frames, code = listen_to_the_end(PlayedService([{"kind": "turn"}], limits, database_breaks=database_breaks))
    assert {frame["type"] for frame in frames} == {"update"}
    assert code == TRY_AGAIN


def said(number: int) -> Payload:
    return {"kind": "message", "number": number, "message": {"number": number, "text": "hi"}}


def test_d11_the_next_message_of_the_visitor_is_passed_on_as_it_came(limits: Limits) -> None:
    service = PlayedService([said(1), said(2)], limits)
    frames, _ = listen_to_the_end(service)
    assert [frame["messages"] for frame in frames] == [[], [{"number": 1, "text": "hi"}], [{"number": 2, "text": "hi"}]]
    assert all(frame["state"] == STATE.model_dump(mode="json") for frame in frames)
    assert service.reads == 1


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (said(2), STATE),
        ({"kind": "message", "number": 1}, STATE),
        (said(1), STATE.model_copy(update={"waiting_seconds": 3})),
        (said(1), STATE.model_copy(update={"closed_by": ClosedBy.SILENCE})),
    ],
    ids=[
        "one was missed",
        "it may be masked with others",
        "the state counts seconds",
        "it ends a silence",
    ],
)
def test_d11_whatever_may_not_be_all_that_is_new_is_looked_up(limits: Limits, event: Payload, state: StateOut) -> None:
    service = PlayedService([event], limits, state)
    frames, _ = listen_to_the_end(service)
    assert [frame["messages"] for frame in frames] == [[], []]
    assert service.reads == 2
