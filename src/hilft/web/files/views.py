"""Attachments, avatars and the channels' own icons."""

from urllib.parse import quote
from uuid import UUID

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hilft import cases, customers, staff
from hilft.db import storable
from hilft.ids import BrandId, HandleId
from hilft.problems import NotFound
from hilft.web.channel_folder import channel_file
from hilft.web.doors import Door
from hilft.web.files.kinds import INLINE, recognise
from hilft.web.paint import initials, tone
from hilft.web.visit import Visit

_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_DAY = "private, max-age=86400"
_COLOURS = ("#7a3b12", "#0c5a6b", "#5b3a91", "#2c5f1f", "#8b2a4c", "#1c4f8f", "#655100", "#4a5552")


def _id(visit: Visit) -> UUID:
    try:
        return UUID(visit.request.path_params["id"])
    except ValueError:
        raise NotFound from None


async def attachment(visit: Visit) -> Response:
    """Give one file. Inline only when its bytes are of a kind that runs nothing, and sandboxed even then."""
    row = await cases.attachment(visit.conn, visit.agent, _id(visit))
    if row.sha256 is None:
        raise NotFound
    content = await visit.house.files.get(row.sha256)
    kind = recognise(content)
    inline = kind in INLINE
    name = quote(row.name or "file", safe="")
    return Response(
        content,
        media_type=kind if inline else "application/octet-stream",
        headers={
            "Content-Security-Policy": _SANDBOX,
            "Content-Disposition": f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{name}",
            "Cache-Control": _DAY,
        },
    )


async def avatar(visit: Visit) -> Response:
    """Give the picture we keep of somebody; where there is none, their initials drawn by us."""
    handle = await customers.find_handle(visit.conn, visit.brand.id, HandleId(_id(visit)))
    if handle is None:
        raise NotFound
    headers = {"Content-Security-Policy": _SANDBOX, "Cache-Control": _DAY}
    if handle.avatar_blob and await visit.house.files.exists(handle.avatar_blob):
        content = await visit.house.files.get(handle.avatar_blob)
        kind = recognise(content)
        if kind is not None and kind.startswith("image/"):
            return Response(content, media_type=kind, headers=headers)
    return Response(_drawn(handle.display_name or handle.handle), media_type="image/svg+xml", headers=headers)


async def agent_face(visit: Visit) -> Response:
    """Give the photo of somebody of the team: whoever writes to us may see who answers."""
    sha256 = str(visit.request.path_params["sha256"])
    try:
        brand_id = BrandId(UUID(visit.request.path_params["brand"]))
    except ValueError:
        raise NotFound from None
    if not await staff.photo_belongs(visit.conn, brand_id, storable(f"/faces/{brand_id}/{sha256}")):
        raise NotFound
    content = await visit.house.files.get(sha256)
    headers = {"Content-Security-Policy": _SANDBOX, "Cache-Control": "public, max-age=604800"}
    return Response(content, media_type=recognise(content) or "application/octet-stream", headers=headers)


def _drawn(name: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f'<rect width="40" height="40" fill="{_COLOURS[tone(name)]}"/>'
        '<text x="20" y="25.500" text-anchor="middle" font-family="sans-serif" font-size="15" fill="#fff">'
        f"{escape(initials(name))}</text></svg>"
    )


async def icon(request: Request) -> Response:
    """Give a channel's icon out of its own folder."""
    content = channel_file(str(request.path_params["kind"]), "icon.svg")
    if content is None:
        raise NotFound
    headers = {"Content-Security-Policy": _SANDBOX, "Cache-Control": "public, max-age=86400"}
    return Response(content, media_type="image/svg+xml", headers=headers)


def icon_routes() -> list[Route]:
    return [Route("/desk/channels/{kind}.svg", icon)]


DOORS = (
    Door("/desk/files/{id}", attachment, by_itself=True),
    Door("/desk/avatar/{id}", avatar, by_itself=True),
    Door("/faces/{brand}/{sha256}", agent_face, open=True),
)
