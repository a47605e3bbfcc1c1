"""All SQL of announcements."""

import uuid
from datetime import datetime

from hilft.db import Connection, execute, fetch_all, fetch_one, queries
from hilft.ids import AgentId, BrandId
from hilft.news.model import Announcement, Kind

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
