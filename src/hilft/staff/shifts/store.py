"""All SQL of shifts."""

from datetime import date, datetime
from uuid import UUID

from hilft.db import Connection, execute, fetch_all, queries
from hilft.ids import AgentId, BrandId
from hilft.staff.shifts.model import Shift

SQL = queries(__package__)


async def shifts_between(conn: Connection, brand_id: BrandId, first: date, last: date) -> list[Shift]:
    return await fetch_all(conn, SQL["shifts_between"], Shift, brand_id, first, last)


async def lock_planned(conn: Connection, brand_id: BrandId, agent_ids: list[AgentId]) -> list[AgentId]:
    return await fetch_all(conn, SQL["lock_planned"], AgentId, brand_id, agent_ids)


async def insert_shifts(
    conn: Connection,
    brand_id: BrandId,
    ids: list[UUID],
    agent_ids: list[AgentId],
    days: list[date],
    starts: list[int],
    ends: list[int],
    made_by: AgentId,
    now: datetime,
) -> None:
    await execute(conn, SQL["insert_shifts"], brand_id, ids, agent_ids, days, starts, ends, made_by, now)


async def drop_between(conn: Connection, brand_id: BrandId, first: date, last: date) -> None:
    await execute(conn, SQL["drop_between"], brand_id, first, last)


async def drop_shift(conn: Connection, brand_id: BrandId, shift_id: UUID) -> int:
    return await execute(conn, SQL["drop_shift"], brand_id, shift_id)
