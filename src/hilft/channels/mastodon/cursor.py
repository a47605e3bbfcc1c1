"""Where a pull stands: the last few ids of each of its two lists.

Servers hand out ids before they commit, so a lower id can become visible after a higher one. The pull therefore
goes back a few and leaves out what it has already had, instead of trusting the highest id.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from hilft.channels.contract import Cursor

OVERLAP = 8


@dataclass(frozen=True, slots=True)
class Position:
    """The last ids of the notifications and of our own statuses, oldest first."""

    notifications: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


def order(local_id: str) -> tuple[int, str]:
    """Sort ids as the server does: strings of digits, compared by length, then text."""
    return len(local_id), local_id


def start_of(seen: tuple[str, ...]) -> str:
    """Give the ``min_id`` from which to read again."""
    return min(seen, key=order) if seen else "0"


def after(seen: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    """Add what was just read and keep the last few."""
    return tuple(sorted({*seen, *new}, key=order)[-OVERLAP:])


def written(position: Position) -> Cursor:
    return Cursor(json.dumps({"n": position.notifications, "s": position.statuses}, separators=(",", ":")))


def parsed(cursor: Cursor) -> Position:
    """Raises ``ValueError`` for something that is no cursor of this channel."""
    found = json.loads(cursor)
    if not isinstance(found, dict) or not all(isinstance(found.get(name), list) for name in ("n", "s")):
        raise ValueError("not a cursor of this channel")
    return Position(tuple(map(str, found["n"])), tuple(map(str, found["s"])))
