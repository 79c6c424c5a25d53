"""What every answer over HTTP passes: a size limit for bodies, security headers, CORS for the public parts alone.

Plain ASGI, because it runs on every request. Bodies are read whole before the app sees them: they are small by rule.
"""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.errors import TOO_LARGE, answer

LARGEST_BODY = 64 * 1024
PUBLIC = ("/api/v1/", "/widget/")
ENGINE = "/internal/"
# Rasa sends the whole domain with every action call; that address checks a secret.
LARGEST_ENGINE_BODY = 4 * 1024 * 1024

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Iterable[tuple[str, str]] = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Frame-Options", "DENY"),
)
CORS: Iterable[tuple[str, str]] = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
    ("Access-Control-Allow-Headers", "Authorization, Content-Type"),
    ("Access-Control-Expose-Headers", "Retry-After"),
    ("Access-Control-Max-Age", "86400"),
)


class Edge:
    """Wraps the app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        public = path.startswith(PUBLIC)
        limit = LARGEST_ENGINE_BODY if path.startswith(ENGINE) else LARGEST_BODY

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*HEADERS, *(CORS if public else ())):
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", CSP)
            await send(message)

        if public and scope["method"] == "OPTIONS":
            await send_with_headers({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        body = await _read_body(scope, receive, limit) if _has_body(scope) else receive
        if body is None:
            await answer(TOO_LARGE)(scope, receive, send_with_headers)
        else:
            await self._app(scope, body, send_with_headers)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


async def _read_body(scope: Scope, receive: Receive, limit: int) -> Receive | None:
    """The whole body, replayed; None as soon as it is larger than `limit`, whatever its headers claim."""
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if declared.isdigit() and int(declared) > limit:
        return None
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            return None
    pending = [bytes(body)]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay
