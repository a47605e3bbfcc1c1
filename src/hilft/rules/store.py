"""All SQL of the rules."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hilft.channels import Visibility
from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, BrandId, CustomerId
from hilft.rules.model import Heard

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class AutoReplyRow:
    """``texts``: by language ``{closed, closing}``."""

    account_id: AccountId
    visibility: Visibility
    switched_on: bool
    way: Visibility
    before_minutes: int
    texts: dict[str, dict[str, str]]


async def save_auto_reply(
    conn: Connection,
    brand_id: BrandId,
    account_id: AccountId,
    visibility: Visibility,
    switched_on: bool,  # noqa: FBT001 - a column, in the order of the query
    way: Visibility,
    before_minutes: int,
    texts: dict[str, dict[str, str]],
    now: datetime,
) -> None:
    await execute(
        conn,
        SQL["save_auto_reply"],
        brand_id,
        account_id,
        visibility,
        switched_on,
        way,
        before_minutes,
        texts,
        now,
    )


async def auto_replies(conn: Connection, brand_id: BrandId) -> list[AutoReplyRow]:
    return await fetch_all(conn, SQL["auto_replies"], AutoReplyRow, brand_id)


async def fresh_entries(conn: Connection, brand_id: BrandId, limit: int) -> list[UUID]:
    return await fetch_all(conn, SQL["fresh_entries"], UUID, brand_id, limit)


async def look(conn: Connection, brand_id: BrandId, entry_id: UUID, now: datetime) -> UUID | None:
    mine: UUID | None = await fetch_value(conn, SQL["look"], brand_id, entry_id, now)
    return mine


async def forget_looked(conn: Connection, brand_id: BrandId, before: datetime) -> int:
    return await execute(conn, SQL["forget_looked"], brand_id, before)


async def heard(conn: Connection, brand_id: BrandId, entry_id: UUID) -> Heard | None:
    return await fetch_one(conn, SQL["heard"], Heard, brand_id, entry_id)


async def tell_once(
    conn: Connection,
    brand_id: BrandId,
    customer_id: CustomerId,
    period: datetime,
    now: datetime,
    since: datetime,
) -> CustomerId | None:
    told: CustomerId | None = await fetch_value(
        conn, SQL["tell_once"], brand_id, customer_id, period, now, since
    )
    return told
