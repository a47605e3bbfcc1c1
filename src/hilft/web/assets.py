"""Static files: read once, compressed once, served for ever under an address that changes with them."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hilft.problems import NotFound

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".css": "text/css; charset=utf-8"}
_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes = field(repr=False)
    packed: bytes = field(repr=False)
    content_type: str


@cache
def _assets() -> dict[str, Asset]:
    return {
        path.relative_to(_FOLDER).as_posix(): _read(path)
        for path in sorted(_FOLDER.rglob("*"))
        if path.is_file()
    }


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(content, gzip.compress(content, 9, mtime=0), guessed)


@cache
def version() -> str:
    """Name the whole set: one changed file gives all a new address, so modules may import each other."""
    every = hashlib.sha256()
    for name, asset in _assets().items():
        every.update(name.encode() + b"\0" + asset.content)
    return every.hexdigest()[:12]


def address(name: str) -> str:
    """Give the address of a static file, e.g. ``css/desk.css``."""
    return f"/static/{version()}/{name}"


async def serve(request: Request) -> Response:
    asset = _assets().get(request.path_params["name"])
    if asset is None:
        raise NotFound
    fresh = request.path_params["version"] == version()
    headers = {"Cache-Control": _YEAR if fresh else "no-cache", "Vary": "Accept-Encoding"}
    packed = "gzip" in request.headers.get("accept-encoding", "") and len(asset.packed) < len(asset.content)
    if packed:
        headers["Content-Encoding"] = "gzip"
    body = asset.packed if packed else asset.content
    return Response(body, media_type=asset.content_type, headers=headers)


def routes() -> list[Route]:
    return [Route("/static/{version}/{name:path}", serve, methods=["GET", "HEAD"])]
