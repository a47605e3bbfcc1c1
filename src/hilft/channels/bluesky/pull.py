"""The truth: who mentions, answers, quotes and follows us, what was written as the account elsewhere, private words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hilft.channels.bluesky import chat
from hilft.channels.bluesky.cursor import Position, after, mark, parsed, remembered, written
from hilft.channels.bluesky.entity import POSTS, Entity, moment, place
from hilft.channels.bluesky.envelope import Wrapper
from hilft.channels.bluesky.home import Home
from hilft.channels.bluesky.posts import views
from hilft.channels.contract import ChannelError, Cursor, Page, RawItem

_REASONS = ("mention", "reply", "quote", "follow")
_FIRST, _PAGE = 50, 100
_BACK = timedelta(minutes=15)
"A notification is sorted by the time its writer claims, so one that comes later may stand this far below."
_SWEEP, _SWEEP_EVERY = timedelta(days=1), timedelta(hours=1)

Listed = list[dict[str, Any]]


async def pull(home: Home, cursor: Cursor | None, limit: int) -> Page:
    """Read all three lists from the cursor on, oldest first, together at most about ``limit`` new things.

    Without a cursor: the newest notifications and unread private messages, and our own posts from now on, so that a
    new desk is neither empty nor flooded.
    """
    if cursor is None:
        return await _begin(home)
    position = parsed(cursor)
    share = max(1, limit // 2)
    waiting, position = await _waiting(home, cursor, position)
    noticed, rest = waiting[:share], waiting[share:]
    own, more_own = await _own_since(home, position.posts, share)
    private, chat_cursor, chat_fault = await _in_private(home, position.chat, public=bool(noticed or own))
    reached = replace(
        _past(position, noticed),
        posts=after(position.posts, (place(each["uri"]).rkey for each in own)),
        chat=chat_cursor,
    )
    following = written(reached)
    home.backlog = (following, rest) if rest else None
    items = [*await _items(home, noticed, own), *private]
    return Page(_oldest_first(items), following, complete=not (rest or more_own or private or chat_fault))


async def _in_private(home: Home, cursor: str, *, public: bool) -> tuple[list[RawItem], str, bool]:
    """Read the chat's log; while its service is in trouble, what came in public is handed out first."""
    try:
        return *(await chat.since(home, cursor)), False
    except ChannelError:
        if not public:
            raise
        return [], cursor, True


async def _begin(home: Home) -> Page:
    now = home.client.outside.now()
    noticed, _ = await _listed(home, None, _FIRST)
    own = await _records(home, {"limit": 8})
    private, chat_cursor, _ = await _in_private(home, "", public=True)
    start = Position(now, now, posts=after((), (place(each["uri"]).rkey for each in own)), chat=chat_cursor)
    if noticed:
        start = replace(_past(replace(start, newest=moment(noticed[-1]["indexedAt"])), noticed), swept=now)
    items = [*await _items(home, noticed[::-1], []), *private]
    return Page(_oldest_first(items), written(start), complete=True)


async def _waiting(home: Home, cursor: Cursor, position: Position) -> tuple[Listed, Position]:
    """Give the notifications after the cursor, oldest first: what an earlier look left over, else a new look."""
    if home.backlog is not None and home.backlog[0] == cursor:
        return home.backlog[1], position
    now = home.client.outside.now()
    sweeping = now - position.swept > _SWEEP_EVERY
    reach = position.newest - (_SWEEP if sweeping else _BACK)
    known, fresh = set(position.seen), []
    page, size = "", _FIRST
    while True:
        listed, following = await _listed(home, page, size)
        for each in listed:
            if mark(each["uri"]) not in known:
                known.add(mark(each["uri"]))
                fresh.append(each)
        if not listed or not following or following == page or moment(listed[-1]["indexedAt"]) < reach:
            break
        page, size = following, _PAGE
    fresh.sort(key=lambda each: moment(each["indexedAt"]))
    return fresh, replace(position, swept=now) if sweeping else position


