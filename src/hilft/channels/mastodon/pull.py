"""The truth: what mentions us, who follows us, and what was written as the account outside the desk."""

from collections.abc import Callable, Sequence
from typing import Any

from hilft.channels.contract import Cursor, Page, RawItem
from hilft.channels.mastodon.cursor import OVERLAP, Position, after, order, parsed, start_of, written
from hilft.channels.mastodon.envelope import Wrapper
from hilft.channels.mastodon.home import Home, Me

_TYPES = (("types[]", "mention"), ("types[]", "follow"), ("types[]", "update"))
_PAGE = 40
"The most every server of the family gives at once for statuses; notifications could be 80."

Listed = list[dict[str, Any]]


async def pull(home: Home, cursor: Cursor | None, limit: int) -> Page:
    """Read both lists from the cursor on, oldest first, together at most about ``limit`` new things.

    Without a cursor: the newest notifications, and our own statuses from now on, so that a new desk is neither
    empty nor flooded.
    """
    me = await home.me()
    if cursor is None:
        return await _begin(home, me)
    position = parsed(cursor)
    share = max(1, limit // 2)
    noticed = await _forward(home, "/api/v1/notifications", _TYPES, position.notifications, share)
    path = f"/api/v1/accounts/{me.local_id}/statuses"
    own = await _forward(home, path, (("exclude_reblogs", "true"),), position.statuses, share)
    reached = Position(
        after(position.notifications, map(_id, noticed.new)), after(position.statuses, map(_id, own.new))
    )
    items = [*_items(noticed.new, me.wrap, _noticed), *_items(own.new, me.wrap, _own)]
    return Page(_oldest_first(items), written(reached), complete=noticed.complete and own.complete)


async def _begin(home: Home, me: Me) -> Page:
    own = await home.client.read_many(f"/api/v1/accounts/{me.local_id}/statuses", (("limit", str(OVERLAP)),))
    newest = await home.client.read_many("/api/v1/notifications", (*_TYPES, ("limit", str(_PAGE))))
    newest.sort(key=lambda each: order(_id(each)))
    position = Position(after((), map(_id, newest)), after((), map(_id, own)))
    return Page(_oldest_first(_items(newest, me.wrap, _noticed)), written(position), complete=True)


class _Read:
    """What one list gave."""

    def __init__(self, new: Listed, *, complete: bool) -> None:
        self.new = new
        self.complete = complete


async def _forward(
    home: Home, path: str, query: Sequence[tuple[str, str]], seen: tuple[str, ...], share: int
) -> _Read:
    new: Listed = []
    known, start = set(seen), start_of(seen)
    while len(new) < share:
        asked = min(_PAGE, share - len(new) + len(known & set(seen)))
        page = await home.client.read_many(path, (*query, ("min_id", start), ("limit", str(asked))))
        fresh = [each for each in page if _id(each) not in known]
        known.update(map(_id, fresh))
        new += fresh
        if len(page) < asked or not fresh:
            return _Read(new, complete=True)
        start = max(map(_id, page), key=order)
    return _Read(new, complete=False)


def _id(entity: dict[str, Any]) -> str:
    return str(entity.get("id", ""))


def _items(
    found: Listed, wrap: Wrapper, make: Callable[[dict[str, Any], Wrapper], RawItem | None]
) -> list[RawItem]:
    """A malformed thing becomes a receipt, too: one that is kept and shown, and does not stop the others."""
    items = []
    for each in found:
        try:
            item = make(each, wrap)
        except ValueError:
            item = wrap.malformed(each)
        if item is not None:
            items.append(item)
    return items


def _noticed(notification: dict[str, Any], wrap: Wrapper) -> RawItem | None:
    kind, status = notification.get("type"), notification.get("status")
    if kind == "follow":
        return wrap.follow(notification)
    if not isinstance(status, dict):
        return None
    if kind == "update":
        return wrap.edit(status) if status.get("edited_at") else None
    return wrap.status("mention", status) if kind == "mention" else None


def _own(status: dict[str, Any], wrap: Wrapper) -> RawItem | None:
    return None if status.get("reblog") else wrap.status("own", status)


def _oldest_first(items: list[RawItem]) -> list[RawItem]:
    """Both lists on one line of time; the stable sort keeps each list's own order for equal times."""
    return sorted(items, key=lambda item: item.occurred_at.timestamp() if item.occurred_at else 0.0)
