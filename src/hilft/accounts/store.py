"""All SQL of brands and accounts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hilft.accounts.model import Account, AccountRole, AccountState, Brand
from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, BrandId

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed secrets of an account, and what its channel keeps for itself."""

    brand_id: BrandId
    id: AccountId
    secrets: bytes = field(repr=False)
    kept: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Load:
    """What is on an account's desk."""

    id: AccountId
    waiting: int
    failed: int
    unfinished: int


async def insert_brand(
    conn: Connection,
    brand_id: BrandId,
    slug: str,
    name: str,
    zone: str,
    language: str,
    hosts: list[str],
    now: datetime,
) -> Brand | None:
    return await fetch_one(conn, SQL["insert_brand"], Brand, brand_id, slug, name, zone, language, hosts, now)


async def brand_by_id(conn: Connection, brand_id: BrandId) -> Brand | None:
    return await fetch_one(conn, SQL["brand_by_id"], Brand, brand_id)


async def brand_of_host(conn: Connection, host: str) -> Brand | None:
    return await fetch_one(conn, SQL["brand_of_host"], Brand, host)


async def brand_of_slug(conn: Connection, slug: str) -> Brand | None:
    return await fetch_one(conn, SQL["brand_of_slug"], Brand, slug)


async def brands(conn: Connection) -> list[Brand]:
    return await fetch_all(conn, SQL["brands"], Brand)


async def save_brand_settings(conn: Connection, brand_id: BrandId, room: str, kept: dict[str, Any]) -> None:
    await execute(conn, SQL["save_brand_settings"], brand_id, room, kept)


async def lock_brand(conn: Connection, brand_id: BrandId) -> None:
    await execute(conn, SQL["lock_brand"], brand_id)


async def save_account(
    conn: Connection,
    brand_id: BrandId,
    account_id: AccountId,
    channel: str,
    scope: str,
    handle: str,
    external_id: str,
    display_name: str,
    url: str,
    role: AccountRole,
    settings: dict[str, Any],
    secrets: bytes,
    now: datetime,
    state: AccountState,
    reason: str,
    kept: bytes | None,
) -> Account | None:
    return await fetch_one(
        conn, SQL["save_account"], Account, brand_id, account_id, channel, scope, handle, external_id,
        display_name, url, role, settings, secrets, now, state, reason, kept,
    )  # fmt: skip


async def id_of_external(
    conn: Connection, brand_id: BrandId, channel: str, external_id: str
) -> AccountId | None:
    found: AccountId | None = await fetch_value(conn, SQL["id_of_external"], brand_id, channel, external_id)
    return found


async def accounts(conn: Connection, brand_id: BrandId) -> list[Account]:
    return await fetch_all(conn, SQL["accounts"], Account, brand_id)


async def find_account(conn: Connection, brand_id: BrandId, account_id: AccountId) -> Account | None:
    return await fetch_one(conn, SQL["find_account"], Account, brand_id, account_id)


async def service_account_of(conn: Connection, brand_id: BrandId, channel: str) -> Account | None:
    return await fetch_one(conn, SQL["service_account_of"], Account, brand_id, channel)


async def sealed_of(conn: Connection, brand_id: BrandId, account_id: AccountId) -> bytes | None:
    sealed: bytes | None = await fetch_value(conn, SQL["sealed_of"], brand_id, account_id)
    return sealed


async def sealed_in_brand(conn: Connection, brand_id: BrandId) -> list[Sealed]:
    return await fetch_all(conn, SQL["sealed_in_brand"], Sealed, brand_id)


async def any_sealed(conn: Connection) -> Sealed | None:
    return await fetch_one(conn, SQL["any_sealed"], Sealed)


async def set_secrets(conn: Connection, brand_id: BrandId, account_id: AccountId, secrets: bytes) -> None:
    await execute(conn, SQL["set_secrets"], brand_id, account_id, secrets)


async def kept_of(conn: Connection, brand_id: BrandId, account_id: AccountId) -> bytes | None:
    sealed: bytes | None = await fetch_value(conn, SQL["kept_of"], brand_id, account_id)
    return sealed


async def set_kept(conn: Connection, brand_id: BrandId, account_id: AccountId, kept: bytes) -> None:
    await execute(conn, SQL["set_kept"], brand_id, account_id, kept)


async def set_paused(
    conn: Connection, brand_id: BrandId, account_id: AccountId, reason: str
) -> AccountId | None:
    changed: AccountId | None = await fetch_value(conn, SQL["set_paused"], brand_id, account_id, reason)
    return changed


async def set_active(conn: Connection, brand_id: BrandId, account_id: AccountId) -> AccountId | None:
    changed: AccountId | None = await fetch_value(conn, SQL["set_active"], brand_id, account_id)
    return changed


async def set_removed(conn: Connection, brand_id: BrandId, account_id: AccountId) -> AccountId | None:
    changed: AccountId | None = await fetch_value(conn, SQL["set_removed"], brand_id, account_id)
    return changed


async def set_cursor(
    conn: Connection,
    brand_id: BrandId,
    account_id: AccountId,
    cursor: str | None,
    complete_until: datetime | None,
    now: datetime,
) -> None:
    await execute(conn, SQL["set_cursor"], brand_id, account_id, cursor, complete_until, now)


async def set_ok(
    conn: Connection, brand_id: BrandId, account_id: AccountId, now: datetime, stale: datetime
) -> bool | None:
    was_trouble: bool | None = await fetch_value(conn, SQL["set_ok"], brand_id, account_id, now, stale)
    return was_trouble


async def set_error(
    conn: Connection, brand_id: BrandId, account_id: AccountId, text: str, now: datetime
) -> None:
    await execute(conn, SQL["set_error"], brand_id, account_id, text, now)


async def set_send_error(
    conn: Connection, brand_id: BrandId, account_id: AccountId, text: str, now: datetime
) -> None:
    await execute(conn, SQL["set_send_error"], brand_id, account_id, text, now)


async def clear_send_error(conn: Connection, brand_id: BrandId, account_id: AccountId) -> int:
    return await execute(conn, SQL["clear_send_error"], brand_id, account_id)


async def loads(conn: Connection, brand_id: BrandId, cap: int) -> list[Load]:
    return await fetch_all(conn, SQL["loads"], Load, brand_id, cap)
