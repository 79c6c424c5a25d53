"""Serves the service over HTTP: its parts start before anybody is let in, and stop after the last one has left.

uvicorn would do that over ASGI's lifespan, but it answers a part that cannot start with a stack trace; here the error
comes out as it is, for the one line that the person at the terminal reads.
"""

import asyncio
import gc
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from socket import socket
from types import FrameType

import structlog
import uvicorn
from starlette.types import ASGIApp

from gateway.app import Service
from gateway.settings import Settings

log = structlog.get_logger()

LARGEST_FRAME = 64 * 1024
"""Of a WebSocket; uvicorn closes the connection of whoever sends a larger one."""
GRACE_SECONDS = 2
DATED_EVERY_SECONDS = 1.0
# Python's own number, 700, means a dozen collections a turn.
OBJECTS_PER_COLLECTION = 20_000


class _Server(uvicorn.Server):
    """uvicorn with the service's parts around it."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service
        self._begun = AsyncExitStack()
        self._wake: Callable[[], object] | None = None

    async def startup(self, sockets: list[socket] | None = None) -> None:
        async with AsyncExitStack() as begun:
            await begun.enter_async_context(self._service.running())
            await super().startup(sockets)
            self._begun = begun.pop_all()
        _spare_the_collector()
        log.info("gateway_started", host=self.config.host, port=self.config.port)

    async def main_loop(self) -> None:
        """Until the end is asked for, which wakes it. uvicorn looks ten times a second whether it was: that was two
        fifths of what a server at rest took of the processor."""
        asked, loop = asyncio.Event(), asyncio.get_running_loop()
        self._wake = partial(loop.call_soon_threadsafe, asked.set)
        # The number 0 is also the one that dates the answers anew.
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), DATED_EVERY_SECONDS)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._wake is not None:
            self._wake()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        async with self._begun:
            await super().shutdown(sockets)
        log.info("gateway_stopped")


def _spare_the_collector() -> None:
    """What is loaded by now stays; looking through it again and again took a twelfth of a turn's processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_COLLECTION)


def _is_no_news(record: logging.LogRecord) -> bool:
    return "timeout graceful shutdown exceeded" not in record.getMessage()


def serve(service: Service, settings: Settings) -> None:
    """Returns after a normal stop. Raises what kept a part from starting; everything begun has been stopped then."""
    # The desk's streams of events end with the service and never before; that they are cut off then is as it should be.
    logging.getLogger("uvicorn.error").addFilter(_is_no_news)
    with suppress(KeyboardInterrupt):
        _Server(server_config(service, settings), service).run()


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Who may connect, and whom we believe."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        lifespan="off",
        log_config=None,
        access_log=False,
        ws_max_size=LARGEST_FRAME,
        forwarded_allow_ips=settings.trusted_proxies,
        limit_concurrency=settings.most_connections,
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
    )
