"""Signing in and out. A wrong pair and an unknown e-mail get the same kind sentence; accounts slow guessing down."""

import secrets

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from handoff.contract import Session
from handoff.desk.edge import Desk
from handoff.desk.render import HEADERS
from handoff.desk.visit import (
    GUEST_COOKIE,
    HOME,
    Refused,
    check_same_origin,
    check_token,
    enter,
    read_form,
    safe_next,
    session_cookie,
    token_for,
)
from qualification.errors import RuleViolation

# Says that somebody has signed in from here before; it opens nothing by itself.
DEVICE_COOKIE = "foyer_desk_device"
DEVICE_SECONDS = 180 * 24 * 60 * 60
WRONG_PAIR = "That e-mail and password do not go together. Check both and try again."
LATE_FORM = "The form had been open for too long. Try again now."
NO_COOKIES = "Your browser did not keep our cookie. Allow cookies for this site, then try again."


class SignIn:
    """The door of the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def form(self, request: Request) -> Response:
        """The sign-in page; who is signed in already goes on."""
        target = safe_next(request.query_params.get("next", HOME))
        session = request.cookies.get(session_cookie(secure=self._desk.secure_cookies), "")
        if session and await self._desk.accounts.rep_of(session):
            return RedirectResponse(target, status_code=303, headers=HEADERS)
        return self._page(request, target=target)

    async def sign_in(self, request: Request) -> Response:
        form = await read_form(request)
        check_same_origin(request)
        email, target = form.get("email", "").strip()[:254], safe_next(form.get("next", HOME))
        guest = request.cookies.get(GUEST_COOKIE, "")
        try:
            check_token(form, guest)
        except Refused:
            return self._page(request, 403, target=target, email=email, problem=LATE_FORM if guest else NO_COOKIES)
        address = request.client.host if request.client else None
        try:
            session = await self._desk.accounts.sign_in(
                email, form.get("password", ""), address=address, device=request.cookies.get(DEVICE_COOKIE)
            )
        except RuleViolation as throttled:
            return self._page(request, 429, target=target, email=email, problem=str(throttled))
        if session is None:
            return self._page(request, 401, target=target, email=email, problem=WRONG_PAIR)
        return self._welcome(session, target)

    async def sign_out(self, request: Request) -> Response:
        visit = await enter(request, self._desk.accounts, secure=self._desk.secure_cookies)
        await self._desk.accounts.sign_out(visit.session)
        response = RedirectResponse(f"{HOME}/sign-in", status_code=303, headers=HEADERS)
        self._forget(response, session_cookie(secure=self._desk.secure_cookies))
        return response

    def _forget(self, response: Response, cookie: str) -> None:
        response.delete_cookie(cookie, path=HOME, httponly=True, samesite="lax", secure=self._desk.secure_cookies)

    def _page(
        self, request: Request, status: int = 200, *, target: str, email: str = "", problem: str = ""
    ) -> Response:
        guest = request.cookies.get(GUEST_COOKIE) or secrets.token_urlsafe(24)
        response = self._desk.renderer.bare(
            "sign-in.html", status=status, csrf=token_for(guest), target=target, email=email, problem=problem
        )
        response.set_cookie(
            GUEST_COOKIE, guest, path=HOME, httponly=True, samesite="lax", secure=self._desk.secure_cookies
        )
        return response

    def _welcome(self, session: Session, target: str) -> Response:
        response = RedirectResponse(target, status_code=303, headers=HEADERS)
        response.set_cookie(
            session_cookie(secure=self._desk.secure_cookies),
            session.token,
            expires=session.expires_at,
            path=HOME,
            httponly=True,
            samesite="lax",
            secure=self._desk.secure_cookies,
        )
        response.set_cookie(
            DEVICE_COOKIE,
            session.device,
            max_age=DEVICE_SECONDS,
            path=HOME,
            httponly=True,
            samesite="lax",
            secure=self._desk.secure_cookies,
        )
        self._forget(response, GUEST_COOKIE)
        return response
