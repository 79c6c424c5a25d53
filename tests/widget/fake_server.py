"""The public chat API in one process and without a brain, for the widget's tests.

It keeps the contract (gapless numbers, one message per client id, sockets and long poll) and does what a test tells
it: speak, refuse, drop, block, go away and come back. It must know nothing of the widget beyond the files it serves.
"""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.widget.sites import BUILT, Site

WAIT_STEP_SECONDS = 0.02
# A busy machine takes its time; only what never happens fails.
PATIENCE_SECONDS = 30.0


class Extras(TypedDict, total=False):
    """The fields of a message that most messages lack."""

    name: str | None
    choices: list[str]
    sources: list[dict[str, str]]
    at: str
    client_id: str | None


@dataclass
class Refusal:
    """What the server answers instead of accepting."""

    status: int
    code: str
    reason: str

    def response(self) -> JSONResponse:
        """As the error body of the contract."""
        return JSONResponse({"error": {"code": self.code, "reason": self.reason}}, self.status)


@dataclass
class Talk:
    """One conversation as the server has it."""

    id: str
    token: str
    opening: dict[str, Any]
    messages: list[dict[str, Any]] = field(default_factory=list)
    state: dict[str, Any] = field(
        default_factory=lambda: {
            "status": "open",
            "owner": "assistant",
            "rep_name": None,
            "handoff": "none",
            "waiting_seconds": None,
            "line": "You are talking with the assistant.",
            "locale": "en",
            "closed_by": None,
        }
    )
    sockets: set[WebSocket] = field(default_factory=set)
    typing_frames: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def store(self, author: str, text: str, **extras: Unpack[Extras]) -> dict[str, Any]:
        """Gives the message the next number."""
        message: dict[str, Any] = {
            "number": len(self.messages) + 1,
            "author": author,
            "name": None,
            "text": text,
            "choices": [],
            "sources": [],
            "at": datetime.now(UTC).isoformat(),
            "client_id": None,
            **extras,
        }
        self.messages.append(message)
        return message

    def wake_polls(self) -> None:
        """Answers every long poll that waits."""
        self.news.set()
        self.news = asyncio.Event()

    def texts(self, author: str) -> list[str]:
        """What one author said."""
        return [message["text"] for message in self.messages if message["author"] == author]


