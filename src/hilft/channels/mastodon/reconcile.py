"""Whether a message of which nobody knows is already there: read and compared, never guessed."""

import re
from datetime import datetime, timedelta
from typing import Any

from hilft.channels.contract import N_, Gone, Later, OutboundMessage, Refused, Sent, Unknown
from hilft.channels.mastodon import entity
from hilft.channels.mastodon.addressing import full_text
from hilft.channels.mastodon.home import Home
from hilft.channels.mastodon.plaintext import plain
from hilft.channels.mastodon.send import sent
from hilft.channels.mastodon.threads import context, status_id
from hilft.channels.mastodon.words import MENTION

_PAGES = 5
_PAGE = 40
_CLOCKS_DIFFER = timedelta(minutes=2)
_IN_FLIGHT = timedelta(seconds=30)


async def find_sent(home: Home, message: OutboundMessage) -> Sent | None:
    """Look for our status with this text, parent and visibility. None: certainly not there.

    Raises Unknown when it cannot be told: reading failed, there is more than we look through, or a server that
    ignores idempotency keys may still be at work on it.
    """
    try:
        return await _find(home, message)
    except Later as error:
        raise Unknown(
            N_("It cannot be told yet whether the message was sent."),
        ) from error
    except (Refused, ValueError) as error:
        raise Unknown(N_("It cannot be told whether the message was sent.")) from error


async def _find(home: Home, message: OutboundMessage) -> Sent | None:
    """Of several that match the newest is meant: the same words may have been sent before."""
    me = await home.me()
    parent, replies = await _replies(home, message)
    wanted = comparable(full_text(message.text, message.recipient, me.wrap.domain))
    since = message.first_tried_at - _CLOCKS_DIFFER if message.first_tried_at else None
    found: list[Sent] = []
    for status in [*replies, *await _own(home, me.local_id, since)]:
        mine = entity.part(status, "account").get("id") == me.local_id
        same_parent = parent is None or str(status.get("in_reply_to_id")) == parent
        if mine and same_parent and _said(status) == wanted and _same_word(status, message):
            found.append(sent(status, me.wrap.domain))
    in_time = [each for each in found if since is None or each.occurred_at >= since]
    if in_time:
        return max(in_time, key=lambda each: each.occurred_at)
    if not home.known.remembers_keys and _may_be_in_flight(message, home.client.outside.now()):
        raise Unknown(N_("It cannot be told yet whether the message was sent."))
    return None


async def _replies(home: Home, message: OutboundMessage) -> tuple[str | None, list[dict[str, Any]]]:
    """A parent that is gone takes no answer any more, but ours may have come before: our own statuses tell."""
    if message.in_reply_to is None:
        return None, []
    try:
        parent = await status_id(home, message.in_reply_to, answering=True)
        return parent, await context(home, parent, answering=True)
    except Gone:
        return None, []


async def _own(home: Home, local_id: str, since: datetime | None) -> list[dict[str, Any]]:
    path = f"/api/v1/accounts/{local_id}/statuses"
    found: list[dict[str, Any]] = []
    for _ in range(_PAGES):
        query = [("limit", str(_PAGE)), *([("max_id", str(found[-1].get("id")))] if found else [])]
        page = await home.client.read_many(path, query, answering=True)
        found += page
        if len(page) < _PAGE or since is None or entity.moment(page[-1].get("created_at")) < since:
            return found
    raise Unknown(N_("It cannot be told whether the message was sent."))


def comparable(text: str) -> str:
    """Leave out what a server may write otherwise: blanks, and the server in a mention."""
    return " ".join(MENTION.sub(lambda found: f"@{found['name'].lower()}", text).split())


def _said(status: dict[str, Any]) -> str:
    return comparable(re.sub(r"\s+", " ", plain(entity.text(status.get("content")), {})))


def _same_word(status: dict[str, Any], message: OutboundMessage) -> bool:
    return entity.visibility(entity.text(status.get("visibility"))) is message.visibility


def _may_be_in_flight(message: OutboundMessage, now: datetime) -> bool:
    return message.first_tried_at is not None and now - message.first_tried_at < _IN_FLIGHT
