"""All SQL of personal data in public."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hilft.db import Connection, execute, fetch_all, queries
from hilft.ids import AgentId, BrandId, CaseId, MessageId
from hilft.memory.guard.model import Disclosure, Exposure

SQL = queries(__package__)


async def insert_disclosure(
    conn: Connection,
    brand_id: BrandId,
    disclosure_id: uuid.UUID,
    message_id: MessageId,
    agent_id: AgentId,
    kinds: Sequence[str],
    reason: str,
    now: datetime,
) -> None:
    await execute(
        conn, SQL["insert_disclosure"], brand_id, disclosure_id, message_id, agent_id, kinds, reason, now
    )


async def disclosures_of(
    conn: Connection, brand_id: BrandId, case_id: CaseId, limit: int
) -> list[Disclosure]:
    return await fetch_all(conn, SQL["disclosures_of"], Disclosure, brand_id, case_id, limit)


async def expose(conn: Connection, brand_id: BrandId, looked: list[dict[str, Any]], now: datetime) -> None:
    await execute(conn, SQL["expose"], brand_id, looked, now)


async def exposures_of(conn: Connection, brand_id: BrandId, case_id: CaseId, limit: int) -> list[Exposure]:
    return await fetch_all(conn, SQL["exposures_of"], Exposure, brand_id, case_id, limit)


async def settle_exposures(
    conn: Connection, brand_id: BrandId, case_id: CaseId, now: datetime, agent_id: AgentId
) -> int:
    return await execute(conn, SQL["settle_exposures"], brand_id, case_id, now, agent_id)
