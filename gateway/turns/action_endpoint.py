"""Where Rasa calls the action: rasa-sdk's executor inside one route, for Rasa alone."""

import asyncio
import hmac
import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.action_next import ActionNext
from gateway.errors import TOO_SLOW, Refusal, Refused
from gateway.turns.rasa_client import SECRET_HEADER

STRANGER = Refusal(401, "bad_secret", "This address is for Rasa alone.")
NO_CALL = Refusal(400, "bad_json", "The body is no call of an action.")
BODY_SECONDS = 5.0
NO_SUCH_ACTION = Refusal(404, "unknown_action", "The domain names an action that does not exist here; train again.")


def action_router(action: ActionNext, secret: str) -> APIRouter:
    """One route, hidden from the public API's documentation."""
    router = APIRouter(include_in_schema=False)
    executor = ActionExecutor()
    executor.register_action(action)

    @router.post("/internal/rasa/actions")
    async def run_action(request: Request) -> JSONResponse:
        shown = request.headers.get(SECRET_HEADER, "")
        if not secret or not hmac.compare_digest(shown.encode(), secret.encode()):
            raise Refused(STRANGER)
        # Read only now: a stranger shall not make us hold megabytes.
        call: dict[str, Any] = await _json_of(request)
        try:
            result = await executor.run(call)
        except (ActionNotFoundException, ActionExecutionRejection) as error:
            raise Refused(NO_SUCH_ACTION) from error
        return JSONResponse(result.model_dump() if result is not None else {"events": [], "responses": []})

    return router


async def _json_of(request: Request) -> dict[str, Any]:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.body()
        call = json.loads(body)
    except TimeoutError as error:
        raise Refused(TOO_SLOW) from error
    except ValueError as error:
        raise Refused(NO_CALL) from error
    if not isinstance(call, dict):
        raise Refused(NO_CALL)
    return call
