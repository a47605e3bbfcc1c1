"""All SQL of the counter."""

import uuid
from datetime import datetime

from hilft.counter.model import Draft, Kept, Visited
from hilft.db import Connection, execute, fetch_all, fetch_one, queries
from hilft.ids import AccountId, AgentId, BrandId, CaseId

SQL = queries("hilft.counter")


async def draft_of(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, case_id: CaseId | None
) -> Draft | None:
    return await fetch_one(conn, SQL["draft_of"], Draft, brand_id, agent_id, case_id)


async def save_text(
    conn: Connection,
    brand_id: BrandId,
    draft_id: uuid.UUID,
    agent_id: AgentId,
    case_id: CaseId | None,
    text: str,
    version: int,
) -> None:
    await execute(conn, SQL["save_text"], brand_id, draft_id, agent_id, case_id, text, version)


async def save_name(
    conn: Connection,
    brand_id: BrandId,
    draft_id: uuid.UUID,
    agent_id: AgentId,
    case_id: CaseId | None,
    name: str,
    version: int,
) -> None:
    await execute(conn, SQL["save_name"], brand_id, draft_id, agent_id, case_id, name, version)


async def empty_draft(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, case_id: CaseId | None, version: int
) -> None:
    await execute(conn, SQL["empty_draft"], brand_id, agent_id, case_id, version)


async def kept_note(conn: Connection, brand_id: BrandId, note_id: uuid.UUID) -> Kept | None:
    return await fetch_one(conn, SQL["kept_note"], Kept, brand_id, note_id)


async def insert_note(
    conn: Connection,
    brand_id: BrandId,
    note_id: uuid.UUID,
    account_id: AccountId,
    agent_id: AgentId,
    case_id: CaseId,
    kept_at: datetime,
) -> None:
    await execute(conn, SQL["insert_note"], brand_id, note_id, account_id, agent_id, case_id, kept_at)


async def lately(conn: Connection, brand_id: BrandId, agent_id: AgentId, limit: int) -> list[Visited]:
    return await fetch_all(conn, SQL["lately"], Visited, brand_id, agent_id, limit)
