"""Photos of agents: only pictures mail programs show, small, and silent about where they were taken."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.staff import NotAPhoto, PhotoTooLarge, cleaned_photo


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"picture\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n"
PICTURE = (
    PNG
    + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\6\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\x80\x80\x80\xff"))
    + chunk(b"IEND", b"")
)
"One grey pixel."


def test_a_jpeg_loses_what_the_camera_noted_and_nothing_else() -> None:
    tables = segment(0xE0, b"JFIF") + segment(0xDB, b"tables") + segment(0xE2, b"colours")
    noted = segment(0xE1, b"Exif\0\0 Husum 54.47 9.05") + segment(0xED, b"IPTC") + segment(0xFE, b"mine")
    assert cleaned_photo(b"\xff\xd8" + noted + tables + noted + SCAN) == b"\xff\xd8" + tables + SCAN


def test_a_png_loses_its_texts() -> None:
    kept = chunk(b"IHDR", b"x" * 13) + chunk(b"IDAT", b"picture") + chunk(b"IEND", b"")
    noted = chunk(b"tEXt", b"Comment\0Husum") + chunk(b"eXIf", b"54.47")
    assert cleaned_photo(PNG + kept[:25] + noted + kept[25:] + b"behind the end") == PNG + kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg onload='alert(1)'/>",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe0\x00\x00",
        b"\xff\xd8\xff\xe0\xff\xff",
        PNG,
        PNG + b"\0" * 40,
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        cleaned_photo(content)


def test_a_large_one_is_refused() -> None:
    with pytest.raises(PhotoTooLarge, match="300 kilobytes"):
        cleaned_photo(PNG + b"x" * 300_000)


@given(st.sampled_from([b"\xff\xd8", PNG]), st.binary(max_size=300))
def test_whatever_comes_is_cleaned_once_or_refused(start: bytes, rest: bytes) -> None:
    try:
        cleaned = cleaned_photo(start + rest)
    except NotAPhoto:
        return
    assert cleaned_photo(cleaned) == cleaned
