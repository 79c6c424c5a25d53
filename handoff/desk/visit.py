"""One request at the desk: who makes it, and whether it may be believed.

The session cookie says who; the token in the form and the origin of the request say that it was our own page that
sent it. Nothing here looks at what the request wants to do.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from handoff.contract import Accounts, RepIdentity

HOME = "/desk"
SESSION_COOKIE = "foyer_desk"
# A visit before anyone has signed in; the sign-in form's token is bound to it.
GUEST_COOKIE = "foyer_desk_guest"
FETCH_HEADER = "x-desk-fetch"
TOKEN_FIELD = "csrf"  # noqa: S105 -- the name of a form field
MAX_FORM_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Visit:
    """A believed request of a signed-in rep."""

    request: Request
    rep: RepIdentity
    session: str
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def csrf(self) -> str:
        return token_for(self.session)

    @property
    def by_script(self) -> bool:
        return is_by_script(self.request)

    def path(self, name: str) -> str:
        return str(self.request.path_params[name])


class SignedOut(Exception):
    """Nobody is signed in (any more). `form` is what was typed, so that it can be given back."""

    def __init__(self, form: Mapping[str, str] | None = None) -> None:
        super().__init__("signed out")
        self.form = form or {}


class Refused(Exception):
    """The request cannot be believed or understood; `reason` says to the rep what to do."""

    def __init__(self, status: int, code: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code
        self.reason = reason


def is_by_script(request: Request) -> bool:
    """True when the page's script asks and wants a fragment or JSON instead of a page or a redirect."""
    return FETCH_HEADER in request.headers


def session_cookie(*, secure: bool) -> str:
    return f"__Secure-{SESSION_COOKIE}" if secure else SESSION_COOKIE


def token_for(secret: str) -> str:
    """The form token of a cookie: derived from it, and of no use for finding it."""
    return hmac.new(secret.encode(), b"foyer desk form", hashlib.sha256).hexdigest()


async def enter(request: Request, accounts: Accounts, *, secure: bool) -> Visit:
    """Believe the request or raise; a POST must come from our own page and carry the session's token."""
    form = await read_form(request) if request.method == "POST" else {}
    session = request.cookies.get(session_cookie(secure=secure), "")
    rep = await accounts.rep_of(session) if session else None
    if request.method == "POST":
        check_same_origin(request)
    if rep is None:
        raise SignedOut(form)
    if request.method == "POST":
        check_token(form, session)
    return Visit(request, rep, session, form)


def check_same_origin(request: Request) -> None:
    """Browsers say where a POST comes from, and a foreign page cannot change what they say."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        same = site == "same-origin"
    else:
        came_from = request.headers.get("origin") or request.headers.get("referer") or ""
        same = bool(came_from) and _host_of(came_from) == request.headers.get("host")
    if not same:
        raise Refused(403, "foreign_origin", "This was not sent from the desk itself. Open the desk and do it there.")


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def check_token(form: Mapping[str, str], secret: str) -> None:
    given = form.get(TOKEN_FIELD, "")
    if not secret or not hmac.compare_digest(given.encode(), token_for(secret).encode()):
        raise Refused(403, "stale_page", "This page is out of date. Reload it and do it again.")


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a plain form, read with a limit: no files are ever sent to the desk."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise Refused(413, "too_large", "That is too long. Shorten it and send it again.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50))
    except ValueError as error:
        raise Refused(422, "unreadable", "The form could not be read. Reload the page and try again.") from error


def safe_next(target: str) -> str:
    """Where to go after signing in: a page of the desk and nowhere else."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return HOME
    inside = parts.path == HOME or parts.path.startswith(f"{HOME}/")
    clean = not parts.scheme and not parts.netloc and "\\" not in target and target.isprintable()
    return target if inside and clean and not parts.path.startswith(f"{HOME}/sign-") else HOME
