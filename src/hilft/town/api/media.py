"""Uploads. Source: docs.joinmastodon.org/methods/media."""

from starlette.routing import Route

from hilft.town.acts.uploading import check_description, upload
from hilft.town.api.call import Call, Json, Who, method
from hilft.town.entities.media import media_json
from hilft.town.seeing import to_id
from hilft.town.state.media import Media
from hilft.town.town import Town
from hilft.town.trouble import Trouble, invalid, not_found


def routes(town: Town) -> list[Route]:
    scopes = ("write:media",)
    return [
        method(town, "/api/v1/media", "POST", create, Who.USER, scopes),
        method(town, "/api/v2/media", "POST", create, Who.USER, scopes),
        method(town, "/api/v1/media/{id}", "GET", show, Who.USER, scopes),
        method(town, "/api/v1/media/{id}", "PUT", update, Who.USER, scopes),
        method(town, "/api/v1/media/{id}", "DELETE", remove, Who.USER, scopes),
    ]


async def create(call: Call) -> Json:
    file = call.params.file("file")
    if file is None:
        raise invalid("File can't be blank")
    description = call.params.text("description") or None
    focus = _focus(call.params.text("focus")) or (0.0, 0.0)
    return media_json(call.town, await upload(call.town, call.me, await file.read(), description, focus))


def show(call: Call) -> Json:
    return media_json(call.town, _mine(call))


def update(call: Call) -> Json:
    media = _mine(call)
    if media.status is not None:
        raise not_found()
    description = call.params.text("description") if call.params.has("description") else media.description
    check_description(description)
    focus = _focus(call.params.text("focus")) or media.focus
    call.town.record("media words", id=media.id, description=description, focus=list(focus))
    return media_json(call.town, media)


def remove(call: Call) -> Json:
    media = _mine(call)
    if media.status is not None:
        raise Trouble(422, "Media attachment is currently used by a status")
    call.town.record("media gone", id=media.id)
    return {}


def _mine(call: Call) -> Media:
    media = call.town.state.media.by_id.get(to_id(call.part()))
    if media is None or media.account != call.me.id:
        raise not_found()
    return media


def _focus(text: str) -> tuple[float, float] | None:
    left, _, top = text.partition(",")
    try:
        return max(-1.0, min(1.0, float(left))), max(-1.0, min(1.0, float(top)))
    except ValueError:
        return None
