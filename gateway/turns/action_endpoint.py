"""Where Rasa calls the action: rasa-sdk's executor behind one address, for Rasa alone.

A small ASGI app of its own, because every turn passes here and nothing of a web framework is needed for it.
"""

import asyncio
import hmac
import json
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from actions.action_next import ActionNext
from gateway.errors import TOO_SLOW, UNREADABLE, Refusal, Refused, answer, refusal_of, unexpected
from gateway.turns.rasa_client import SECRET_HEADER
from qualification.errors import BotError

STRANGER = Refusal(401, "bad_secret", "This address is for Rasa alone.")
NO_CALL = Refusal(400, "bad_json", "The body is no call of an action.")
BODY_SECONDS = 5.0
NO_SUCH_ACTION = Refusal(404, "unknown_action", "The domain names an action that does not exist here; train again.")


class ActionEndpoint:
    """Answers one path; the edge sends nothing else here."""

    def __init__(self, action: ActionNext, secret: str) -> None:
        self._secret = secret.encode()
        self._executor = ActionExecutor()
        self._executor.register_action(action)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response: Response = JSONResponse(await self._run(request))
        except Refused as refused:
            response = answer(refused.refusal)
        except BotError as error:
            response = answer(refusal_of(error))
        # Rasa is told of any failure as of one; the visitor is answered by the script then.
        except Exception as error:  # noqa: BLE001 - as the comment says
            response = unexpected(request, error)
        await response(scope, receive, send)

    async def _run(self, request: Request) -> dict[str, Any]:
        shown = request.headers.get(SECRET_HEADER, "").encode()
        if not self._secret or not hmac.compare_digest(shown, self._secret):
            raise Refused(STRANGER)
        # Read only now: a stranger shall not make us hold megabytes.
        call = await _json_of(request)
        try:
            result = await self._executor.run(call)
        except (ActionNotFoundException, ActionExecutionRejection) as error:
            raise Refused(NO_SUCH_ACTION) from error
        return result.model_dump() if result is not None else {"events": [], "responses": []}


async def _json_of(request: Request) -> dict[str, Any]:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.body()
        call = json.loads(body)
    except TimeoutError as error:
        raise Refused(TOO_SLOW) from error
    except UNREADABLE as error:
        raise Refused(NO_CALL) from error
    if not isinstance(call, dict):
        raise Refused(NO_CALL)
    return call
