"""The web application: routers in one place, started and stopped as a whole."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.edge import Edge
from gateway.errors import install_error_handlers


class Part(Protocol):
    """Something that runs as long as the app. `stop` is also called after a `start` that failed half-way."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...


class Closing:
    """Gives back at the end what was opened when the app was built. The first part, so that it stops last."""

    def __init__(self, *closers: Callable[[], Awaitable[None] | None]) -> None:
        self._closers = closers

    async def start(self) -> None:
        """Nothing to begin: connections open when first used."""

    async def stop(self) -> None:
        for close in self._closers:
            waiting = close()
            if waiting is not None:
                await waiting


class Service:
    """The application and what runs beside it. An ASGI app; who serves it without a lifespan enters `running`."""

    def __init__(self, app: ASGIApp, parts: Sequence[Part]) -> None:
        self._app = app
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Parts start in order and stop in the opposite one; those begun stop too when a later one cannot start."""
        async with AsyncExitStack() as begun:
            for part in self._parts:
                begun.push_async_callback(part.stop)
                await part.start()
            yield


def make_app(
    *, routers: Sequence[APIRouter], action: ASGIApp, parts: Sequence[Part], version: str, missing_page: str
) -> Service:
    """Everything behind one edge; `action` answers Rasa's calls.

    `missing_page` is shown to whoever asks for a page that does not exist.
    """
    app = FastAPI(
        title="Foyer",
        summary="The public chat: open a conversation, say something, read on.",
        version=version,
        lifespan=lambda _: service.running(),
        docs_url=None,
        redoc_url=None,
        # Such a redirect goes to the host that the request names, whatever that is; the edge sees to it instead.
        redirect_slashes=False,
    )
    install_error_handlers(app, missing_page=missing_page)
    for router in routers:
        app.include_router(router)
    service: Service = Service(Edge(app, action), parts)
    return service
