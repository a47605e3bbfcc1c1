"""How far each folder has been read: UIDVALIDITY and the last UID, as one opaque text. Pure."""

import json
from dataclasses import dataclass

from hilft.channels.contract import Cursor


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything up to ``last`` was taken in, as long as the folder still has this ``validity``."""

    validity: int
    last: int


def parsed(cursor: Cursor | None) -> dict[str, Mark]:
    """Read a cursor; one that cannot be read means that nothing was, which loses nothing."""
    if cursor is None:
        return {}
    try:
        told = json.loads(cursor)
        return {
            str(folder): Mark(int(validity), int(last))
            for folder, (validity, last) in told["folders"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def written(marks: dict[str, Mark]) -> Cursor:
    told = {folder: [mark.validity, mark.last] for folder, mark in sorted(marks.items())}
    return Cursor(json.dumps({"folders": told}, separators=(",", ":"), ensure_ascii=False))
