"""Bluesky's views and records as the contract's words. Pure; what is missing or of the wrong kind raises ``ValueError``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hilft.channels.contract import Attachment, MessageRef, Profile

Entity = Mapping[str, Any]

POSTS = "app.bsky.feed.post"
_URI_PARTS = 3
_SITE = "https://bsky.app"
_MOST_FACETS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: ``at://<did>/<collection>/<rkey>``."""

    did: str
    collection: str
    rkey: str


def place(uri: str) -> Place:
    """Take an AT-URI of a record apart."""
    parts_of_it = uri.removeprefix("at://").split("/")
    if not uri.startswith("at://did:") or len(parts_of_it) != _URI_PARTS or not all(parts_of_it):
        raise ValueError("not the address of a record")
    return Place(*parts_of_it)


def text(value: object) -> str:
    """Give a string that every database and every encoder takes: no NUL, no lone surrogate; None is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"expected text, got {type(value).__name__}")  # noqa: TRY004 - the contract says ValueError
    if value.isascii():
        return value.replace("\0", "\ufffd")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


def needed(entity: Entity, name: str) -> str:
    """Give a text that must be there."""
    found = text(entity.get(name))
    if not found:
        raise ValueError(f"{name} is missing")
    return found


def moment(value: object) -> datetime:
    """Read an ISO 8601 time; one without zone is UTC."""
    found = datetime.fromisoformat(text(value))
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("time out of range") from error


def part(entity: Entity, name: str) -> Entity:
    """Give an object inside an object."""
    found = entity.get(name)
    if not isinstance(found, Mapping):
        raise ValueError(f"{name} is missing")  # noqa: TRY004 - the contract says ValueError
    return found


def maybe(entity: Entity, name: str) -> Entity:
    """Give an object inside an object, an empty one when there is none."""
    found = entity.get(name)
    return found if isinstance(found, Mapping) else {}


def parts(entity: Entity, name: str) -> list[Entity]:
    """Give a list of objects; missing is empty, other things in it are left out."""
    found = entity.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def address(value: object) -> str | None:
    """Give a web address, or None for anything that is none."""
    found = text(value) if isinstance(value, str) else ""
    return found if found.startswith(("https://", "http://")) else None


def profile(view: Entity) -> Profile:
    """Read a profile view. The DID is who it is, whatever the handle becomes."""
    did, handle = needed(view, "did"), needed(view, "handle")
    if not did.startswith("did:"):
        raise ValueError("not a DID")
    labels = {text(each.get("val")) for each in parts(view, "labels") if isinstance(each.get("val"), str)}
    return Profile(
        external_id=did,
        handle=f"@{handle}",
        display_name=text(view.get("displayName")) or handle,
        avatar_url=address(view.get("avatar")),
        url=f"{_SITE}/profile/{did}",
        bot="bot" in labels,
    )


def reference(uri: str, cid: str, record: Entity) -> MessageRef:
    """Say which post it is, and what answering it needs: strong references to itself and to its thread's root."""
    where = place(uri)
    root = maybe(maybe(record, "reply"), "root")
    here = {"uri": uri, "cid": cid}
    strong = {"uri": text(root.get("uri")), "cid": text(root.get("cid"))} if root else here
    return MessageRef(
        external_id=uri,
        url=f"{_SITE}/profile/{where.did}/post/{where.rkey}",
        extra={"cid": cid, "root": strong if all(strong.values()) else here},
    )


def facets(record: Entity) -> list[tuple[int, int, Entity]]:
    """Give (first byte, byte after the last, feature) of every facet that can be read, by place, without overlaps."""
    found = []
    for facet in parts(record, "facets")[:_MOST_FACETS]:
        index = maybe(facet, "index")
        start, end = index.get("byteStart"), index.get("byteEnd")
        features = parts(facet, "features")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end and features:
            found.append((start, end, features[0]))
    found.sort(key=lambda each: each[:2])
    return [each for number, each in enumerate(found) if number == 0 or each[0] >= found[number - 1][1]]


def attachments(view: Entity) -> tuple[Attachment, ...]:
    """Read the pictures of a post's view; a video is its page."""
    embed = maybe(view, "embed")
    media = maybe(embed, "media") or embed
    pictures = tuple(
        Attachment(
            url=url,
            kind="image",
            alt=text(each.get("alt")) if isinstance(each.get("alt"), str) else "",
            preview_url=address(each.get("thumb")),
        )
        for each in parts(media, "images")
        if (url := address(each.get("fullsize")))
    )
    film = address(media.get("playlist"))
    return (
        (*pictures, Attachment(url=film, kind="video", preview_url=address(media.get("thumbnail"))))
        if film
        else pictures
    )
