"""The web application: routers in one place, started and stopped as a whole."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from gateway.edge import Edge
from gateway.errors import install_error_handlers


class Part(Protocol):
    """Something that runs as long as the app."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...


class Closing:
    """Gives connections back at the end, the last opened first."""

    def __init__(self, *closers: Callable[[], Awaitable[None] | None]) -> None:
        self._closers = closers

    async def start(self) -> None:
        """Nothing to begin: connections open when first used."""

    async def stop(self) -> None:
        for close in self._closers:
            waiting = close()
            if waiting is not None:
                await waiting


def make_app(*, routers: Sequence[APIRouter], parts: Sequence[Part], version: str) -> ASGIApp:
    """Parts start in order and stop in the opposite one."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        for part in parts:
            await part.start()
        yield
        for part in reversed(parts):
            await part.stop()

    app = FastAPI(
        title="Foyer",
        summary="The public chat: open a conversation, say something, read on.",
        version=version,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    install_error_handlers(app)
    for router in routers:
        app.include_router(router)
    return Edge(app)