class FakeServer:
    """Runs in a thread of its own; every method may be called from the test's thread."""

    def __init__(self) -> None:
        self.talks: list[Talk] = []
        self.sites: dict[str, Site] = {}
        self.requests: list[str] = []
        self.blocks_sockets = False
        self.refusal: Refusal | None = None
        self._port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Where the site and the API are."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def other_address(self) -> str:
        """The same machine under another origin, as a customer's site is."""
        return f"http://localhost:{self._port}"

    @property
    def talk(self) -> Talk:
        """The newest conversation."""
        return self.talks[-1]

    def start(self) -> None:
        """Listens, on the same port as before if there was one."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._application(), ws="websockets-sansio", log_level="error", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(server, listener)), daemon=True)
        self._thread.start()
        self.wait_for(lambda: server.started)

    def stop(self) -> None:
        """Goes away with everything that is connected; what was said stays."""
        if self._server is None or self._thread is None:
            return
        self.drop_sockets()
        self._server.should_exit = True
        self._thread.join(PATIENCE_SECONDS)
        self._server = self._thread = None

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Waits for something that the server will soon have seen."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError("what the test waits for did not happen at the server")
            time.sleep(WAIT_STEP_SECONDS)

    def wait_for_message(self, text: str) -> None:
        """Waits until the visitor has said it."""
        self.wait_for(lambda: bool(self.talks) and text in self.talk.texts("visitor"))

    def wait_for_messages(self, count: int) -> None:
        """Waits until the newest conversation has so many."""
        self.wait_for(lambda: bool(self.talks) and len(self.talk.messages) == count)

    def say(self, author: str, text: str, **extras: Unpack[Extras]) -> None:
        """Somebody other than the visitor speaks."""
        self._run(self._speak(author, text, extras))

    def change_state(self, **changes: object) -> None:
        """What the visitor is told of who is in charge."""
        self.talk.state.update(changes)
        self._run(self._push([]))

    def show_typing(self, author: str) -> None:
        """The sign that somebody is writing."""
        self._run(self._tell({"type": "typing", "author": author}))

    def drop_sockets(self) -> None:
        """Every open line breaks."""
        self._run(self._break_lines())

    def forget(self) -> None:
        """Loses every conversation, and every line with it: who comes back finds none."""
        self._run(self._break_lines(self.talks.clear))

    def _application(self) -> Starlette:
        conversation = "/api/v1/conversations"
        routes = [
            Route(conversation, self._create, methods=["POST"]),
            Route(conversation + "/{id}/messages", self._post, methods=["POST"]),
            Route(conversation + "/{id}/person", self._post, methods=["POST"]),
            Route(conversation + "/{id}/locale", self._choose_language, methods=["POST"]),
            Route(conversation + "/{id}/messages", self._read, methods=["GET"]),
            WebSocketRoute(conversation + "/{id}/socket", self._socket),
            Route("/widget/{file}", self._file),
            Route("/{path:path}", self._site),
        ]
        # The Authorization header is not covered by a `*`, and Retry-After is invisible unless exposed.
        cors = Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
        )
        return Starlette(routes=routes, middleware=[cors])

    async def _serve(self, server: uvicorn.Server, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        await server.serve(sockets=[listener])
        listener.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_SECONDS)

    async def _create(self, request: Request) -> Response:
        self.requests.append("POST conversations")
        if self.refusal:
            return self.refusal.response()
        opening = await request.json()
        number = len(self.talks) + 1
        self.talks.append(Talk(f"c{number}", f"token{number}", opening))
        self.talk.state["locale"] = opening["locale"].split("-")[0]
        return JSONResponse({"id": self.talk.id, "token": self.talk.token}, 201)

    async def _post(self, request: Request) -> Response:
        self.requests.append("POST " + request.url.path.rsplit("/", 1)[-1])
        talk = self._find(request.path_params["id"])
        if talk is None or request.headers.get("authorization") != f"Bearer {talk.token}":
            return Refusal(401, "bad_token", "Start a new conversation.").response()
        if self.refusal:
            return self.refusal.response()
        number = await self._take(talk, await request.json())
        return JSONResponse({"number": number}, 202)

    async def _choose_language(self, request: Request) -> Response:
        self.requests.append("POST locale")
        self.talk.state["locale"] = (await request.json())["locale"]
        await self._push([])
        return Response(status_code=204)

    async def _read(self, request: Request) -> Response:
        self.requests.append("GET messages")
        talk = self._find(request.path_params["id"])
        if talk is None or request.headers.get("authorization") != f"Bearer {talk.token}":
            return Refusal(401, "bad_token", "Start a new conversation.").response()
        after = int(request.query_params["after"])
        if len(talk.messages) <= after:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(talk.news.wait(), float(request.query_params.get("wait", 0)))
        return JSONResponse({"messages": talk.messages[after:], "state": talk.state})

    async def _socket(self, line: WebSocket) -> None:
        self.requests.append("SOCKET")
        if self.blocks_sockets:
            await line.close()
            return
        await line.accept()
        with contextlib.suppress(WebSocketDisconnect):
            hello = await line.receive_json()
            talk = self._find(line.path_params["id"])
            if talk is None or hello["token"] != talk.token:
                await line.close(4404 if talk is None else 4401)
                return
            # Listed before the first word is sent: what is said in between would never reach this line.
            talk.sockets.add(line)
            await line.send_json({"type": "update", "messages": talk.messages[hello["after"] :], "state": talk.state})
            while True:
                await self._hear(talk, line, await line.receive_json())
        for talk in self.talks:
            talk.sockets.discard(line)

    async def _hear(self, talk: Talk, line: WebSocket, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "ping":
                await line.send_json({"type": "pong"})
            case "typing":
                talk.typing_frames += 1
            case "message" | "person" if self.refusal:
                refused = {"type": "refused", "client_id": frame["client_id"], "code": self.refusal.code}
                await line.send_json({**refused, "reason": self.refusal.reason})
            case "message" | "person":
                number = await self._take(talk, frame)
                await line.send_json({"type": "accepted", "client_id": frame["client_id"], "number": number})

    async def _take(self, talk: Talk, body: dict[str, Any]) -> int:
        client_id = body["client_id"]
        known = [message["number"] for message in talk.messages if message["client_id"] == client_id]
        if known:
            return int(known[0])
        message = talk.store("visitor", body.get("text", "Talk to a person"), client_id=client_id)
        await self._push([message])
        return int(message["number"])

    async def _speak(self, author: str, text: str, extras: Extras) -> None:
        # In the server's loop, where visitors' messages get their numbers too: two can never get the same.
        await self._push([self.talk.store(author, text, **extras)])

    async def _push(self, messages: list[dict[str, Any]]) -> None:
        self.talk.wake_polls()
        await self._tell({"type": "update", "messages": messages, "state": self.talk.state})

    async def _tell(self, frame: dict[str, Any]) -> None:
        for line in list(self.talk.sockets):
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await line.send_json(frame)

    async def _break_lines(self, before_anyone_returns: Callable[[], None] = lambda: None) -> None:
        lines = [line for talk in self.talks for line in talk.sockets]
        for talk in self.talks:
            talk.wake_polls()
            talk.sockets.clear()
        before_anyone_returns()
        for line in lines:
            with contextlib.suppress(RuntimeError):
                await line.close(1012)

    async def _file(self, request: Request) -> Response:
        name = request.path_params["file"]
        self.requests.append(f"GET {name}")
        return FileResponse(BUILT / name, media_type="text/javascript")

    async def _site(self, request: Request) -> Response:
        site = self.sites.get(request.url.path)
        if site is None:
            return Response(status_code=404)
        return HTMLResponse(site.html(self.address), headers=site.headers(self.address))

    def _find(self, identifier: str) -> Talk | None:
        return next((talk for talk in self.talks if talk.id == identifier), None)
