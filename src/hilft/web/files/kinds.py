"""What a file really is, by its first bytes; what it calls itself is not asked."""

INLINE = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/avif",
        "video/mp4",
        "video/webm",
        "audio/mpeg",
        "audio/ogg",
    }
)
"May be shown in a page; everything else is handed over as a download. Never SVG or HTML: both run scripts."

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)
_AVIF = (b"avif", b"avis")
_MP4 = (b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V ", b"iso5", b"iso6", b"dash")


def recognise(content: bytes) -> str | None:
    """Give the media type that may stand inline, None for anything else."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        if content[8:12] in _AVIF:
            return "image/avif"
        if content[8:12] in _MP4:
            return "video/mp4"
    return None
