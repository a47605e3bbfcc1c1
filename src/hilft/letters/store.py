"""All SQL of letters."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from hilft.db import Connection, execute, fetch_all, fetch_value, queries
from hilft.ids import AgentId, BrandId, HandleId
from hilft.letters.rows import Marked, Printable, Sheet

SQL = queries(__package__)


async def waiting(conn: Connection, brand_id: BrandId, limit: int) -> list[Sheet]:
    return await fetch_all(conn, SQL["waiting"], Sheet, brand_id, limit)


async def posted(conn: Connection, brand_id: BrandId, limit: int) -> list[Sheet]:
    return await fetch_all(conn, SQL["posted"], Sheet, brand_id, limit)


async def printable(conn: Connection, brand_id: BrandId, ids: Sequence[uuid.UUID]) -> list[Printable]:
    return await fetch_all(conn, SQL["printable"], Printable, brand_id, ids)


async def mark_printed(
    conn: Connection, brand_id: BrandId, ids: Sequence[uuid.UUID], now: datetime, agent_id: AgentId
) -> list[Marked]:
    return await fetch_all(conn, SQL["mark_printed"], Marked, brand_id, ids, now, agent_id)


async def mark_posted(
    conn: Connection, brand_id: BrandId, ids: Sequence[uuid.UUID], now: datetime, agent_id: AgentId
) -> list[Marked]:
    return await fetch_all(conn, SQL["mark_posted"], Marked, brand_id, ids, now, agent_id)


async def drop_old(conn: Connection, brand_id: BrandId, before: datetime) -> None:
    await execute(conn, SQL["drop_old"], brand_id, before)


async def address_of(conn: Connection, brand_id: BrandId, handle_id: HandleId) -> str | None:
    found: str | None = await fetch_value(conn, SQL["address_of"], brand_id, handle_id)
    return found


async def handle_at(conn: Connection, brand_id: BrandId, scope: str, external_id: str) -> HandleId | None:
    found: HandleId | None = await fetch_value(conn, SQL["handle_at"], brand_id, scope, external_id)
    return found
