"""Pictures of an answer: checked against the lexicon's limits, put there as blobs, with their descriptions."""

import struct
from collections.abc import Sequence
from typing import Any

from hilft.channels.bluesky.answers import unreadable
from hilft.channels.bluesky.home import Home
from hilft.channels.contract import N_, OutboundFile, Refused

MOST = 4
LARGEST = 1_000_000
"Bytes of one picture (lexicon `app.bsky.embed.images`, as servers have enforced it longest)."
TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")
_PNG, _PNG_HEAD = b"\x89PNG\r\n\x1a\n", 24


def check(files: Sequence[OutboundFile]) -> None:
    """Raises Refused for what the network would not take."""
    if len(files) > MOST:
        raise Refused(N_("At most {limit} pictures go with one post."), limit=MOST)
    for file in files:
        if file.content_type not in TYPES:
            raise Refused(N_("Posts on Bluesky carry pictures only: {name} is none."), name=file.name or "?")
        if len(file.content) > LARGEST:
            raise Refused(N_("{name} is larger than {limit} bytes."), name=file.name or "?", limit=LARGEST)


async def embedded(home: Home, files: Sequence[OutboundFile]) -> dict[str, Any]:
    """Upload them and give the record's embed. A blob is named by its content, so doing it again changes nothing."""
    images = []
    for file in files:
        answer = await home.client.upload(file.content, file.content_type)
        blob = answer.get("blob")
        if not isinstance(blob, dict):
            raise unreadable(irrevocable=False)
        image: dict[str, Any] = {"image": blob, "alt": file.alt}
        if (ratio := shape(file.content)) is not None:
            image["aspectRatio"] = {"width": ratio[0], "height": ratio[1]}
        images.append(image)
    return {"$type": "app.bsky.embed.images", "images": images}


def shape(content: bytes) -> tuple[int, int] | None:
    """Give width and height of a PNG or GIF, whose heads say so plainly, for showing it uncropped. Pure."""
    if content.startswith(_PNG) and len(content) >= _PNG_HEAD:
        width, height = struct.unpack(">II", content[16:24])
    elif content[:4] == b"GIF8" and len(content) >= len(b"GIF89a") + 4:
        width, height = struct.unpack("<HH", content[6:10])
    else:
        return None
    return (width, height) if width and height else None
