"""All SQL of the customers."""

import uuid
from datetime import datetime

from hilft.customers.model import Evidence, Group, GroupKind, Handle, Link, Person
from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AgentId, BrandId, CustomerId, HandleId

SQL = queries(__package__)


async def insert_handle(
    conn: Connection,
    brand_id: BrandId,
    handle_id: HandleId,
    scope: str,
    external_id: str,
    customer_id: CustomerId,
    handle: str,
    display_name: str,
    avatar_url: str | None,
    url: str | None,
    bot: bool,  # noqa: FBT001 - a column, in the order of the query
    local_id: str,
    now: datetime,
) -> Handle | None:
    return await fetch_one(
        conn, SQL["insert_handle"], Handle, brand_id, handle_id, scope, external_id, customer_id,
        handle, display_name, avatar_url, url, bot, local_id, now,
    )  # fmt: skip


async def insert_customer(
    conn: Connection, brand_id: BrandId, customer_id: CustomerId, name: str, now: datetime
) -> None:
    await execute(conn, SQL["insert_customer"], brand_id, customer_id, name, now)


async def update_handle(
    conn: Connection,
    brand_id: BrandId,
    scope: str,
    external_id: str,
    handle: str,
    display_name: str,
    avatar_url: str | None,
    url: str | None,
    bot: bool,  # noqa: FBT001 - a column, in the order of the query
    local_id: str,
    now: datetime,
) -> Handle | None:
    return await fetch_one(
        conn, SQL["update_handle"], Handle, brand_id, scope, external_id,
        handle, display_name, avatar_url, url, bot, local_id, now,
    )  # fmt: skip


async def insert_handles(
    conn: Connection,
    brand_id: BrandId,
    scope: str,
    ids: list[HandleId],
    customer_ids: list[CustomerId],
    external_ids: list[str],
    handles: list[str],
    display_names: list[str],
    avatar_urls: list[str | None],
    urls: list[str | None],
    bots: list[bool],
    local_ids: list[str],
    shown_names: list[str],
    now: datetime,
) -> list[Handle]:
    return await fetch_all(
        conn, SQL["insert_handles"], Handle, brand_id, scope, ids, customer_ids, external_ids, handles, display_names,
        avatar_urls, urls, bots, local_ids, shown_names, now,
    )  # fmt: skip


async def update_handles(
    conn: Connection,
    brand_id: BrandId,
    scope: str,
    external_ids: list[str],
    handles: list[str],
    display_names: list[str],
    avatar_urls: list[str | None],
    urls: list[str | None],
    bots: list[bool],
    local_ids: list[str],
    now: datetime,
) -> list[Handle]:
    return await fetch_all(
        conn, SQL["update_handles"], Handle, brand_id, scope, external_ids, handles, display_names, avatar_urls, urls,
        bots, local_ids, now,
    )  # fmt: skip


async def set_gone(conn: Connection, brand_id: BrandId, handle_id: HandleId, now: datetime) -> None:
    await execute(conn, SQL["set_gone"], brand_id, handle_id, now)


async def find_handle(conn: Connection, brand_id: BrandId, handle_id: HandleId) -> Handle | None:
    return await fetch_one(conn, SQL["find_handle"], Handle, brand_id, handle_id)


async def handles_of_customer(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> list[Handle]:
    return await fetch_all(conn, SQL["handles_of_customer"], Handle, brand_id, customer_id)


async def handles_to_picture(
    conn: Connection, brand_id: BrandId, since: datetime, limit: int
) -> list[Handle]:
    return await fetch_all(conn, SQL["handles_to_picture"], Handle, brand_id, since, limit)


async def keep_avatar(
    conn: Connection, brand_id: BrandId, handle_id: HandleId, avatar_url: str, blob: str
) -> None:
    await execute(conn, SQL["keep_avatar"], brand_id, handle_id, avatar_url, blob)


async def person(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> Person | None:
    return await fetch_one(conn, SQL["person"], Person, brand_id, customer_id)


async def lock_links(conn: Connection, brand_id: BrandId) -> None:
    await execute(conn, SQL["lock_links"], brand_id)


async def root_of(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> CustomerId | None:
    found: CustomerId | None = await fetch_value(conn, SQL["root_of"], brand_id, customer_id)
    return found


async def insert_link(
    conn: Connection,
    brand_id: BrandId,
    link_id: uuid.UUID,
    from_id: CustomerId,
    into_id: CustomerId,
    evidence: Evidence,
    reason: str,
    agent_id: AgentId | None,
    now: datetime,
) -> None:
    await execute(
        conn, SQL["insert_link"], brand_id, link_id, from_id, into_id, evidence, reason, agent_id, now
    )


async def find_link(conn: Connection, brand_id: BrandId, link_id: uuid.UUID) -> Link | None:
    return await fetch_one(conn, SQL["find_link"], Link, brand_id, link_id)


async def undo_link(
    conn: Connection, brand_id: BrandId, link_id: uuid.UUID, agent_id: AgentId | None, now: datetime
) -> None:
    await execute(conn, SQL["undo_link"], brand_id, link_id, agent_id, now)


async def links_below(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> list[Link]:
    return await fetch_all(conn, SQL["links_below"], Link, brand_id, customer_id)


async def give_handles(conn: Connection, brand_id: BrandId, top: CustomerId, root: CustomerId) -> None:
    await execute(conn, SQL["give_handles"], brand_id, top, root)


async def names_before(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> list[str]:
    return await fetch_all(conn, SQL["names_before"], str, brand_id, customer_id)


async def insert_group(
    conn: Connection, brand_id: BrandId, group_id: uuid.UUID, kind: GroupKind, name: str, now: datetime
) -> None:
    await execute(conn, SQL["insert_group"], brand_id, group_id, kind, name, now)


async def insert_member(
    conn: Connection, brand_id: BrandId, group_id: uuid.UUID, customer_id: CustomerId, now: datetime
) -> bool:
    return await execute(conn, SQL["insert_member"], brand_id, group_id, customer_id, now) == 1


async def drop_member(
    conn: Connection, brand_id: BrandId, group_id: uuid.UUID, customer_id: CustomerId
) -> int:
    dropped: int = await fetch_value(conn, SQL["drop_member"], brand_id, group_id, customer_id)
    return dropped


async def groups_of(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> list[Group]:
    return await fetch_all(conn, SQL["groups_of"], Group, brand_id, customer_id)
