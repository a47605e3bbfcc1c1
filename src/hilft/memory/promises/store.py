"""All SQL of promises."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AgentId, BrandId, CaseId, MessageId
from hilft.memory.promises.model import DuePromise, ListedPromise, Promise, PromiseRates

SQL = queries(__package__)


async def insert_promise(
    conn: Connection,
    brand_id: BrandId,
    promise_id: uuid.UUID,
    case_id: CaseId,
    message_id: MessageId | None,
    agent_id: AgentId,
    text: str,
    due_at: datetime,
    look_at: datetime,
    now: datetime,
) -> None:
    await execute(
        conn, SQL["insert_promise"], brand_id, promise_id, case_id, message_id, agent_id, text, due_at, look_at, now
    )  # fmt: skip


async def promises_of(conn: Connection, brand_id: BrandId, case_id: CaseId, limit: int) -> list[Promise]:
    return await fetch_all(conn, SQL["promises_of"], Promise, brand_id, case_id, limit)


async def promise_by_id(conn: Connection, brand_id: BrandId, promise_id: uuid.UUID) -> Promise | None:
    return await fetch_one(conn, SQL["promise_by_id"], Promise, brand_id, promise_id)


async def settle_promise(
    conn: Connection,
    brand_id: BrandId,
    promise_id: uuid.UUID,
    state: str,
    now: datetime,
    agent_id: AgentId,
    how: str,
) -> int:
    return await execute(conn, SQL["settle_promise"], brand_id, promise_id, state, now, agent_id, how)


async def withdraw_of_message(
    conn: Connection, brand_id: BrandId, message_id: MessageId, *, withdrawn: bool
) -> int:
    return await execute(conn, SQL["withdraw_of_message"], brand_id, message_id, withdrawn)


async def offer_kept(
    conn: Connection, brand_id: BrandId, case_id: CaseId, message_id: MessageId, now: datetime
) -> int:
    return await execute(conn, SQL["offer_kept"], brand_id, case_id, message_id, now)


async def take_due(conn: Connection, brand_id: BrandId, now: datetime, limit: int) -> list[DuePromise]:
    return await fetch_all(conn, SQL["take_due"], DuePromise, brand_id, now, limit)


async def next_look(conn: Connection, brand_id: BrandId) -> datetime | None:
    return await fetch_value(conn, SQL["next_look"], brand_id)


async def warn_promise(conn: Connection, brand_id: BrandId, promise_id: uuid.UUID, now: datetime) -> int:
    return await execute(conn, SQL["warn_promise"], brand_id, promise_id, now)


async def break_promise(conn: Connection, brand_id: BrandId, promise_id: uuid.UUID, now: datetime) -> int:
    return await execute(conn, SQL["break_promise"], brand_id, promise_id, now)


async def rates(conn: Connection, brand_id: BrandId, since: datetime, until: datetime) -> PromiseRates | None:
    return await fetch_one(conn, SQL["rates"], PromiseRates, brand_id, since, until)


async def due_list(
    conn: Connection, brand_id: BrandId, after: datetime, after_id: uuid.UUID, limit: int
) -> list[ListedPromise]:
    return await fetch_all(conn, SQL["due_list"], ListedPromise, brand_id, after, after_id, limit)


async def ended_list(
    conn: Connection,
    brand_id: BrandId,
    states: Sequence[str],
    before: datetime,
    before_id: uuid.UUID,
    limit: int,
) -> list[ListedPromise]:
    return await fetch_all(conn, SQL["ended_list"], ListedPromise, brand_id, states, before, before_id, limit)
