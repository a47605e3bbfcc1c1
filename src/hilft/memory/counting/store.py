"""All SQL of the counting."""

import uuid
from datetime import datetime

from hilft.db import Connection, fetch_all, fetch_value, queries
from hilft.ids import AccountId, AgentId, BrandId, CaseId, MessageId
from hilft.memory.counting.model import AnswerCount, EventCount

SQL = queries(__package__)


async def insert_event(
    conn: Connection,
    brand_id: BrandId,
    event_id: uuid.UUID,
    case_id: CaseId,
    account_id: AccountId,
    agent_id: AgentId,
    message_id: MessageId | None,
    key: str,
    outcome: str,
    reason: str,
    at: datetime,
) -> uuid.UUID | None:
    kept: uuid.UUID | None = await fetch_value(
        conn,
        SQL["insert_event"],
        brand_id,
        event_id,
        case_id,
        account_id,
        agent_id,
        message_id,
        key,
        outcome,
        reason,
        at,
    )
    return kept


async def count_answers(
    conn: Connection, brand_id: BrandId, since: datetime, until: datetime, zone: str
) -> list[AnswerCount]:
    return await fetch_all(conn, SQL["count_answers"], AnswerCount, brand_id, since, until, zone)


async def count_events(
    conn: Connection, brand_id: BrandId, since: datetime, until: datetime, zone: str
) -> list[EventCount]:
    return await fetch_all(conn, SQL["count_events"], EventCount, brand_id, since, until, zone)
