"""Reading what is around a message, and looking at messages again."""

from collections.abc import Sequence
from typing import Any

from hilft.channels.contract import N_, Gone, MessageRef, RawItem
from hilft.channels.mastodon.entity import local_id
from hilft.channels.mastodon.home import Home

_AT_ONCE = 20
"How many ids `GET /api/v1/statuses` takes (Mastodon 4.3)."


async def status_id(home: Home, message: MessageRef, *, answering: bool = False) -> str:
    """Give the message's id on our server, which fetches it from its own when it has never seen it. Raises Gone."""
    known = local_id(message, (await home.facts()).domain)
    if known is not None:
        return known
    query = (
        ("q", message.url or message.external_id),
        ("type", "statuses"),
        ("resolve", "true"),
        ("limit", "1"),
    )
    found = await home.client.read_one("/api/v2/search", query, answering=answering)
    statuses = found.get("statuses")
    if isinstance(statuses, list) and statuses and isinstance(statuses[0], dict) and "id" in statuses[0]:
        return str(statuses[0]["id"])
    raise Gone(N_("The message to be answered is not there any more."))


async def context(home: Home, wanted: str, *, answering: bool = False) -> list[dict[str, Any]]:
    """Give the ancestors and descendants of a status, in that order."""
    whole = await home.client.read_one(f"/api/v1/statuses/{wanted}/context", answering=answering)
    both = [whole.get("ancestors"), whole.get("descendants")]
    return [each for part in both if isinstance(part, list) for each in part if isinstance(each, dict)]


async def thread(home: Home, message: MessageRef) -> Sequence[RawItem]:
    """Read the whole visible thread of a message, itself included; a boost in it is nobody's word."""
    me = await home.me()
    wanted = await status_id(home, message)
    itself = await home.client.read_one(f"/api/v1/statuses/{wanted}")
    around = await context(home, wanted)
    items = []
    for status in [*around, itself]:
        try:
            items.append(me.wrap.status("thread", status))
        except ValueError:
            items.append(me.wrap.malformed(status))
    return sorted(items, key=lambda item: item.occurred_at.timestamp() if item.occurred_at else 0.0)


async def look_again(home: Home, messages: Sequence[MessageRef]) -> Sequence[RawItem]:
    """Give an item for every message that was edited or deleted since its reference was made.

    A status is called deleted only when the server says so by itself, after it was missing among the others.
    """
    me = await home.me()
    known = {found: each for each in messages if (found := local_id(each, me.wrap.domain)) is not None}
    items: list[RawItem] = []
    ids = list(known)
    for start in range(0, len(ids), _AT_ONCE):
        present = {str(each.get("id")): each for each in await _several(home, ids[start : start + _AT_ONCE])}
        for wanted in ids[start : start + _AT_ONCE]:
            status = present.get(wanted) or await _one(home, wanted)
            message = known[wanted]
            if status is None:
                items.append(me.wrap.deleted(message.external_id, wanted, home.client.outside.now()))
            elif (edited := status.get("edited_at")) and edited != message.extra.get("edited_at"):
                items.append(me.wrap.edit(status))
    return items


async def _several(home: Home, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Older servers do not know the question; then each status is asked for alone."""
    try:
        return await home.client.read_many("/api/v1/statuses", [("id[]", each) for each in ids])
    except Gone:
        return []


async def _one(home: Home, wanted: str) -> dict[str, Any] | None:
    try:
        return await home.client.read_one(f"/api/v1/statuses/{wanted}")
    except Gone:
        return None
