"""All SQL of the timeline."""

import uuid
from datetime import datetime
from typing import Any

from hilft.db import Connection, execute, fetch_all, queries
from hilft.ids import AgentId, BrandId
from hilft.timeline.model import Entry, Subject

SQL = queries(__package__)


async def insert_entry(
    conn: Connection,
    brand_id: BrandId,
    entry_id: uuid.UUID,
    subject: Subject,
    subject_id: uuid.UUID,
    kind: str,
    at: datetime,
    agent_id: AgentId | None,
    refs: dict[str, Any],
) -> None:
    await execute(
        conn, SQL["insert_entry"], brand_id, entry_id, subject, subject_id, kind, at, agent_id, refs
    )


async def insert_entries(
    conn: Connection,
    brand_id: BrandId,
    subject: Subject,
    ids: list[uuid.UUID],
    subject_ids: list[uuid.UUID],
    kinds: list[str],
    ats: list[datetime],
    refs: list[dict[str, Any]],
) -> None:
    await execute(conn, SQL["insert_entries"], brand_id, subject, ids, subject_ids, kinds, ats, refs)


async def entries_of(
    conn: Connection, brand_id: BrandId, subject: Subject, subject_id: uuid.UUID, limit: int
) -> list[Entry]:
    return await fetch_all(conn, SQL["entries_of"], Entry, brand_id, subject, subject_id, limit)
