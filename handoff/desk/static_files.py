"""The desk's own style sheets and scripts: read once when the desk is built, served by name, kept by browsers for good.

A closed set: a name that was not in the folder at the start does not exist, so no path can lead elsewhere.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request, Response

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """`build` changes with any byte of any file and stands in every address, scripts' imports included."""

    contents: dict[str, bytes] = field(repr=False)
    build: str

    def address(self, name: str) -> str:
        return f"/desk/static/{self.build}/{name}"

    async def serve(self, request: Request) -> Response:
        name = str(request.path_params["name"])
        body = self.contents.get(name)
        if body is None:
            return Response("Not found", status_code=404, media_type="text/plain")
        current = request.path_params["build"] == self.build
        headers = {"Cache-Control": FOR_GOOD if current else "no-cache", "X-Content-Type-Options": "nosniff"}
        return Response(body, media_type=MEDIA_TYPES[Path(name).suffix], headers=headers)


def read_static_files(folder: Path, made: Mapping[str, bytes]) -> StaticFiles:
    """The files of the folder, and those that were made for this desk."""
    contents = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in MEDIA_TYPES
    }
    contents.update(made)
    digest = hashlib.sha256()
    for name, body in contents.items():
        digest.update(name.encode() + b"\0" + body + b"\0")
    return StaticFiles(contents, digest.hexdigest()[:16])
