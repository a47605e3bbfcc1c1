"""An agent's photo, made fit to be shown to customers: a small picture without what a camera writes beside it. Pure.

It stands on pages and in the signature of mails. A photo from a phone tells where and when it was taken (EXIF); none of
that leaves the house.
"""

from hilft.staff.problems import NotAPhoto, PhotoTooLarge

LARGEST = 300_000
"Bytes: it travels with every mail its owner signs."
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_SCAN = 0xDA
_TELLS = {0xE1, 0xED, 0xFE}
"JPEG segments: Exif and XMP, Photoshop and IPTC, comments."
_PNG_TELLS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


def cleaned_photo(content: bytes) -> bytes:
    """Give a PNG or JPEG picture without its metadata; raises ``NotAPhoto`` or ``PhotoTooLarge``."""
    if len(content) > LARGEST:
        raise PhotoTooLarge(kilobytes=LARGEST // 1000)
    if content.startswith(_PNG):
        return _clean_png(content)
    if content.startswith(_JPEG):
        return _clean_jpeg(content)
    raise NotAPhoto


def _clean_jpeg(content: bytes) -> bytes:
    """Walk the segments up to the picture itself (ITU-T T.81, B.1)."""
    kept, at = [_JPEG], 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - the mark of a segment
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SCAN:
            return b"".join([*kept, content[at:]])
        if size < 2:  # noqa: PLR2004 - the size counts its own two bytes
            break
        if marker not in _TELLS:
            kept.append(content[at : at + 2 + size])
        at += 2 + size
    raise NotAPhoto


def _clean_png(content: bytes) -> bytes:
    """Walk the chunks to the end (PNG, 5.3)."""
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(content):
        kind, end = content[at + 4 : at + 8], at + 12 + int.from_bytes(content[at : at + 4], "big")
        if kind not in _PNG_TELLS:
            kept.append(content[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    raise NotAPhoto
