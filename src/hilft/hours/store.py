"""All SQL of the opening hours."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, BrandId

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class Piece:
    """A version (``document``) or the days of a calendar; another ``id`` means another content."""

    id: UUID
    is_feed: bool
    account_id: AccountId | None
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VersionRow:
    id: UUID
    document: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar beside the hours. ``url`` empty: it was uploaded. ``error``: why the last look failed, a sentence."""

    id: UUID
    account_id: AccountId | None
    url: str
    name: str
    days: dict[str, list[list[str]]]
    fetched_at: datetime | None
    error: str


async def put_version(
    conn: Connection,
    brand_id: BrandId,
    version_id: UUID,
    account_id: AccountId | None,
    valid_from: date | None,
    document: dict[str, Any],
    now: datetime,
) -> UUID:
    kept: UUID = await fetch_value(
        conn, SQL["put_version"], brand_id, version_id, account_id, valid_from, document, now
    )
    return kept


async def drop_other_versions(
    conn: Connection, brand_id: BrandId, account_id: AccountId | None, kept: UUID
) -> None:
    await execute(conn, SQL["drop_other_versions"], brand_id, account_id, kept)


async def drop_version(
    conn: Connection, brand_id: BrandId, account_id: AccountId | None, version_id: UUID
) -> int:
    return await execute(conn, SQL["drop_version"], brand_id, account_id, version_id)


async def pieces(conn: Connection, brand_id: BrandId, account_id: AccountId | None) -> list[Piece]:
    return await fetch_all(conn, SQL["pieces"], Piece, brand_id, account_id)


async def versions(conn: Connection, brand_id: BrandId, account_id: AccountId | None) -> list[VersionRow]:
    return await fetch_all(conn, SQL["versions"], VersionRow, brand_id, account_id)


async def accounts_with_hours(conn: Connection, brand_id: BrandId) -> list[UUID]:
    return await fetch_all(conn, SQL["accounts_with_hours"], UUID, brand_id)


async def put_feed(
    conn: Connection,
    brand_id: BrandId,
    feed_id: UUID,
    account_id: AccountId | None,
    url: str,
    name: str,
    days: dict[str, list[list[str]]],
    version: UUID,
    fetched_at: datetime | None,
    now: datetime,
) -> UUID:
    kept: UUID = await fetch_value(
        conn, SQL["put_feed"], brand_id, feed_id, account_id, url, name, days, version, fetched_at, now
    )
    return kept


async def feeds(conn: Connection, brand_id: BrandId, account_id: AccountId | None) -> list[Feed]:
    return await fetch_all(conn, SQL["feeds"], Feed, brand_id, account_id)


async def feed(conn: Connection, brand_id: BrandId, feed_id: UUID) -> Feed | None:
    return await fetch_one(conn, SQL["feed"], Feed, brand_id, feed_id)


async def feeds_to_fetch(conn: Connection, brand_id: BrandId, before: datetime, limit: int) -> list[UUID]:
    return await fetch_all(conn, SQL["feeds_to_fetch"], UUID, brand_id, before, limit)


async def save_feed_days(
    conn: Connection,
    brand_id: BrandId,
    feed_id: UUID,
    days: dict[str, list[list[str]]],
    version: UUID,
    now: datetime,
) -> None:
    await execute(conn, SQL["save_feed_days"], brand_id, feed_id, days, version, now)


async def save_feed_error(
    conn: Connection, brand_id: BrandId, feed_id: UUID, error: str, now: datetime
) -> None:
    await execute(conn, SQL["save_feed_error"], brand_id, feed_id, error, now)


async def drop_feed(conn: Connection, brand_id: BrandId, account_id: AccountId | None, feed_id: UUID) -> int:
    return await execute(conn, SQL["drop_feed"], brand_id, account_id, feed_id)
