"""Live updates to an open page: server-sent events that only say *what* to look at again, never what it says now.

The page fetches the fragment itself, so a lost, doubled or late event costs nothing. A stream ends when its session
does.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress

import structlog
from fastapi import Response
from fastapi.responses import StreamingResponse

from handoff.contract import Accounts, Changes
from handoff.desk.edge import Desk
from handoff.desk.visit import Visit

HEARTBEAT_SECONDS = 20.0
RETRY_MS = 2_000


class Live:
    """The desk's stream of events."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def events(self, visit: Visit) -> Response:
        conversation = visit.request.query_params.get("conversation", "")
        updates = self._desk.updates
        changes = {"queue": updates.of_queue()}
        if conversation:
            changes["conversation"] = updates.of_conversation(conversation)
        stream = event_stream(self._desk.accounts, session=visit.session, changes=changes)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


class Pending:
    """Events not yet sent. The same event twice is one event, so a slow page can never pile them up."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        self._any = asyncio.Event()

    def add(self, name: str) -> None:
        self._names[name] = None
        self._any.set()

    async def take(self, seconds: float) -> tuple[str, ...]:
        """What came, in order; empty when nothing came in time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._any.wait(), seconds)
        names = tuple(self._names)
        self._names.clear()
        self._any.clear()
        return names


async def event_stream(
    accounts: Accounts,
    *,
    session: str,
    changes: Mapping[str, Changes],
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> AsyncGenerator[str]:
    """The stream's text: `changes` by the name of their event; "ready" comes once all are listened to."""
    pending = Pending()
    listeners = [asyncio.create_task(_listen(source, name, pending)) for name, source in changes.items()]
    try:
        yield f"retry: {RETRY_MS}\n\n"
        heard: set[str] = set()
        while True:
            for name in await pending.take(heartbeat_seconds):
                if name.startswith("listening "):
                    heard.add(name)
                    name = "ready" if len(heard) == len(changes) else ""  # noqa: PLW2901 -- the last of them is the news
                if name:
                    yield f"event: {name}\ndata: {{}}\n\n"
                if name == "interrupted":
                    return
            if await accounts.rep_of(session) is None:
                yield "event: signed-out\ndata: {}\n\n"
                return
            yield ": still here\n\n"
    finally:
        for listener in listeners:
            listener.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)


async def _listen(source: Changes, name: str, pending: Pending) -> None:
    """Names every change; an end of the listening ends the stream, and the page opens a new one."""
    try:
        async with source as changes:
            pending.add(f"listening {name}")
            async for change in changes:
                if (event := _event_of(change, name)) is not None:
                    pending.add(event)
    except Exception:  # noqa: BLE001 -- the edge of a background task: nobody else would ever see the error
        structlog.get_logger(__name__).exception("desk_updates_interrupted", of=name)
    pending.add("interrupted")


def _event_of(change: Mapping[str, object], name: str) -> str | None:
    """A visitor's typing is shown and needs no fetching; anybody else's is no news at the desk."""
    if change.get("kind") != "typing":
        return name
    return "typing" if change.get("author") == "visitor" else None
