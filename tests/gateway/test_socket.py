"""The public chat over a WebSocket: the same stream both ways."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from tests.gateway.world import PlayedEngine, Visitor, make_gateway, open_conversation, settings_for


def hello(socket: WebSocketTestSession, visitor: Visitor, after: int = 0) -> dict[str, object]:
    socket.send_json({"type": "hello", "token": visitor.token, "after": after})
    first: dict[str, object] = socket.receive_json()
    return first


def until(socket: WebSocketTestSession, kind: str) -> dict[str, object]:
    """The next frame of a kind; others in between are news of the same conversation."""
    while True:
        frame: dict[str, object] = socket.receive_json()
        if frame["type"] == kind:
            return frame


def texts(socket: WebSocketTestSession, author: str) -> list[str]:
    """What `author` said in the next update that holds something from them."""
    while True:
        update = until(socket, "update")
        messages = update["messages"]
        assert isinstance(messages, list)
        found = [message["text"] for message in messages if message["author"] == author]
        if found:
            return found


def test_a_hello_is_answered_with_the_state(visitor: Visitor) -> None:
    with visitor.client.websocket_connect(f"{visitor.path}/socket") as socket:
        first = hello(socket, visitor)
        assert first["type"] == "update"
        assert first["messages"] == []


def test_a_message_is_accepted_and_answered_on_the_same_socket(visitor: Visitor) -> None:
    with visitor.client.websocket_connect(f"{visitor.path}/socket") as socket:
        hello(socket, visitor)
        socket.send_json({"type": "message", "client_id": "a", "text": "how much does it cost"})
        assert until(socket, "accepted")["number"] == 1
        assert texts(socket, "assistant")


def test_d11_a_second_tab_sees_the_same(visitor: Visitor) -> None:
    path = f"{visitor.path}/socket"
    with visitor.client.websocket_connect(path) as one, visitor.client.websocket_connect(path) as two:
        hello(one, visitor)
        hello(two, visitor)
        one.send_json({"type": "message", "client_id": "a", "text": "how much does it cost"})
        assert texts(two, "visitor") == ["how much does it cost"]
        assert texts(two, "assistant") == texts(one, "assistant")


def test_d11_a_socket_that_comes_back_continues_after_what_it_saw(visitor: Visitor) -> None:
    visitor.say("hi")
    seen = len(visitor.messages())
    visitor.say("how much does it cost")
    with visitor.client.websocket_connect(f"{visitor.path}/socket") as socket:
        first = hello(socket, visitor, after=seen)
        messages = first["messages"]
        assert isinstance(messages, list)
        assert [message["number"] for message in messages] == [seen + 1, seen + 2]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"type": "hello", "token": "wrong"}, 4401),
        ({"type": "message", "client_id": "a", "text": "hi"}, 4408),
        ([1, 2], 4408),
    ],
)
def test_a_socket_without_the_right_hello_is_closed(visitor: Visitor, frame: object, code: int) -> None:
    with visitor.client.websocket_connect(f"{visitor.path}/socket") as socket:
        socket.send_json(frame)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == code


def test_a_socket_of_an_unknown_conversation_is_closed(visitor: Visitor) -> None:
    with visitor.client.websocket_connect("/api/v1/conversations/nothing/socket") as socket:
        socket.send_json({"type": "hello", "token": visitor.token})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 4404


@pytest.mark.parametrize(
    "frame",
    [
        "{",
        "[]",
        "null",
        '{"type": "fly"}',
        '{"type": "message", "text": "hi"}',
        '{"type": "message", "client_id": "a b", "text": "hi"}',
        '{"type": "message", "client_id": "a", "text": ""}',
        '{"type": "message", "client_id": "a", "text": 5}',
    ],
)
def test_a_frame_that_cannot_be_obeyed_is_refused_with_a_reason(visitor: Visitor, frame: str) -> None:
    with visitor.client.websocket_connect(f"{visitor.path}/socket") as socket:
        hello(socket, visitor)
        socket.send_text(frame)
        assert until(socket, "refused")["reason"]
        socket.send_json({"type": "ping"})
        assert until(socket, "pong")


def test_two_hundred_messages_in_a_second_are_stored_or_refused_never_lost(tmp_path: Path, live_url: str) -> None:
    settings = settings_for(tmp_path, rate_limits=True, redis_url=live_url)
    with TestClient(make_gateway(settings, PlayedEngine())) as client:
        visitor = open_conversation(client)
        answers = [visitor.post(f"how much {number}") for number in range(200)]
        accepted = [answer.json()["number"] for answer in answers if answer.status_code == 202]
        refused = [answer for answer in answers if answer.status_code != 202]
        assert accepted == list(range(1, len(accepted) + 1))
        assert refused
        assert {answer.status_code for answer in refused} == {429}
        assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
        visitor.answer_after(accepted[-1])
        said = [message["text"] for message in visitor.messages() if message["author"] == "visitor"]
        assert said == [f"how much {number}" for number in range(len(accepted))]
