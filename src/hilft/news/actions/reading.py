"""Read what was announced, and what became of it on the accounts."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hilft import accounts, outbox
from hilft.accounts import Account, Switchboard
from hilft.channels import ChannelError, NoSuchChannel
from hilft.db import Connection, Transaction, storable
from hilft.ids import BrandId, DeliveryId, MessageId
from hilft.news import store
from hilft.news.model import Announcement
from hilft.news.posts import Post, PostState, Shown, state_of
from hilft.news.problems import NoSuchAnnouncement
from hilft.outbox import Delivery
from hilft.problems import Problem
from hilft.staff import Agent

_LAST = uuid.UUID(int=2**128 - 1)
_IN_FEED = 30
_ON_PAGE = 5
_PAGE_SHOWS = timedelta(days=60)
_LONGEST_FIELD = 20_000


async def announcement(conn: Connection, brand_id: BrandId, announcement_id: uuid.UUID) -> Announcement:
    """Raises ``NoSuchAnnouncement``."""
    found = await store.find_announcement(conn, brand_id, announcement_id)
    if found is None:
        raise NoSuchAnnouncement
    return found


async def announcements(
    conn: Connection, brand_id: BrandId, before: uuid.UUID | None = None, limit: int = 50
) -> list[Announcement]:
    """List all of them for colleagues, the newest first, ``before`` one."""
    return await store.announcements(conn, brand_id, before or _LAST, limit)


async def published(conn: Connection, brand_id: BrandId, now: datetime) -> list[Announcement]:
    """Give what the feed tells, the newest first."""
    return await store.published(conn, brand_id, now, _IN_FEED)


async def current(conn: Connection, brand_id: BrandId, now: datetime) -> list[Announcement]:
    """Give what the public page tells: disruptions that last, then the news of two months."""
    return await store.current(conn, brand_id, now, now - _PAGE_SHOWS, _ON_PAGE)


async def posts_of(
    conn: Connection, switchboard: Switchboard, brand_id: BrandId, announcement_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[Shown]]:
    """Say by announcement how it stands on its accounts; what is gone and was said anew is left out."""
    posts = await store.posts_of(conn, brand_id, announcement_ids) if announcement_ids else []
    if not posts:
        return {}
    deliveries = await outbox.states_of(conn, brand_id, [MessageId(post.id) for post in posts])
    known = {each.id: each for each in await accounts.accounts(conn, brand_id)}
    found: defaultdict[uuid.UUID, list[Shown]] = defaultdict(list)
    newest = {(post.announcement_id, post.account_id): post.id for post in posts}
    for post in posts:
        if post.gone_at is not None and newest[post.announcement_id, post.account_id] != post.id:
            continue
        account = known.get(post.account_id) or await accounts.account(conn, brand_id, post.account_id)
        delivery = deliveries.get(MessageId(post.id))
        edits, deletes = await _abilities(conn, switchboard, account)
        found[post.announcement_id].append(_shown(post, account, delivery, edits=edits, deletes=deletes))
    return dict(found)


def _shown(post: Post, account: Account, delivery: Delivery | None, *, edits: bool, deletes: bool) -> Shown:
    state = state_of(post, delivery, edits=edits, deletes=deletes)
    sending = state in {PostState.LEAVING, PostState.REFUSED, PostState.UNKNOWN}
    reason = delivery.reason if delivery and sending else post.reason
    if state is PostState.LEAVING and account.state is not accounts.AccountState.ACTIVE:
        reason = account.reason
    return Shown(post, account, delivery, state, reason, edits, deletes)


async def _abilities(conn: Connection, switchboard: Switchboard, account: Account) -> tuple[bool, bool]:
    try:
        can = (await switchboard.channel_of(account, conn)).capabilities
    except (Problem, ChannelError, NoSuchChannel):
        return False, False
    return can.edits, can.deletes


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement as one account said it: what somebody answered."""

    delivery_id: DeliveryId
    title: str
    text: str
    account: str
    at: datetime
    url: str
    gone: bool


async def told(conn: Connection, brand_id: BrandId, delivery_ids: Sequence[DeliveryId]) -> list[Told]:
    """Give what was said by these deliveries."""
    found = []
    for post in await store.posts_by_delivery(conn, brand_id, delivery_ids):
        made = await announcement(conn, brand_id, post.announcement_id)
        account = await accounts.account(conn, brand_id, post.account_id)
        delivery = (await outbox.states_of(conn, brand_id, [MessageId(post.id)])).get(MessageId(post.id))
        assert post.delivery_id is not None  # it was found by it
        ref = delivery.message if delivery else None
        at = (delivery.occurred_at if delivery else None) or made.publish_at
        url, gone = (ref.url if ref else None) or "", post.gone_at is not None
        found.append(Told(post.delivery_id, made.title, post.said, account.handle, at, url, gone))
    return found


async def save_draft(tx: Transaction, agent: Agent, fields: dict[str, Any], now: datetime) -> None:
    """Keep what was typed and is not announced yet, so that it survives whatever happens to the page."""
    agent.check_leads()
    kept = {storable(name)[:100]: storable(str(value))[:_LONGEST_FIELD] for name, value in fields.items()}
    await store.save_draft(tx.conn, agent.brand_id, agent.id, kept, now)


async def draft(conn: Connection, agent: Agent) -> dict[str, str]:
    """Give what the agent had typed; empty: nothing."""
    return await store.draft(conn, agent.brand_id, agent.id) or {}


async def drop_draft(tx: Transaction, agent: Agent) -> None:
    """Forget what was typed: it was announced, or is not wanted."""
    await store.drop_draft(tx.conn, agent.brand_id, agent.id)
