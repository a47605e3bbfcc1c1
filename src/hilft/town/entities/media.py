"""MediaAttachment."""

from typing import Any

from hilft.town.state.media import Media
from hilft.town.town import Town

SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/flac": "flac",
}


def media_json(town: Town, media: Media) -> dict[str, Any]:
    url = f"{town.origin}/system/media_attachments/{media.id}/{media.sha}.{SUFFIXES[media.mime]}"
    meta: dict[str, Any] = {}
    if media.width:
        size = {
            "width": media.width,
            "height": media.height,
            "size": f"{media.width}x{media.height}",
            "aspect": media.width / media.height,
        }
        meta = {"original": size, "small": size, "focus": {"x": media.focus[0], "y": media.focus[1]}}
    return {
        "id": str(media.id),
        "type": media.kind,
        "url": url,
        "preview_url": url,
        "remote_url": None,
        "preview_remote_url": None,
        "text_url": None,
        "meta": meta,
        "description": media.description,
        "blurhash": None,
    }
