"""Pages from templates: escaped always, with headers under which nothing foreign runs. No data is fetched here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handoff.contract import QueueCounts
from handoff.desk import figures, times, words
from handoff.desk.brand import Brand
from handoff.desk.static_files import StaticFiles
from handoff.desk.visit import HOME, Visit
from qualification.conversation import IN_QUEUE
from qualification.intake import TEXT_LIMIT
from qualification.language.choosing import DEFAULT_LOCALE

Clock = Callable[[], datetime]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Vary": "Cookie, X-Desk-Fetch",
}


@dataclass(frozen=True, slots=True)
class Renderer:
    """Templates with the desk's filters. A fragment is the same template without the frame around it."""

    environment: Environment
    clock: Clock

    def page(
        self, template: str, visit: Visit, counts: QueueCounts, values: Mapping[str, object], *, status: int = 200
    ) -> Response:
        """A page of a signed-in rep; every page shows how many wait."""
        frame = {"rep": visit.rep, "csrf": visit.csrf, "waiting": counts.waiting, "counts": counts}
        return self._response(template, status, {**frame, **values, "fragment": visit.by_script})

    def bare(self, template: str, *, status: int = 200, **values: object) -> Response:
        """A page without a rep: sign-in and errors."""
        return self._response(template, status, {**values, "fragment": False})

    def _response(self, template: str, status: int, values: Mapping[str, object]) -> Response:
        text = self.environment.get_template(template).render(now=self.clock().astimezone(UTC), **values)
        return Response(text, status_code=status, media_type="text/html; charset=utf-8", headers=HEADERS)


def json_answer(status: int, body: Mapping[str, object]) -> Response:
    return Response(json.dumps(body), status_code=status, media_type="application/json", headers=HEADERS)


def make_renderer(templates: Path, files: StaticFiles, *, brand: Brand, clock: Clock) -> Renderer:
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        company=brand.name,
        brand=brand,
        home=HOME,
        static=files.address,
        words=words,
        figures=figures,
        IN_QUEUE=IN_QUEUE,
        DEFAULT_LOCALE=DEFAULT_LOCALE,
        TEXT_LIMIT=TEXT_LIMIT,
    )
    environment.filters.update(
        iso=lambda at: at.astimezone(UTC).isoformat(timespec="milliseconds"),
        absolute=lambda at: times.absolute(at.astimezone(UTC)),
        moment=lambda at: times.moment(at.astimezone(UTC)),
        ago=times.ago,
        waited=times.waited,
        percent=figures.percent,
        number=figures.number,
        initials=words.initials,
        plain=words.plain,
        capital=words.capital,
        safe_link=words.safe_link,
    )
    return Renderer(environment, clock)
