"""All SQL of the outbox."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, BrandId, ConversationId, DeliveryId, MessageId
from hilft.outbox.model import Claim, Delivery, InFlight, Lane, LogEntry, SaidToAll, WaitingLane

SQL = queries(__package__)


async def open_lane(conn: Connection, brand_id: BrandId, account_id: AccountId) -> None:
    await execute(conn, SQL["open_lane"], brand_id, account_id)


async def insert_delivery(
    conn: Connection,
    brand_id: BrandId,
    delivery_id: DeliveryId,
    message_id: MessageId,
    conversation_id: ConversationId,
    account_id: AccountId,
    state: str,
    request: dict[str, Any],
    run_at: datetime,
    now: datetime,
) -> Delivery | None:
    return await fetch_one(
        conn,
        SQL["insert_delivery"],
        Delivery,
        brand_id,
        delivery_id,
        message_id,
        conversation_id,
        account_id,
        state,
        request,
        run_at,
        now,
    )


async def delivery_of_message(conn: Connection, brand_id: BrandId, message_id: MessageId) -> Delivery | None:
    return await fetch_one(conn, SQL["delivery_of_message"], Delivery, brand_id, message_id)


async def find_delivery(conn: Connection, brand_id: BrandId, delivery_id: DeliveryId) -> Delivery | None:
    return await fetch_one(conn, SQL["find_delivery"], Delivery, brand_id, delivery_id)


async def undo(
    conn: Connection, brand_id: BrandId, delivery_id: DeliveryId, now: datetime
) -> Delivery | None:
    return await fetch_one(conn, SQL["undo"], Delivery, brand_id, delivery_id, now)


async def take_back(
    conn: Connection, brand_id: BrandId, delivery_id: DeliveryId, now: datetime
) -> Delivery | None:
    return await fetch_one(conn, SQL["take_back"], Delivery, brand_id, delivery_id, now)


async def queue_again(
    conn: Connection, brand_id: BrandId, delivery_id: DeliveryId, state: str, now: datetime
) -> Delivery | None:
    return await fetch_one(conn, SQL["queue_again"], Delivery, brand_id, delivery_id, state, now)


async def confirm_sent(
    conn: Connection,
    brand_id: BrandId,
    delivery_id: DeliveryId,
    external_id: str | None,
    ref: dict[str, Any] | None,
    now: datetime,
) -> Delivery | None:
    return await fetch_one(conn, SQL["confirm_sent"], Delivery, brand_id, delivery_id, external_id, ref, now)


async def doubt_all(conn: Connection, brand_id: BrandId, reason: str, now: datetime) -> int:
    return await execute(conn, SQL["doubt_all"], brand_id, reason, now)


async def deliveries_of(
    conn: Connection, brand_id: BrandId, message_ids: Sequence[MessageId]
) -> list[Delivery]:
    return await fetch_all(conn, SQL["deliveries_of"], Delivery, brand_id, message_ids)


async def unfinished_of_account(
    conn: Connection, brand_id: BrandId, account_id: AccountId, limit: int
) -> list[Delivery]:
    return await fetch_all(conn, SQL["unfinished_of_account"], Delivery, brand_id, account_id, limit)


async def by_external(
    conn: Connection, brand_id: BrandId, account_id: AccountId, external_id: str
) -> Delivery | None:
    return await fetch_one(conn, SQL["by_external"], Delivery, brand_id, account_id, external_id)


async def said_to_all(
    conn: Connection, brand_id: BrandId, scope: str, names: Sequence[str], now: datetime
) -> list[SaidToAll]:
    return await fetch_all(conn, SQL["said_to_all"], SaidToAll, brand_id, scope, names, now)


async def finished(conn: Connection, brand_id: BrandId, limit: int) -> list[Delivery]:
    return await fetch_all(conn, SQL["finished"], Delivery, brand_id, limit)


async def next_part(
    conn: Connection, brand_id: BrandId, conversation_id: ConversationId, follows: DeliveryId
) -> Delivery | None:
    return await fetch_one(conn, SQL["next_part"], Delivery, brand_id, conversation_id, follows)


async def mark_taken(
    conn: Connection, brand_id: BrandId, delivery_ids: Sequence[DeliveryId], now: datetime
) -> int:
    return await execute(conn, SQL["mark_taken"], brand_id, delivery_ids, now)


async def waiting_lanes(conn: Connection) -> list[WaitingLane]:
    return await fetch_all(conn, SQL["waiting_lanes"], WaitingLane)


async def lock_lane(conn: Connection, brand_id: BrandId, account_id: AccountId) -> Lane | None:
    return await fetch_one(conn, SQL["lock_lane"], Lane, brand_id, account_id)


async def in_flight(conn: Connection, brand_id: BrandId, account_id: AccountId, now: datetime) -> InFlight:
    found = await fetch_one(conn, SQL["in_flight"], InFlight, brand_id, account_id, now)
    assert found is not None  # an aggregate always gives a row
    return found


async def claim_doubtful(
    conn: Connection, brand_id: BrandId, account_id: AccountId, now: datetime, lease: timedelta, limit: int
) -> list[Claim]:
    return await fetch_all(conn, SQL["claim_doubtful"], Claim, brand_id, account_id, now, lease, limit)


async def claim_due(
    conn: Connection,
    brand_id: BrandId,
    account_id: AccountId,
    now: datetime,
    lease: timedelta,
    limit: int,
    at_once: int,
) -> list[Claim]:
    return await fetch_all(conn, SQL["claim_due"], Claim, brand_id, account_id, now, lease, limit, at_once)


async def pace_lane(
    conn: Connection, brand_id: BrandId, account_id: AccountId, paced_until: datetime | None
) -> None:
    await execute(conn, SQL["pace_lane"], brand_id, account_id, paced_until)


async def rest_lane(conn: Connection, brand_id: BrandId, account_id: AccountId, wait_until: datetime) -> None:
    await execute(conn, SQL["rest_lane"], brand_id, account_id, wait_until)


async def record_move(
    conn: Connection,
    brand_id: BrandId,
    delivery_id: DeliveryId,
    lease_until: datetime,
    state: str,
    run_at: datetime | None,
    look_at: datetime | None,
    first_tried_at: datetime | None,
    attempts: int,
    reason: str,
    finished_at: datetime | None,
) -> int:
    return await execute(
        conn,
        SQL["record_move"],
        brand_id,
        delivery_id,
        lease_until,
        state,
        run_at,
        look_at,
        first_tried_at,
        attempts,
        reason,
        finished_at,
    )


async def record_sent(
    conn: Connection,
    brand_id: BrandId,
    delivery_id: DeliveryId,
    external_id: str,
    ref: dict[str, Any],
    now: datetime,
) -> Delivery | None:
    return await fetch_one(conn, SQL["record_sent"], Delivery, brand_id, delivery_id, external_id, ref, now)


async def record_all_sent(
    conn: Connection,
    brand_id: BrandId,
    log_ids: list[uuid.UUID],
    account_ids: list[AccountId],
    ids: list[DeliveryId],
    ats: list[datetime],
    external_ids: list[str],
    refs: list[dict[str, Any]],
    outcome: str,
) -> int:
    return await execute(
        conn, SQL["record_all_sent"], brand_id, log_ids, account_ids, ids, ats, external_ids, refs, outcome
    )  # fmt: skip


async def note_delivered(conn: Connection, brand_id: BrandId, delivery_id: DeliveryId, at: datetime) -> int:
    return await execute(conn, SQL["note_delivered"], brand_id, delivery_id, at)


async def take_back_sent(
    conn: Connection, brand_id: BrandId, delivery_id: DeliveryId, reason: str, now: datetime
) -> int:
    return await execute(conn, SQL["take_back_sent"], brand_id, delivery_id, reason, now)


async def log(
    conn: Connection,
    brand_id: BrandId,
    entry_id: uuid.UUID,
    account_id: AccountId,
    delivery_id: DeliveryId,
    at: datetime,
    outcome: str,
    detail: str,
) -> None:
    await execute(conn, SQL["log"], brand_id, entry_id, account_id, delivery_id, at, outcome, detail)


async def forget_texts(conn: Connection, brand_id: BrandId, message_ids: list[MessageId]) -> None:
    await execute(conn, SQL["forget_texts"], brand_id, message_ids)


async def insert_paper(
    conn: Connection,
    brand_id: BrandId,
    delivery_id: DeliveryId,
    recipient: str,
    pages: int,
    content: bytes,
    now: datetime,
) -> None:
    await execute(conn, SQL["insert_paper"], brand_id, delivery_id, recipient, pages, content, now)


async def forget_papers(conn: Connection, brand_id: BrandId, message_ids: list[MessageId]) -> None:
    await execute(conn, SQL["forget_papers"], brand_id, message_ids)


async def forget_log(conn: Connection, brand_id: BrandId, before: datetime) -> int:
    gone: int = await fetch_value(conn, SQL["forget_log"], brand_id, before)
    return gone


async def log_of_account(
    conn: Connection, brand_id: BrandId, account_id: AccountId, before: uuid.UUID | None, limit: int
) -> list[LogEntry]:
    return await fetch_all(conn, SQL["log_of_account"], LogEntry, brand_id, account_id, before, limit)