async def _listed(home: Home, page: str | None, size: int) -> tuple[Listed, str]:
    """Read one page of notifications, newest first, and where the next one begins. Unusable ones are left out."""
    query: list[tuple[str, str | int]] = [("reasons", reason) for reason in _REASONS]
    query += [("limit", size), ("priority", "false"), *([("cursor", page)] if page else [])]
    answer = await home.client.read("app.bsky.notification.listNotifications", query)
    found = answer.get("notifications")
    return [each for each in found if _usable(each)] if isinstance(found, list) else [], str(
        answer.get("cursor") or ""
    )


def _usable(notification: Any) -> bool:  # noqa: ANN401 - JSON is anything until it is looked at
    try:
        place(notification["uri"])
        moment(notification["indexedAt"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def _past(position: Position, noticed: Listed) -> Position:
    newest = max([position.newest, *(moment(each["indexedAt"]) for each in noticed)])
    return replace(position, newest=newest, seen=remembered(position.seen, (each["uri"] for each in noticed)))


async def _own_since(home: Home, seen: tuple[str, ...], share: int) -> tuple[Listed, bool]:
    """Give our own posts by their record keys, forward; and whether there are more."""
    asked = min(_PAGE, share + len(seen))
    query: dict[str, str | int] = {"limit": asked, "reverse": "true"}
    if seen:
        query["cursor"] = min(seen)
    found = await _records(home, query)
    fresh = [each for each in found if place(each["uri"]).rkey not in seen]
    return fresh, len(found) >= asked and bool(fresh)


async def _records(home: Home, query: dict[str, str | int]) -> Listed:
    me = (await home.me()).external_id
    asked = [("repo", me), ("collection", POSTS), *query.items()]
    answer = await home.client.read("com.atproto.repo.listRecords", asked)
    found = answer.get("records")
    return [each for each in found if _is_record(each)] if isinstance(found, list) else []


def _is_record(record: object) -> bool:
    try:
        return isinstance(record, dict) and place(record["uri"]).collection == POSTS
    except (ValueError, KeyError, AttributeError):
        return False


async def _items(home: Home, noticed: Listed, own: Listed) -> list[RawItem]:
    """Make receipts, each with the post as the network shows it, else as the notification or our repository has it."""
    wrap = await home.wrapper()
    told = [each for each in noticed if each.get("reason") != "follow"]
    shown = await views(home, [each["uri"] for each in (*told, *own)])
    for each in noticed:
        home.heard(place(each["uri"]).did)
    items = [_noticed(each, shown.get(each["uri"], each), wrap) for each in noticed]
    me = await home.me()
    ours = [shown.get(each["uri"]) or _as_view(each, me.external_id, me.handle) for each in own]
    return [*items, *(_made(wrap, "own", view) for view in ours)]


def _noticed(notification: Entity, view: Entity, wrap: Wrapper) -> RawItem:
    if notification.get("reason") != "follow":
        return _made(wrap, "mention", view)
    try:
        return wrap.follow(notification)
    except ValueError:
        return wrap.malformed(notification)


def _made(wrap: Wrapper, kind: str, view: Entity) -> RawItem:
    """A malformed thing becomes a receipt, too: one that is kept and shown, and does not stop the others."""
    try:
        return wrap.post(kind, view)
    except ValueError:
        return wrap.malformed(view)


def _as_view(record: Entity, did: str, handle: str) -> Entity:
    """Write a record of our own repository as the view it will become when the AppView has seen it."""
    value = record.get("value")
    return {
        "uri": record["uri"],
        "cid": record.get("cid"),
        "author": {"did": did, "handle": handle.removeprefix("@")},
        "record": value,
        "indexedAt": value.get("createdAt") if isinstance(value, dict) else None,
    }


def _oldest_first(items: Sequence[RawItem]) -> list[RawItem]:
    """All lists on one line of time; the stable sort keeps each list's own order for equal times."""
    return sorted(items, key=lambda item: item.occurred_at.timestamp() if item.occurred_at else 0.0)
