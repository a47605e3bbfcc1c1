"""What one server allows: read from its own description, with Mastodon's defaults for what it does not say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hilft.channels.contract import Capabilities, RateLimit, TextLimit, Visibility
from hilft.channels.mastodon.counting import measure
from hilft.channels.mastodon.entity import Entity, text

_MEGABYTE = 1024 * 1024
_TYPES = (
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "video/mp4",
    "video/webm",
    "audio/mpeg",
    "audio/ogg",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """A server's limits. Texts count as `counting.measure` does, sizes are bytes."""

    domain: str = ""
    streaming: str = ""
    "Where its stream lives, as it says itself; not yet judged."
    characters: int = 500
    link_length: int = 23
    attachments: int = 4
    image_bytes: int = 16 * _MEGABYTE
    video_bytes: int = 99 * _MEGABYTE
    types: tuple[str, ...] = _TYPES
    remembers_keys: bool = True
    "Whether an Idempotency-Key is kept for an hour; GoToSocial ignores it (observed)."

    def measure(self, text: str) -> int:
        return measure(text, self.link_length)


def facts(instance: Entity) -> Facts:
    """Read an Instance of version 2 or 1 (there the name is called ``uri``)."""
    settings = _object(instance, "configuration")
    statuses, media = _object(settings, "statuses"), _object(settings, "media_attachments")
    usual = Facts()
    types = media.get("supported_mime_types")
    streaming = _object(settings, "urls").get("streaming") or _object(instance, "urls").get("streaming_api")
    return Facts(
        domain=(text(instance.get("domain")) or text(instance.get("uri"))).lower(),
        streaming=streaming if isinstance(streaming, str) else "",
        characters=_number(statuses, "max_characters", usual.characters),
        link_length=_number(statuses, "characters_reserved_per_url", usual.link_length),
        attachments=_number(statuses, "max_media_attachments", usual.attachments),
        image_bytes=_number(media, "image_size_limit", usual.image_bytes),
        video_bytes=_number(media, "video_size_limit", usual.video_bytes),
        types=tuple(str(each) for each in types) if isinstance(types, list) and types else usual.types,
        remembers_keys="gotosocial"
        not in json.dumps([instance.get("source_url"), instance.get("version")]).lower(),
    )


def capabilities(known: Facts) -> Capabilities:
    """Say in the contract's words what this server can do."""
    limit = TextLimit(known.characters, "grapheme", known.measure)
    return Capabilities(
        text={Visibility.PUBLIC: limit, Visibility.PRIVATE: limit},
        private="native",
        threading="parent",
        publishes=True,
        edits=True,
        deletes=True,
        native_idempotency_seconds=3600 if known.remembers_keys else 0,
        attachments=known.attachments,
        attachment_bytes=known.image_bytes,
        attachment_types=known.types,
        alt_text=True,
        send_limit=RateLimit(requests=300, seconds=3 * 3600),
        names_recipient=True,
    )


def _object(whole: Entity, name: str) -> Mapping[str, Any]:
    found = whole.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(whole: Entity, name: str, usual: int) -> int:
    found = whole.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else usual
