"""Where a pull stands in its three lists: notifications, our own posts, the chat's log.

Notifications are sorted by a time that the writer claims, and have no forward cursor. So the pull goes back a while
behind the newest one it has had, and leaves out what it remembers; what it does not remember any more is told apart
by the receipts' own keys.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from hilft.channels.bluesky.entity import moment
from hilft.channels.contract import Cursor

REMEMBERED = 300
"Notifications that are known by name; several first pages."
OVERLAP = 8
"Own posts read again: record keys carry a time, and a slower program may write an older one later."


@dataclass(frozen=True, slots=True)
class Position:
    newest: datetime
    "`indexedAt` of the newest notification."
    swept: datetime
    "When the pull last went back a whole day."
    seen: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    "The last record keys of our own posts, oldest first."
    chat: str = ""


def mark(uri: str) -> str:
    """Give the short name under which a notification is remembered."""
    return sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def remembered(seen: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*seen, *map(mark, new)]))[-REMEMBERED:]


def after(posts: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*posts, *new})[-OVERLAP:])


def written(position: Position) -> Cursor:
    whole = {
        "at": position.newest.isoformat(),
        "swept": position.swept.isoformat(),
        "seen": position.seen,
        "posts": position.posts,
        "chat": position.chat,
    }
    return Cursor(json.dumps(whole, separators=(",", ":")))


def parsed(cursor: Cursor) -> Position:
    """Raises ``ValueError`` for something that is no cursor of this channel."""
    found = json.loads(cursor)
    if not isinstance(found, dict):
        raise ValueError("not a cursor of this channel")  # noqa: TRY004 - the contract says ValueError
    return Position(
        moment(found.get("at")), moment(found.get("swept")), _names(found, "seen"), _names(found, "posts"),
        str(found.get("chat") or ""),
    )  # fmt: skip


def _names(found: Mapping[str, Any], name: str) -> tuple[str, ...]:
    listed = found.get(name)
    if not isinstance(listed, list):
        raise ValueError("not a cursor of this channel")  # noqa: TRY004 - the contract says ValueError
    return tuple(map(str, listed))
