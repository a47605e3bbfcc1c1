"""What some bytes are, by their first bytes alone."""

import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """`kind` is Mastodon's attachment type; width and height in pixels, 0 where not read."""

    mime: str
    kind: str
    width: int = 0
    height: int = 0


BEGINNINGS = {
    b"\x1aE\xdf\xa3": Look("video/webm", "video"),
    b"OggS": Look("audio/ogg", "audio"),
    b"fLaC": Look("audio/flac", "audio"),
    b"ID3": Look("audio/mpeg", "audio"),
    b"\xff\xfb": Look("audio/mpeg", "audio"),
    b"\xff\xf3": Look("audio/mpeg", "audio"),
    b"\xff\xf2": Look("audio/mpeg", "audio"),
}


def look(content: bytes) -> Look | None:
    """None for anything this town does not take (SVG and HTML among them)."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24:  # noqa: PLR2004 — up to the height
        return Look("image/png", "image", *struct.unpack(">II", content[16:24]))
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) > 10:  # noqa: PLR2004
        return Look("image/gif", "image", *struct.unpack("<HH", content[6:10]))
    if content.startswith(b"\xff\xd8\xff"):
        return Look("image/jpeg", "image", *_jpeg_size(content))
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Look("image/webp", "image", *_webp_size(content))
    return _film_or_sound(content)


def _film_or_sound(content: bytes) -> Look | None:
    if content[4:8] == b"ftyp":
        return Look("video/mp4", "video")
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return Look("audio/wav", "audio")
    return next((found for start, found in BEGINNINGS.items() if content.startswith(start)), None)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """The first start-of-frame segment. Source: ITU-T T.81, annex B."""
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:  # noqa: PLR2004
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + int(struct.unpack(">H", content[position + 2 : position + 4])[0])
    return 0, 0


def _webp_size(content: bytes) -> tuple[int, int]:
    """Source: RFC 9649, sections 2.5 to 2.7."""
    if content[12:16] == b"VP8X" and len(content) >= 30:  # noqa: PLR2004
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if content[12:16] == b"VP8L" and len(content) >= 25:  # noqa: PLR2004
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if content[12:16] == b"VP8 " and len(content) >= 30:  # noqa: PLR2004
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
