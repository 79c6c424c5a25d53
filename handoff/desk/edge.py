"""The edge of the desk: every request is believed or refused here, and every error becomes words with a way on.

The one table from errors to HTTP, and the one place that may catch anything: a rep never sees a stack trace, and text
that was typed comes back.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import structlog
from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from handoff.contract import Accounts, RepActions, Updates
from handoff.desk.render import HEADERS, Renderer, json_answer
from handoff.desk.visit import HOME, Refused, SignedOut, Visit, enter, is_by_script, safe_next
from qualification.errors import BotError, Conflict, Rejected, RuleViolation, Unavailable

Endpoint = Callable[[Request], Awaitable[Response]]
Handler = Callable[[Visit], Awaitable[Response]]

STATUS_OF_ERROR: tuple[tuple[type[BotError], int, str], ...] = (
    (RuleViolation, 422, "not_allowed"),
    (Conflict, 409, "conflict"),
    (Unavailable, 503, "unavailable"),
    (Rejected, 502, "rejected"),
)
FAILED = "Something went wrong on our side and nothing was changed. Try again; if it stays, tell your admin."


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page of the desk works with."""

    actions: RepActions
    accounts: Accounts
    updates: Updates
    renderer: Renderer
    secure_cookies: bool

    def for_reps(self, handler: Handler) -> Endpoint:
        """The handler behind the door: only for signed-in reps, and never failing without words."""

        async def endpoint(request: Request) -> Response:
            return await handler(await enter(request, self.accounts, secure=self.secure_cookies))

        return self.kindly(endpoint)

    def kindly(self, endpoint: Endpoint) -> Endpoint:
        async def safe(request: Request) -> Response:
            try:
                return await endpoint(request)
            except SignedOut as signed_out:
                return self._ask_to_sign_in(request, signed_out)
            except Refused as refused:
                return self._problem(request, refused.status, refused.code, refused.reason)
            except BotError as error:
                status, code = _status_of(error)
                return self._problem(request, status, code, FAILED if code == "failed" else str(error))
            except Exception:  # noqa: BLE001 -- the edge: whatever broke, the rep gets a page and we get the log
                structlog.get_logger(__name__).exception("desk_request_failed", path=request.scope.get("path"))
                return self._problem(request, 500, "failed", FAILED)

        return safe

    def done(self, visit: Visit, go: str, **more: object) -> Response:
        """A deed is done: the script is told where to go, a plain form is sent there."""
        if visit.by_script:
            return json_answer(200, {"ok": True, "go": go, **more})
        return RedirectResponse(go, status_code=303, headers=HEADERS)

    def _ask_to_sign_in(self, request: Request, signed_out: SignedOut) -> Response:
        if is_by_script(request):
            reason = "You are signed out. Your text is kept on this page; sign in and send it again."
            return json_answer(401, {"error": {"code": "signed_out", "reason": reason}})
        text = signed_out.form.get("text") or signed_out.form.get("comment")
        if text:
            return self.renderer.bare("text-kept.html", status=401, text=text, back=_page_of(request))
        query = f"?{request.url.query}" if request.url.query else ""
        target = safe_next(request.url.path + query) if request.method == "GET" else HOME
        address = f"{HOME}/sign-in" + ("" if target == HOME else f"?{urlencode({'next': target})}")
        return RedirectResponse(address, status_code=303, headers=HEADERS)

    def _problem(self, request: Request, status: int, code: str, reason: str) -> Response:
        if is_by_script(request):
            return json_answer(status, {"error": {"code": code, "reason": reason}})
        return self.renderer.bare("problem.html", status=status, reason=reason, back=_page_of(request))


def _status_of(error: BotError) -> tuple[int, str]:
    for kind, status, code in STATUS_OF_ERROR:
        if isinstance(error, kind):
            return status, code
    return 500, "failed"


def _page_of(request: Request) -> str:
    """The page a deed belongs to: its conversation where there is one, else the queue."""
    conversation = request.path_params.get("conversation_id")
    return f"{HOME}/conversations/{quote(str(conversation))}" if conversation else HOME
