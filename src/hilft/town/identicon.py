"""A face for those who have uploaded none."""

import colorsys
import hashlib
import struct
import zlib

CELLS, CELL, MARGIN = 5, 20, 10
SIDE = CELLS * CELL + 2 * MARGIN
PAPER = b"\xf2\xf0\xec"


def identicon(seed: str) -> bytes:
    """A symmetric pattern of one colour as PNG, 120 x 120 pixels, the same for the same seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    red, green, blue = colorsys.hls_to_rgb(digest[0] / 255, 0.42, 0.5)
    ink = bytes((int(red * 255), int(green * 255), int(blue * 255)))
    rows = []
    for row in range(CELLS):
        half = [digest[1 + row * 3 + column] % 2 for column in range(3)]
        cells = [*half, *reversed(half[:2])]
        body = b"".join((ink if cell else PAPER) * CELL for cell in cells)
        rows += [b"\0" + PAPER * MARGIN + body + PAPER * MARGIN] * CELL
    blank = [b"\0" + PAPER * SIDE] * MARGIN
    pixels = zlib.compress(b"".join([*blank, *rows, *blank]))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
