"""How much a visitor may ask for: sockets, polls, frames and new conversations."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from gateway.chat.limits import Limits
from gateway.errors import Refused
from qualification.rulebook import VisitorLimits
from tests.gateway.world import PlayedEngine, make_gateway, open_conversation, settings_for

FEW = VisitorLimits(
    messages_per_ten_seconds=3,
    frames_per_ten_seconds=5,
    listeners_per_conversation=2,
    listeners_per_address=3,
    listeners_altogether=4,
    openings_per_minute=3,
    openings_per_hour=4,
)


@pytest.fixture
def limits() -> Limits:
    return Limits(FEW, redis_url="", enabled=True)


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[TestClient]:
    """A gateway with the numbers above."""
    data = tmp_path / "data"
    shutil.copytree("data", data, ignore=shutil.ignore_patterns("nlu", "golden"))
    lines = [f"{name}: {number}" for name, number in asdict(FEW).items()]
    (data / "rulebook" / "limits.yml").write_text("\n".join(lines))
    settings = settings_for(tmp_path, rate_limits=True).model_copy(update={"data_dir": data})
    with TestClient(make_gateway(settings, PlayedEngine())) as client:
        yield client


def listen(limits: Limits, stack: ExitStack, conversation: str, address: str) -> None:
    stack.enter_context(limits.listening(conversation, address))


def test_a_conversation_is_listened_to_by_a_few_at_a_time(limits: Limits) -> None:
    with ExitStack() as stack:
        for address in "ab":
            listen(limits, stack, "one", address)
        with pytest.raises(Refused):
            listen(limits, stack, "one", "c")
        listen(limits, stack, "two", "c")


def test_an_address_listens_a_few_times_at_a_time(limits: Limits) -> None:
    with ExitStack() as stack:
        for conversation in "123":
            listen(limits, stack, conversation, "a")
        with pytest.raises(Refused):
            listen(limits, stack, "4", "a")
        listen(limits, stack, "4", "b")


def test_a_gateway_has_room_for_so_many_listeners(limits: Limits) -> None:
    with ExitStack() as stack:
        for name in "1234":
            listen(limits, stack, name, name)
        with pytest.raises(Refused):
            listen(limits, stack, "5", "5")


def test_who_has_left_is_not_counted_any_more(limits: Limits) -> None:
    for _ in range(10):
        with limits.listening("one", "a"), limits.listening("one", "a"):
            pass


def test_without_limits_everybody_listens() -> None:
    limits = Limits(FEW, redis_url="", enabled=False)
    with ExitStack() as stack:
        for _ in range(10):
            listen(limits, stack, "one", "a")
    assert not any(limits.frames().is_too_fast(0.0) for _ in range(100))


def test_frames_are_counted_anew_after_ten_seconds(limits: Limits) -> None:
    frames = limits.frames()
    assert [frames.is_too_fast(1.0) for _ in range(6)] == [False] * 5 + [True]
    assert not frames.is_too_fast(11.0)


async def test_an_address_opens_so_many_conversations_a_minute_and_an_hour(limits: Limits) -> None:
    for _ in range(3):
        await limits.check_opening("a")
    with pytest.raises(Refused) as refused:
        await limits.check_opening("a")
    assert (refused.value.refusal.retry_after or 0) <= 60
    await limits.check_opening("b")
    hourly = Limits(replace(FEW, openings_per_minute=100), redis_url="", enabled=True)
    for _ in range(4):
        await hourly.check_opening("a")
    with pytest.raises(Refused) as refused:
        await hourly.check_opening("a")
    assert (refused.value.refusal.retry_after or 0) > 60


def test_one_socket_too_many_is_closed_with_a_reason_and_the_others_stay(strict: TestClient) -> None:
    visitor = open_conversation(strict)
    path = f"{visitor.path}/socket"
    with strict.websocket_connect(path) as one, strict.websocket_connect(path), strict.websocket_connect(path) as three:
        with pytest.raises(WebSocketDisconnect) as closed:
            three.receive_json()
        assert closed.value.code == 4429
        one.send_json({"type": "hello", "token": visitor.token})
        assert one.receive_json()["type"] == "update"


def test_a_long_poll_is_a_listener_too(strict: TestClient) -> None:
    visitor = open_conversation(strict)
    path = f"{visitor.path}/socket"
    with strict.websocket_connect(path), strict.websocket_connect(path):
        answer = strict.get(f"{visitor.path}/messages", params={"wait": 1}, headers=visitor.headers)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"]
        assert visitor.read()["messages"] == []


def test_a_socket_that_talks_too_fast_is_closed(strict: TestClient) -> None:
    visitor = open_conversation(strict)
    with strict.websocket_connect(f"{visitor.path}/socket") as socket:
        socket.send_json({"type": "hello", "token": visitor.token})
        for _ in range(6):
            socket.send_json({"type": "ping"})
        with pytest.raises(WebSocketDisconnect) as closed:
            # Six answers and the state, if nothing were limited.
            [socket.receive_json() for _ in range(7)]
        assert closed.value.code == 4429


def test_d4_who_may_open_no_more_conversations_still_gets_a_person_in_the_open_one(strict: TestClient) -> None:
    visitor = open_conversation(strict)
    while strict.post("/api/v1/conversations", json={}).status_code == 201:
        pass
    answer = strict.post(f"{visitor.path}/person", json={"client_id": "p"}, headers=visitor.headers)
    assert answer.status_code == 202
    assert visitor.answer_after(answer.json()["number"])
