"""All SQL of facts."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hilft.db import Connection, execute, fetch_all, fetch_one, queries
from hilft.ids import AgentId, BrandId, CaseId, CustomerId, HandleId, MessageId
from hilft.memory.model import Fact, FactState, SameNumber

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something said that waits to be read: a message or a note."""

    message_id: MessageId | None
    note_id: uuid.UUID | None
    case_id: CaseId
    handle_id: HandleId | None
    channel: str
    subject: str
    text: str
    said_at: datetime
    language: str


async def insert_unread(
    conn: Connection,
    brand_id: BrandId,
    unread_id: uuid.UUID,
    message_id: MessageId | None,
    note_id: uuid.UUID | None,
    channel: str,
    heard_at: datetime,
) -> None:
    await execute(conn, SQL["insert_unread"], brand_id, unread_id, message_id, note_id, channel, heard_at)


async def insert_all_unread(
    conn: Connection, brand_id: BrandId, message_ids: list[MessageId], heard_at: datetime
) -> None:
    await execute(conn, SQL["insert_all_unread"], brand_id, message_ids, heard_at)


async def take_unread(conn: Connection, brand_id: BrandId, limit: int) -> list[Unread]:
    return await fetch_all(conn, SQL["take_unread"], Unread, brand_id, limit)


async def take_unread_of_case(
    conn: Connection, brand_id: BrandId, case_id: CaseId, limit: int
) -> list[Unread]:
    return await fetch_all(conn, SQL["take_unread_of_case"], Unread, brand_id, case_id, limit)


async def learn_facts(
    conn: Connection,
    brand_id: BrandId,
    messages: list[MessageId],
    notes: list[uuid.UUID],
    ids: list[uuid.UUID],
    message_ids: list[MessageId | None],
    note_ids: list[uuid.UUID | None],
    handle_ids: list[HandleId | None],
    keys: list[str],
    values: list[str],
    details: list[str],
    kinds: list[str],
    starts: list[int],
    ends: list[int],
    sures: list[float],
    states: list[str],
    channels: list[str],
    said_at: list[datetime],
    learnt_at: datetime,
) -> None:
    await execute(
        conn, SQL["learn_facts"], brand_id, messages, notes, ids, message_ids, note_ids, handle_ids, keys, values,
        details, kinds, starts, ends, sures, states, channels, said_at, learnt_at,
    )  # fmt: skip


async def facts_around(conn: Connection, brand_id: BrandId, case_id: CaseId, limit: int) -> list[Fact]:
    return await fetch_all(conn, SQL["facts_around"], Fact, brand_id, case_id, limit)


async def facts_of_customer(
    conn: Connection, brand_id: BrandId, customer_id: CustomerId, keys: list[str], limit: int
) -> list[Fact]:
    return await fetch_all(conn, SQL["facts_of_customer"], Fact, brand_id, customer_id, keys, limit)


async def decide_fact(
    conn: Connection,
    brand_id: BrandId,
    fact_id: uuid.UUID,
    state: FactState,
    agent_id: AgentId,
    at: datetime,
) -> int:
    return await execute(conn, SQL["decide_fact"], brand_id, fact_id, state, agent_id, at)


async def replace_fact(
    conn: Connection,
    brand_id: BrandId,
    fact_id: uuid.UUID,
    new_id: uuid.UUID,
    value: str,
    agent_id: AgentId,
    at: datetime,
) -> None:
    await execute(conn, SQL["replace_fact"], brand_id, fact_id, new_id, value, agent_id, at)


async def forget_message(conn: Connection, brand_id: BrandId, message_id: MessageId) -> None:
    await execute(conn, SQL["forget_message"], brand_id, message_id)


async def others_with_number(
    conn: Connection, brand_id: BrandId, customer_id: CustomerId
) -> list[SameNumber]:
    return await fetch_all(conn, SQL["others_with_number"], SameNumber, brand_id, customer_id)


async def said_in(conn: Connection, brand_id: BrandId, source_id: uuid.UUID) -> Unread | None:
    return await fetch_one(conn, SQL["said_in"], Unread, brand_id, source_id)


async def values_said(conn: Connection, brand_id: BrandId, source_id: uuid.UUID) -> list[str]:
    return await fetch_all(conn, SQL["values_said"], str, brand_id, source_id)
