"""All SQL of announcements."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, AgentId, BrandId, DeliveryId
from hilft.news.model import Announcement, Kind
from hilft.news.posts import Post

SQL = queries("hilft.news")


async def insert_announcement(
    conn: Connection,
    brand_id: BrandId,
    announcement_id: uuid.UUID,
    kind: Kind,
    title: str,
    text: str,
    agent_id: AgentId,
    publish_at: datetime,
    now: datetime,
) -> Announcement | None:
    return await fetch_one(
        conn, SQL["insert_announcement"], Announcement, brand_id, announcement_id, kind, title, text, agent_id,
        publish_at, now,
    )  # fmt: skip


async def lock_announcement(
    conn: Connection, brand_id: BrandId, announcement_id: uuid.UUID
) -> Announcement | None:
    return await fetch_one(conn, SQL["lock_announcement"], Announcement, brand_id, announcement_id)


async def find_announcement(
    conn: Connection, brand_id: BrandId, announcement_id: uuid.UUID
) -> Announcement | None:
    return await fetch_one(conn, SQL["find_announcement"], Announcement, brand_id, announcement_id)


async def save_announcement(
    conn: Connection,
    brand_id: BrandId,
    announcement_id: uuid.UUID,
    title: str,
    text: str,
    publish_at: datetime,
    changed_at: datetime,
    over_at: datetime | None,
    withdrawn_at: datetime | None,
) -> None:
    await execute(
        conn, SQL["save_announcement"], brand_id, announcement_id, title, text, publish_at, changed_at, over_at,
        withdrawn_at,
    )  # fmt: skip


async def announcements(
    conn: Connection, brand_id: BrandId, before: uuid.UUID, limit: int
) -> list[Announcement]:
    return await fetch_all(conn, SQL["announcements"], Announcement, brand_id, before, limit)


async def published(conn: Connection, brand_id: BrandId, now: datetime, limit: int) -> list[Announcement]:
    return await fetch_all(conn, SQL["published"], Announcement, brand_id, now, limit)


async def current(
    conn: Connection, brand_id: BrandId, now: datetime, since: datetime, limit: int
) -> list[Announcement]:
    return await fetch_all(conn, SQL["current"], Announcement, brand_id, now, since, limit)


async def insert_post(
    conn: Connection,
    brand_id: BrandId,
    post_id: uuid.UUID,
    announcement_id: uuid.UUID,
    account_id: AccountId,
    own_text: str,
    text: str,
    now: datetime,
) -> Post | None:
    return await fetch_one(
        conn, SQL["insert_post"], Post, brand_id, post_id, announcement_id, account_id, own_text, text, now
    )


async def posts_of(conn: Connection, brand_id: BrandId, announcement_ids: Sequence[uuid.UUID]) -> list[Post]:
    return await fetch_all(conn, SQL["posts_of"], Post, brand_id, announcement_ids)


async def lock_posts(conn: Connection, brand_id: BrandId, announcement_id: uuid.UUID) -> list[Post]:
    return await fetch_all(conn, SQL["lock_posts"], Post, brand_id, announcement_id)


async def lock_post(
    conn: Connection, brand_id: BrandId, announcement_id: uuid.UUID, post_id: uuid.UUID
) -> Post | None:
    return await fetch_one(conn, SQL["lock_post"], Post, brand_id, announcement_id, post_id)


async def find_post(conn: Connection, brand_id: BrandId, post_id: uuid.UUID) -> Post | None:
    return await fetch_one(conn, SQL["find_post"], Post, brand_id, post_id)


async def posts_by_delivery(
    conn: Connection, brand_id: BrandId, delivery_ids: Sequence[DeliveryId]
) -> list[Post]:
    return await fetch_all(conn, SQL["posts_by_delivery"], Post, brand_id, delivery_ids)


async def drop_planned(conn: Connection, brand_id: BrandId, post_id: uuid.UUID) -> None:
    await execute(conn, SQL["drop_planned"], brand_id, post_id)


async def put_on_its_way(
    conn: Connection, brand_id: BrandId, post_id: uuid.UUID, delivery_id: DeliveryId
) -> None:
    await execute(conn, SQL["put_on_its_way"], brand_id, post_id, delivery_id)


async def save_post(
    conn: Connection,
    brand_id: BrandId,
    post_id: uuid.UUID,
    own_text: str,
    text: str,
    withdrawn_at: datetime | None,
    gone_at: datetime | None,
    tend_at: datetime | None,
) -> None:
    await execute(conn, SQL["save_post"], brand_id, post_id, own_text, text, withdrawn_at, gone_at, tend_at)


async def claim_to_tend(
    conn: Connection, brand_id: BrandId, now: datetime, lease: timedelta, limit: int
) -> list[Post]:
    return await fetch_all(conn, SQL["claim_to_tend"], Post, brand_id, now, lease, limit)


async def record_edit(
    conn: Connection, brand_id: BrandId, post_id: uuid.UUID, said: str, now: datetime
) -> None:
    await execute(conn, SQL["record_edit"], brand_id, post_id, said, now)


async def record_gone(conn: Connection, brand_id: BrandId, post_id: uuid.UUID, now: datetime) -> None:
    await execute(conn, SQL["record_gone"], brand_id, post_id, now)


async def record_vain(
    conn: Connection,
    brand_id: BrandId,
    post_id: uuid.UUID,
    lease_until: datetime,
    again_at: datetime | None,
    reason: str,
) -> None:
    await execute(conn, SQL["record_vain"], brand_id, post_id, lease_until, again_at, reason)


async def save_draft(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, fields: dict[str, Any], now: datetime
) -> None:
    await execute(conn, SQL["save_draft"], brand_id, agent_id, fields, now)


async def draft(conn: Connection, brand_id: BrandId, agent_id: AgentId) -> dict[str, Any] | None:
    found: dict[str, Any] | None = await fetch_value(conn, SQL["draft"], brand_id, agent_id)
    return found


async def drop_draft(conn: Connection, brand_id: BrandId, agent_id: AgentId) -> None:
    await execute(conn, SQL["drop_draft"], brand_id, agent_id)
