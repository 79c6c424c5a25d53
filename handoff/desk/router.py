"""The desk as one router: which address leads to which page or deed. The wiring hands everything over."""

from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter

from handoff.contract import Accounts, RepActions, Updates
from handoff.desk.brand import Brand
from handoff.desk.deeds import Deeds
from handoff.desk.edge import Desk, Endpoint
from handoff.desk.live import Live
from handoff.desk.pages import Pages
from handoff.desk.render import Clock, make_renderer
from handoff.desk.sign_in import SignIn
from handoff.desk.static_files import read_static_files
from handoff.desk.visit import HOME

EVENTS = "/events"
FOLDER = Path(__file__).parent


def _now() -> datetime:
    return datetime.now(UTC)


def desk_router(
    actions: RepActions,
    accounts: Accounts,
    updates: Updates,
    *,
    secure_cookies: bool,
    brand: Brand,
    clock: Clock = _now,
) -> APIRouter:
    """The pages of the desk. `secure_cookies` is True wherever the desk is reached over https."""
    files = read_static_files(FOLDER / "static", made={"icon.svg": brand.icon})
    renderer = make_renderer(FOLDER / "templates", files, brand=brand, clock=clock)
    desk = Desk(actions, accounts, updates, renderer, secure_cookies)
    router = APIRouter(prefix=HOME, include_in_schema=False)

    def at(method: str, path: str, endpoint: Endpoint) -> None:
        # Whoever looks whether a page is there (HEAD) is told; a stream of events has no such answer.
        methods = ["GET", "HEAD"] if method == "GET" and path != EVENTS else [method]
        router.add_api_route(path, endpoint, methods=methods, response_model=None)

    door, pages, deeds = SignIn(desk), Pages(desk), Deeds(desk)
    at("GET", "/static/{build}/{name:path}", files.serve)
    at("GET", "/sign-in", desk.kindly(door.form))
    at("POST", "/sign-in", desk.kindly(door.sign_in))
    at("POST", "/sign-out", desk.kindly(door.sign_out))
    at("GET", EVENTS, desk.for_reps(Live(desk).events))
    at("POST", "/pulse", desk.for_reps(deeds.pulse))

    at("GET", "", desk.for_reps(pages.queue))
    at("GET", "/conversations", desk.for_reps(pages.conversations))
    at("GET", "/conversations/{conversation_id}", desk.for_reps(pages.conversation))
    at("GET", "/conversations/{conversation_id}/decisions", desk.for_reps(pages.decisions))
    at("GET", "/leads", desk.for_reps(pages.leads))
    at("GET", "/leads/{lead_id}", desk.for_reps(pages.lead))

    at("POST", "/handoffs/{handoff_id}/accept", desk.for_reps(deeds.accept))
    at("POST", "/conversations/{conversation_id}/take-over", desk.for_reps(deeds.take_over))
    at("POST", "/conversations/{conversation_id}/messages", desk.for_reps(deeds.say))
    at("POST", "/conversations/{conversation_id}/typing", desk.for_reps(deeds.typing))
    at("POST", "/conversations/{conversation_id}/notes", desk.for_reps(deeds.note))
    at("POST", "/conversations/{conversation_id}/give-back", desk.for_reps(deeds.give_back))
    at("POST", "/conversations/{conversation_id}/close", desk.for_reps(deeds.close))
    at("POST", "/conversations/{conversation_id}/tickets/{number}/close", desk.for_reps(deeds.close_ticket))
    return router
