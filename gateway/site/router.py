"""Serves the finished pages of the website. It must not know the chat, the database or who is asking."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from gateway.site.rendering import Site
from memory.knowledge.contract import help_address

_METHODS = ["GET", "HEAD"]
# The address carries the content's hash, so it never changes its content.
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_FRESH = {"Cache-Control": "no-cache"}


def site_router(site: Site) -> APIRouter:
    """The pages of the website by their addresses."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/site/style.css", methods=_METHODS)
    async def style() -> Response:
        return Response(site.stylesheet, media_type="text/css", headers=_FOR_EVER)

    @router.api_route("/site/mark.svg", methods=_METHODS)
    async def mark() -> Response:
        return Response(site.mark, media_type="image/svg+xml", headers=_FOR_EVER)

    @router.api_route("/", methods=_METHODS)
    async def home() -> HTMLResponse:
        return HTMLResponse(site.pages["/"], headers=_FRESH)

    @router.api_route("/pricing", methods=_METHODS)
    async def pricing() -> HTMLResponse:
        return HTMLResponse(site.pages["/pricing"], headers=_FRESH)

    async def help_page(request: Request) -> HTMLResponse:
        page = site.pages.get(request.url.path)
        return HTMLResponse(page or site.missing, status_code=200 if page else 404, headers=_FRESH)

    for locale in site.locales:
        router.add_api_route(help_address(locale), help_page, methods=_METHODS)
        router.add_api_route(f"{help_address(locale)}/{{slug}}", help_page, methods=_METHODS)

    return router
