"""The one door into the Rasa process: turns and parses from the gateway, over loopback.

Checks the shared secret, the size and the fields, and reports failure as failure: a turn is 200
only when the action confirmed exactly that turn. It must not answer visitors or log their words.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.harmless import harmless_text
from bot.turn_request import (
    MOST_PARSE_BYTES,
    MOST_TURN_BYTES,
    MalformedRequest,
    ParseRequest,
    TurnRequest,
)

SECRET_HEADER = "X-Foyer-Secret"  # noqa: S105  the header's name, not its value
_PARSE_KEYS = ("intent", "intent_ranking", "entities")

logger = logging.getLogger(__name__)

T = TypeVar("T")


class FoyerChannel(InputChannel):
    """POST /turn, POST /parse (both with the secret) and GET /ready."""

    def __init__(self, secret: str, turn_seconds: float) -> None:
        self._secret = secret.encode()
        self._turn_seconds = turn_seconds

    @classmethod
    def name(cls) -> str:
        return "foyer"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """`on_new_message` is not used: it swallows the difference between done and ignored."""
        blueprint = Blueprint("foyer_channel")

        # Sanic marks its handlers with attributes, which bound methods refuse.
        @blueprint.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            return await self._ready(request)

        @blueprint.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await self._turn(request)

        @blueprint.post("/parse")
        async def parse(request: Request) -> HTTPResponse:
            return await self._parse(request)

        return blueprint

    async def _ready(self, request: Request) -> HTTPResponse:
        agent = _loaded_agent(request)
        if agent is None:
            return json({"ready": False}, status=503)
        return json({"ready": True, "model": agent.model_name})

    async def _turn(self, request: Request) -> HTTPResponse:
        return await self._answered(request, MOST_TURN_BYTES, TurnRequest.read, self._run_turn)

    async def _parse(self, request: Request) -> HTTPResponse:
        return await self._answered(request, MOST_PARSE_BYTES, ParseRequest.read, _run_parse)

    async def _answered(
        self,
        request: Request,
        most_bytes: int,
        read: Callable[[bytes], T],
        run: Callable[[Agent, T], Awaitable[HTTPResponse]],
    ) -> HTTPResponse:
        """What `run` makes of the body, for whoever may ask and when there is a model."""
        refusal = self._refusal(request, most_bytes)
        if refusal is not None:
            return refusal
        try:
            wanted = read(request.body)
        except MalformedRequest as malformed:
            return _malformed(malformed)
        agent = _loaded_agent(request)
        return _no_model() if agent is None else await run(agent, wanted)

    async def _run_turn(self, agent: Agent, turn: TurnRequest) -> HTTPResponse:
        output = CollectingOutputChannel()
        message = UserMessage(
            harmless_text(turn.text),
            output,
            turn.conversation,
            input_channel=self.name(),
            # The action keeps with the turn which model understood it.
            metadata={**turn.metadata, "model": agent.model_name},
        )
        try:
            await asyncio.wait_for(agent.handle_message(message), self._turn_seconds)
        except asyncio.TimeoutError:
            return _failed("the turn took too long", turn)
        # The edge of this process: whatever breaks inside is this turn's failure, told as such.
        except Exception:
            logger.exception("turn_failed turn=%s", turn.turn)
            return _failed("the turn broke", turn)
        confirmation = _confirmation(output, turn.turn)
        if confirmation is None:
            return _failed("the action failed or did not confirm this turn", turn)
        return json({"turn": turn.turn, "status": confirmation})

    def _refusal(self, request: Request, most_bytes: int) -> HTTPResponse | None:
        # Sanic reads bytes that are no UTF-8 as halves of pairs, which only go back this way.
        offered = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not self._secret or not hmac.compare_digest(offered, self._secret):
            return json({"error": "wrong or missing secret"}, status=401)
        if len(request.body) > most_bytes:
            return json({"error": f"at most {most_bytes} bytes"}, status=413)
        return None


async def _run_parse(agent: Agent, wanted: ParseRequest) -> HTTPResponse:
    return json({"parses": [await _parsed(agent, text, wanted) for text in wanted.texts]})


async def _parsed(agent: Agent, text: str, wanted: ParseRequest) -> dict[str, Any]:
    # Lets waiting turns go first: a long list must not hold up a visitor.
    await asyncio.sleep(0)
    message = UserMessage(harmless_text(text), metadata={"requested": wanted.requested, "locale": wanted.locale})
    parse = await agent.processor.parse_message(message)
    return {"text": text, **{key: parse.get(key) for key in _PARSE_KEYS}}


def _loaded_agent(request: Request) -> Agent | None:
    agent: Agent | None = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


def _confirmation(output: CollectingOutputChannel, turn: str) -> str | None:
    for message in output.messages:
        custom = message.get("custom")
        if isinstance(custom, dict) and custom.get("turn") == turn and custom.get("status"):
            return str(custom["status"])
    return None


def _malformed(malformed: MalformedRequest) -> HTTPResponse:
    reason = f"{malformed.field} {malformed}"
    return json({"error": reason, "field": malformed.field}, status=422)


def _no_model() -> HTTPResponse:
    return json({"error": "no model is loaded"}, status=503)


def _failed(reason: str, turn: TurnRequest) -> HTTPResponse:
    logger.warning("turn_unconfirmed turn=%s reason=%r", turn.turn, reason)
    return json({"error": reason, "turn": turn.turn}, status=502)
