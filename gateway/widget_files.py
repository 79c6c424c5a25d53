"""Serves the chat widget's two built files, to any site."""

import hashlib
from pathlib import Path

from fastapi import APIRouter, Request, Response

from qualification.errors import Misconfigured

FILES = ("loader.js", "app.js")
# The script tag carries no version, so browsers ask again each time; the answer is mostly an empty 304.
CACHE = "public, max-age=0, must-revalidate"


def widget_router(folder: Path) -> APIRouter:
    """Misconfigured when the files were not built."""
    router = APIRouter(prefix="/widget", include_in_schema=False)
    for name in FILES:
        path = folder / name
        if not path.is_file():
            raise Misconfigured(f"{path} is missing: run `make widget`, or restore the committed file.")
        _serve(router, name, path.read_bytes())
    return router


def _serve(router: APIRouter, name: str, content: bytes) -> None:
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": CACHE, "Cross-Origin-Resource-Policy": "cross-origin"}

    @router.get(f"/{name}")
    async def file(request: Request) -> Response:
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type="text/javascript; charset=utf-8", headers=headers)
