"""The call to Rasa over a real connection: answered, refused, garbled, too slow, not there."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from actions.turn import TurnStatus
from gateway.turns.rasa_client import SECRET_HEADER, RasaClient
from memory.contract import Turn
from qualification.errors import Unavailable
from tests.memory.samples import NOW
from tests.services.servers import free_port

pytestmark = pytest.mark.service

TIMEOUT_SECONDS = 0.3
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def _rasa(turn: Handler) -> AsyncIterator[RasaClient]:
    """A client of a server that answers turns in this way."""
    app = web.Application()
    app.router.add_post("/webhooks/foyer/turn", turn)
    app.router.add_get("/webhooks/foyer/ready", turn)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    client = RasaClient(f"http://127.0.0.1:{port}", "the-secret", timeout_seconds=TIMEOUT_SECONDS)
    try:
        yield client
    finally:
        await client.close()
        await runner.cleanup()


async def _take(client: RasaClient) -> TurnStatus:
    turn = Turn("t1", "c1", (4, 6), "how much", owner_number=1, person_requested=False, started_at=NOW)
    return await client.take_turn(turn, text=turn.text, requested=None, locale="en", page=None)


async def test_the_status_of_the_action_comes_back_and_the_secret_is_shown() -> None:
    seen: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request.headers[SECRET_HEADER])
        return web.json_response({"turn": "t1", "status": "answered"})

    async with _rasa(answer) as client:
        assert await _take(client) is TurnStatus.ANSWERED
    assert seen == ["the-secret"]


async def test_d11_rasa_is_told_which_message_the_turn_ends_with() -> None:
    seen: list[dict[str, object]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(await request.json())
        return web.json_response({"turn": "t1", "status": "superseded"})

    async with _rasa(answer) as client:
        assert await _take(client) is TurnStatus.SUPERSEDED
    assert [(body["conversation"], body["turn"], body["last_message"]) for body in seen] == [("c1", "t1", 6)]


async def test_q5_a_rasa_that_is_too_slow_is_given_up_in_time() -> None:
    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        raise AssertionError("nobody waits that long")

    async with _rasa(slow) as client:
        started = time.monotonic()
        with pytest.raises(Unavailable, match="did not answer"):
            await _take(client)
        assert time.monotonic() - started < 10 * TIMEOUT_SECONDS


@pytest.mark.parametrize(
    "response",
    [
        lambda: web.Response(status=502),
        lambda: web.Response(status=503),
        lambda: web.Response(status=401),
        lambda: web.Response(text="<html>", content_type="text/html"),
        lambda: web.Response(text="{", content_type="application/json"),
        lambda: web.Response(text="[" * 100_000, content_type="application/json"),
        lambda: web.json_response(["answered"]),
        lambda: web.json_response("answered"),
        lambda: web.json_response({"turn": "t1"}),
        lambda: web.json_response({"turn": "t1", "status": ""}),
        lambda: web.json_response({"turn": "t1", "status": "a status that no turn has"}),
        lambda: web.json_response({"turn": "t1", "status": ["answered"]}),
    ],
)
async def test_q5_whatever_rasa_says_instead_of_an_answer_is_an_outage(response: Callable[[], web.Response]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return response()

    async with _rasa(answer) as client:
        with pytest.raises(Unavailable):
            await _take(client)


async def test_q5_a_rasa_that_is_not_there_is_an_outage_and_not_ready() -> None:
    client = RasaClient(f"http://127.0.0.1:{free_port()}", "the-secret", timeout_seconds=TIMEOUT_SECONDS)
    with pytest.raises(Unavailable):
        await _take(client)
    assert not await client.ready()
    await client.close()


@pytest.mark.parametrize(("status", "is_ready"), [(200, True), (503, False)])
async def test_ready_is_what_rasa_says(status: int, is_ready: bool) -> None:  # noqa: FBT001 - a parameter of the table
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status)

    async with _rasa(answer) as client:
        assert await client.ready() is is_ready
