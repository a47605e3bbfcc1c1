"""All SQL of the intake."""

import uuid
from datetime import datetime

from hilft.db import Connection, execute, fetch_all, fetch_value, queries
from hilft.ids import AccountId, BrandId, ReceiptId
from hilft.intake.model import Load, Receipt, ReceiptLine, ReceiptState

SQL = queries(__package__)


async def keep(
    conn: Connection,
    brand_ids: list[BrandId],
    ids: list[ReceiptId],
    account_ids: list[AccountId],
    scopes: list[str],
    dedupe_keys: list[str],
    payloads: list[bytes],
    occurred_at: list[datetime | None],
    received_at: list[datetime],
) -> int:
    new: int = await fetch_value(
        conn,
        SQL["keep"],
        brand_ids,
        ids,
        account_ids,
        scopes,
        dedupe_keys,
        payloads,
        occurred_at,
        received_at,
    )
    return new


async def scopes_to_digest(conn: Connection, brand_id: BrandId, now: datetime) -> list[Load]:
    return await fetch_all(conn, SQL["scopes_to_digest"], Load, brand_id, now)


async def next_batch(
    conn: Connection, brand_id: BrandId, scope: str, account_ids: list[AccountId], now: datetime, limit: int
) -> list[Receipt]:
    return await fetch_all(conn, SQL["next_batch"], Receipt, brand_id, scope, account_ids, now, limit)


async def these_receipts(conn: Connection, brand_id: BrandId, ids: list[ReceiptId]) -> list[Receipt]:
    return await fetch_all(conn, SQL["these_receipts"], Receipt, brand_id, ids)


async def digested(conn: Connection, brand_id: BrandId, ids: list[ReceiptId], now: datetime) -> None:
    await execute(conn, SQL["digested"], brand_id, ids, now)


async def set_parked(conn: Connection, brand_id: BrandId, receipt_id: ReceiptId, now: datetime) -> None:
    await execute(conn, SQL["set_parked"], brand_id, receipt_id, now)


async def park_under(
    conn: Connection, brand_id: BrandId, scope: str, names: list[str], receipt_id: ReceiptId
) -> None:
    await execute(conn, SQL["park_under"], brand_id, scope, names, receipt_id)


async def unpark(conn: Connection, brand_id: BrandId, scope: str, names: list[str], now: datetime) -> int:
    return await execute(conn, SQL["unpark"], brand_id, scope, names, now)


async def not_yet(conn: Connection, brand_id: BrandId, receipt_id: ReceiptId, run_at: datetime) -> None:
    await execute(conn, SQL["not_yet"], brand_id, receipt_id, run_at)


async def failed_once(
    conn: Connection,
    brand_id: BrandId,
    receipt_id: ReceiptId,
    error: str,
    run_at: datetime,
    state: ReceiptState,
) -> None:
    await execute(conn, SQL["failed_once"], brand_id, receipt_id, error, run_at, state)


async def forget_digested(conn: Connection, brand_id: BrandId, before: datetime) -> int:
    gone: int = await fetch_value(conn, SQL["forget_digested"], brand_id, before)
    return gone


async def receipts_in_state(
    conn: Connection, brand_id: BrandId, state: ReceiptState, limit: int
) -> list[ReceiptLine]:
    return await fetch_all(conn, SQL["receipts_in_state"], ReceiptLine, brand_id, state, limit)


async def raw_payload(conn: Connection, brand_id: BrandId, receipt_id: ReceiptId) -> bytes | None:
    payload: bytes | None = await fetch_value(conn, SQL["raw_payload"], brand_id, receipt_id)
    return payload


async def try_again(conn: Connection, brand_id: BrandId, receipt_id: ReceiptId, now: datetime) -> int:
    return await execute(conn, SQL["try_again"], brand_id, receipt_id, now)


async def take_listener(
    conn: Connection,
    brand_id: BrandId,
    account_id: AccountId,
    holder: uuid.UUID,
    now: datetime,
    lease_until: datetime,
) -> AccountId | None:
    taken: AccountId | None = await fetch_value(
        conn, SQL["take_listener"], brand_id, account_id, holder, now, lease_until
    )
    return taken


async def drop_listener(
    conn: Connection, brand_id: BrandId, account_id: AccountId, holder: uuid.UUID
) -> None:
    await execute(conn, SQL["drop_listener"], brand_id, account_id, holder)
