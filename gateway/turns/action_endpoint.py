"""Where Rasa calls the action: rasa-sdk's executor inside one route, for Rasa alone."""

import hmac
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.action_next import ActionNext
from gateway.errors import Refusal, Refused
from gateway.turns.rasa_client import SECRET_HEADER

STRANGER = Refusal(401, "bad_secret", "This address is for Rasa alone.")
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
        call: dict[str, Any] = await request.json()
        try:
            result = await executor.run(call)
        except (ActionNotFoundException, ActionExecutionRejection) as error:
            raise Refused(NO_SUCH_ACTION) from error
        return JSONResponse(result.model_dump() if result is not None else {"events": [], "responses": []})

    return router
