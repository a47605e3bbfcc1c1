"""Nudges on the wire: lines of ``<brand as 32 hex digits>:<topic>``, many in one payload of NOTIFY."""

import uuid
from collections.abc import Iterable, Iterator

from hilft.ids import BrandId
from hilft.live.contract import Topic

CHANNEL = "hilft"
LIMIT = 7_999
"Bytes in one payload: PostgreSQL's documentation of NOTIFY, 'must be shorter than 8000 bytes'."


def pack(nudges: Iterable[tuple[BrandId, Topic]]) -> Iterator[str]:
    """Give as few payloads as hold all nudges."""
    lines: list[str] = []
    size = 0
    for brand_id, topic in nudges:
        line = f"{brand_id.hex}:{topic}"
        weight = len(line.encode()) + 1
        if lines and size + weight > LIMIT:
            yield "\n".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += weight
    if lines:
        yield "\n".join(lines)


def unpack(payload: str) -> Iterator[tuple[BrandId, Topic]]:
    """Read a payload; a line that is none is left out, as anyone with the database's password may send one."""
    for line in payload.split("\n"):
        brand, _, topic = line.partition(":")
        try:
            yield BrandId(uuid.UUID(hex=brand)), topic
        except ValueError:
            continue
