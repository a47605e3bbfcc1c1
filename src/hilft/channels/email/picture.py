"""Whether bytes are a picture that mail programs show. Pure."""

_BEGINNINGS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"GIF8": "gif"}


def picture_type(content: bytes) -> str | None:
    """Give the subtype of ``image/…``, None for everything else."""
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), None)
