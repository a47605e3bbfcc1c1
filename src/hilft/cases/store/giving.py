"""SQL of giving free cases to those here."""

from dataclasses import dataclass

from hilft.db import Connection, fetch_all, queries
from hilft.ids import AgentId, BrandId, CaseId

SQL = queries("hilft.cases")


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases somebody has, counted up to a thousand."""

    agent_id: AgentId
    open: int


async def free_cases(conn: Connection, brand_id: BrandId, limit: int) -> list[CaseId]:
    return await fetch_all(conn, SQL["free_cases"], CaseId, brand_id, limit)


async def open_loads(conn: Connection, brand_id: BrandId, agent_ids: list[AgentId]) -> list[Load]:
    return await fetch_all(conn, SQL["open_loads"], Load, brand_id, agent_ids)
