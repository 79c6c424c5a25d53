"""The one table from our errors to what a caller of the API is told, over HTTP or WebSocket. Pages of the desk have
their own (`handoff/desk/edge.py`), as adapters never import the gateway."""

from dataclasses import dataclass

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from qualification.errors import BotError, Conflict, Misconfigured, Rejected, RuleViolation, Unavailable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a caller is told who did something that the API does not allow; `reason` says what to do."""

    status: int
    code: str
    reason: str
    retry_after: int | None = None


class Refused(Exception):
    """Raised at the edge, for the edge: carries what the caller is told."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


BAD_TOKEN = Refusal(401, "bad_token", "Send the conversation's token as `Authorization: Bearer …`.")
UNKNOWN_CONVERSATION = Refusal(404, "unknown_conversation", "There is no conversation with this id.")
CLOSED = Refusal(409, "closed", "This conversation is closed. Start a new one.")
TOO_SLOW = Refusal(408, "too_slow", "The request took too long to arrive. Send it again.")
TOO_LARGE = Refusal(413, "too_large", "The request is larger than 64 KiB. Send less at once.")
BAD_JSON = Refusal(400, "bad_json", "The body is not valid JSON.")
# What reading JSON ends with, beside what its library says: bytes that are no text, numbers too long, nested too deep.
UNREADABLE = (ValueError, RecursionError)

FAULT = Refusal(
    500, "internal", "Something went wrong on our side and nothing was stored. Send it again; it will not be doubled."
)

# What is meant for programs alone: they get JSON, whatever they say that they accept.
PROGRAMS = ("/api/", "/internal/", "/widget/")

_TABLE: tuple[tuple[type[BotError], int, str], ...] = (
    (RuleViolation, 422, "invalid"),
    (Conflict, 409, "conflict"),
    (Rejected, 502, "rejected"),
    (Unavailable, 503, "unavailable"),
    (Misconfigured, 500, "misconfigured"),
)


def refusal_of(error: BotError) -> Refusal:
    """How an error of ours is told at the edge."""
    status, code = next((status, code) for kind, status, code in _TABLE if isinstance(error, kind))
    return Refusal(status, code, str(error))


def answer(refusal: Refusal) -> JSONResponse:
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after is not None else {}
    if refusal.status == BAD_TOKEN.status:
        headers["WWW-Authenticate"] = "Bearer"
    if refusal.status in {TOO_SLOW.status, TOO_LARGE.status}:
        # The rest of the body is still on its way, and nobody waits for it.
        headers["Connection"] = "close"
    return JSONResponse({"error": {"code": refusal.code, "reason": refusal.reason}}, refusal.status, headers)


def unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours: the log gets the trace, the caller what to do."""
    log.error("request_failed", path=request.url.path, error=type(error).__name__, exc_info=error)
    return answer(FAULT)


def install_error_handlers(app: FastAPI, *, missing_page: str) -> None:
    """Every error leaves as JSON with a code and a reason; none leaves as a stack trace.

    Who reads pages and asks for one that does not exist gets `missing_page`.
    """

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> Response:
        return answer(error.refusal)

    @app.exception_handler(BotError)
    async def ours(_: Request, error: BotError) -> Response:
        return answer(refusal_of(error))

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> Response:
        return answer(_reason_for(error))

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> Response:
        if error.status_code == BAD_JSON.status and isinstance(error.__cause__, UNREADABLE):
            return answer(BAD_JSON)
        if error.status_code == UNKNOWN_CONVERSATION.status and _reads_pages(request):
            return HTMLResponse(missing_page, error.status_code)
        return answer(Refusal(error.status_code, "http_error", str(error.detail)))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        return unexpected(request, error)


def is_page(path: str) -> bool:
    """An address that people read, not one for programs alone."""
    return not path.startswith(PROGRAMS)


def _reads_pages(request: Request) -> bool:
    """A person with a browser, not a program."""
    wants_page = "text/html" in request.headers.get("accept", "")
    return wants_page and request.method in {"GET", "HEAD"} and is_page(request.url.path)


def _reason_for(error: RequestValidationError) -> Refusal:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return BAD_JSON
    place = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
    return Refusal(422, "invalid", f"{place}: {first['msg']}.")
