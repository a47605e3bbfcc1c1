"""SQL of what the work loop does for cases."""

import uuid
from datetime import datetime

from hilft.cases.rows import ToFetch, ToReread
from hilft.db import Connection, execute, fetch_all, queries
from hilft.ids import AccountId, BrandId, CaseId, MessageId

SQL = queries("hilft.cases")


async def cases_to_wake(conn: Connection, brand_id: BrandId, now: datetime) -> list[CaseId]:
    return await fetch_all(conn, SQL["cases_to_wake"], CaseId, brand_id, now)


async def cases_to_close(conn: Connection, brand_id: BrandId, solved_before: datetime) -> list[CaseId]:
    return await fetch_all(conn, SQL["cases_to_close"], CaseId, brand_id, solved_before)


async def attachments_to_fetch(
    conn: Connection, brand_id: BrandId, since: datetime, limit: int
) -> list[ToFetch]:
    return await fetch_all(conn, SQL["attachments_to_fetch"], ToFetch, brand_id, since, limit)


async def erase_files(conn: Connection, brand_id: BrandId, message_ids: list[MessageId]) -> list[str]:
    return await fetch_all(conn, SQL["erase_files"], str, brand_id, message_ids)


async def contents_in_use(conn: Connection, brand_id: BrandId, contents: list[str]) -> list[str]:
    return await fetch_all(conn, SQL["contents_in_use"], str, brand_id, contents)


async def give_up_attachments(
    conn: Connection, brand_id: BrandId, before: datetime, error: str
) -> list[CaseId]:
    return await fetch_all(conn, SQL["give_up_attachments"], CaseId, brand_id, before, error)


async def keep_attachment(
    conn: Connection, brand_id: BrandId, attachment_id: uuid.UUID, sha256: str, size: int, content_type: str
) -> None:
    await execute(conn, SQL["keep_attachment"], brand_id, attachment_id, sha256, size, content_type)


async def refuse_attachment(
    conn: Connection, brand_id: BrandId, attachment_id: uuid.UUID, error: str
) -> None:
    await execute(conn, SQL["refuse_attachment"], brand_id, attachment_id, error)


async def messages_to_reread(
    conn: Connection, brand_id: BrandId, since: datetime, account_id: AccountId, limit: int
) -> list[ToReread]:
    return await fetch_all(conn, SQL["messages_to_reread"], ToReread, brand_id, since, account_id, limit)
