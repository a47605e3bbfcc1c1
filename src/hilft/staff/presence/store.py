"""All SQL of presence."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AgentId, BrandId
from hilft.staff.model import Agent, Presence
from hilft.staff.presence.model import Attendance

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class PresenceRulesRow:
    away_after: int
    reasons: list[str]
    giving: bool
    most_open: int
    per_hour: Decimal


async def presences(conn: Connection, brand_id: BrandId) -> list[Attendance]:
    return await fetch_all(conn, SQL["presences"], Attendance, brand_id)


async def set_presence(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, presence: Presence, reason: str, now: datetime
) -> Agent | None:
    return await fetch_one(conn, SQL["set_presence"], Agent, brand_id, agent_id, presence, reason, now)


async def stir(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, now: datetime, before: datetime
) -> Presence | None:
    presence: str | None = await fetch_value(conn, SQL["stir"], brand_id, agent_id, now, before)
    return Presence(presence) if presence is not None else None


async def seen_active(conn: Connection, brand_id: BrandId, agent_ids: list[AgentId], now: datetime) -> None:
    await execute(conn, SQL["seen_active"], brand_id, agent_ids, now)


async def away_who_is_idle(
    conn: Connection, brand_id: BrandId, before: datetime, now: datetime
) -> list[AgentId]:
    return await fetch_all(conn, SQL["away_who_is_idle"], AgentId, brand_id, before, now)


async def chosen_to_give(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, now: datetime
) -> AgentId | None:
    chosen: AgentId | None = await fetch_value(conn, SQL["chosen_to_give"], brand_id, agent_id, now)
    return chosen


async def presence_rules(conn: Connection, brand_id: BrandId) -> PresenceRulesRow | None:
    return await fetch_one(conn, SQL["presence_rules"], PresenceRulesRow, brand_id)


async def save_presence_rules(
    conn: Connection,
    brand_id: BrandId,
    away_after: int,
    reasons: list[str],
    giving: bool,  # noqa: FBT001 - a column, in the order of the query
    most_open: int,
    per_hour: Decimal,
    now: datetime,
) -> None:
    await execute(
        conn, SQL["save_presence_rules"], brand_id, away_after, reasons, giving, most_open, per_hour, now
    )
