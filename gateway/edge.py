"""What every request passes: limits for the size and the time of bodies, the address that is counted, security headers,
CORS for the public parts alone.

Plain ASGI, because it runs on every request. Bodies are read whole before the app sees them: they are small by rule.
Only Rasa's, which is large, is left to its own address, which looks at the secret first.
"""

import asyncio
from collections.abc import Iterable
from ipaddress import AddressValueError, IPv6Address, IPv6Network
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.errors import TOO_LARGE, TOO_SLOW, Refused, answer, is_page

LARGEST_BODY = 64 * 1024
PUBLIC = ("/api/v1/", "/widget/")
ACTION = "/internal/rasa/actions"
# Rasa sends a whole tracker with every action call; that address checks a secret.
LARGEST_ACTION_BODY = 4 * 1024 * 1024
# A phone on a bad line sends 64 KiB in less.
BODY_SECONDS = 15.0
# Providers hand every household a whole network of IPv6 addresses; each of them is one visitor of ours.
COUNTED_IPV6_BITS = 64

# What stands in an address as it is; "%" is part of what was written in its stead already.
PLAIN = "%/?:@!$&'()*+,;=-._~[]"

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

    def __init__(self, app: ASGIApp, action: ASGIApp, *, body_seconds: float = BODY_SECONDS) -> None:
        """`action` answers Rasa's calls, `app` all others."""
        self._app, self._action, self._body_seconds = app, action, body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("client"):
            host, port = scope["client"]
            scope["client"] = (counted(host), port)
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        public = path.startswith(PUBLIC)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*HEADERS, *(CORS if public else ())):
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", CSP)
            await send(message)

        place = _page_without_slash(scope) if path.endswith("/") else None
        if place is not None:
            await RedirectResponse(place, 307)(scope, receive, send_with_headers)
        elif public and scope["method"] == "OPTIONS":
            await send_with_headers({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
        elif path == ACTION and scope["method"] == "POST":
            await self._action(scope, _limited(scope, receive, LARGEST_ACTION_BODY), send_with_headers)
        elif not _has_body(scope):
            await self._app(scope, receive, send_with_headers)
        else:
            await self._with_body(scope, receive, send_with_headers)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await _read_body(_limited(scope, receive, LARGEST_BODY), receive)
        except TimeoutError:
            await answer(TOO_SLOW)(scope, receive, send)
        except Refused as refused:
            await answer(refused.refusal)(scope, receive, send)
        else:
            await self._app(scope, body, send)


def address_of(connection: HTTPConnection) -> str:
    """Whom a request is counted under. The edge has seen to it that this is no single address of many."""
    return connection.client.host if connection.client else "unknown"


def counted(host: str) -> str:
    """The address itself; of IPv6 the network that its owner chooses addresses from."""
    if ":" not in host:
        return host
    try:
        address = IPv6Address(host)
    except AddressValueError:
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address.packed, COUNTED_IPV6_BITS), strict=False))


def _page_without_slash(scope: Scope) -> str | None:
    """Where the page stands that was asked for with slashes at its end; None for every other request.

    A path of ours alone, no host: the request's own could be anybody's. Slashes in front would name one, and browsers
    take a backslash for a slash. It is the path as it was sent: another one could mean something else.
    """
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    place = path.strip(b"/")
    if not (place and path.endswith(b"/") and scope["method"] in {"GET", "HEAD"} and is_page(scope["path"])):
        return None
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    return quote(b"/" + place + query, safe=PLAIN)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _limited(scope: Scope, receive: Receive, limit: int) -> Receive:
    """Raises Refused as soon as the body is larger than `limit`, whatever its headers claim."""
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    too_large = declared.isdigit() and int(declared) > limit
    size = 0

    async def counting() -> Message:
        nonlocal size
        if too_large:
            raise Refused(TOO_LARGE)
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise Refused(TOO_LARGE)
        return message

    return counting


async def _read_body(limited: Receive, receive: Receive) -> Receive:
    """The whole body, replayed."""
    body = bytearray()
    more = True
    while more:
        message = await limited()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
    pending = [bytes(body)]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay
