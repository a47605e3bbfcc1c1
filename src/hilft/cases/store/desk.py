"""SQL of what agents write."""

import uuid
from datetime import datetime
from typing import Any

from hilft.cases.model import DraftKind
from hilft.cases.rows import AskedBefore, Form, NotedBefore, Target
from hilft.channels import Visibility
from hilft.db import Connection, execute, fetch_one, fetch_value, queries
from hilft.ids import AccountId, AgentId, BrandId, CaseId, ConversationId, HandleId, MessageId

SQL = queries("hilft.cases")


async def message_to_answer(
    conn: Connection, brand_id: BrandId, conversation_id: ConversationId, customer: HandleId
) -> Target | None:
    return await fetch_one(conn, SQL["message_to_answer"], Target, brand_id, conversation_id, customer)


async def insert_answer(
    conn: Connection,
    brand_id: BrandId,
    message_id: MessageId,
    conversation_id: ConversationId,
    case_id: CaseId,
    account_id: AccountId,
    scope: str,
    parent_name: str | None,
    visibility: Visibility,
    network_visibility: str,
    agent_id: AgentId,
    text: str,
    language: str,
    now: datetime,
    request_key: str | None,
    request_hash: str | None,
) -> None:
    await execute(
        conn, SQL["insert_answer"], brand_id, message_id, conversation_id, case_id, account_id, scope,
        parent_name, visibility, network_visibility, agent_id, text, language, now, request_key, request_hash,
    )  # fmt: skip


async def insert_automatic(
    conn: Connection,
    brand_id: BrandId,
    message_id: MessageId,
    conversation_id: ConversationId,
    case_id: CaseId,
    account_id: AccountId,
    scope: str,
    parent_name: str | None,
    visibility: Visibility,
    network_visibility: str,
    text: str,
    language: str,
    now: datetime,
) -> None:
    await execute(
        conn, SQL["insert_automatic"], brand_id, message_id, conversation_id, case_id, account_id, scope,
        parent_name, visibility, network_visibility, text, language, now,
    )  # fmt: skip


async def touch_conversation(
    conn: Connection, brand_id: BrandId, conversation_id: ConversationId, at: datetime
) -> None:
    await execute(conn, SQL["touch_conversation"], brand_id, conversation_id, at)


async def author_of_answer(conn: Connection, brand_id: BrandId, message_id: MessageId) -> AgentId | None:
    author: AgentId | None = await fetch_value(conn, SQL["author_of_answer"], brand_id, message_id)
    return author


async def answer_by_key(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, request_key: str
) -> AskedBefore | None:
    return await fetch_one(conn, SQL["answer_by_key"], AskedBefore, brand_id, agent_id, request_key)


async def withdraw_message(
    conn: Connection,
    brand_id: BrandId,
    message_id: MessageId,
    *,
    withdrawn: bool,
    look: bool = False,
) -> None:
    await execute(conn, SQL["withdraw_message"], brand_id, message_id, withdrawn, look)


async def record_sent(
    conn: Connection,
    brand_id: BrandId,
    message_id: MessageId,
    external_id: str,
    url: str | None,
    ref: dict[str, Any],
) -> None:
    await execute(conn, SQL["record_sent"], brand_id, message_id, external_id, url, ref)


async def drop_outside_twin(conn: Connection, brand_id: BrandId, message_id: MessageId) -> None:
    await execute(conn, SQL["drop_outside_twin"], brand_id, message_id)


async def drop_names(conn: Connection, brand_id: BrandId, message_id: MessageId) -> None:
    await execute(conn, SQL["drop_names"], brand_id, message_id)


async def drop_edits(conn: Connection, brand_id: BrandId, message_id: MessageId) -> None:
    await execute(conn, SQL["drop_edits"], brand_id, message_id)


async def drop_attachments(conn: Connection, brand_id: BrandId, message_id: MessageId) -> None:
    await execute(conn, SQL["drop_attachments"], brand_id, message_id)


async def insert_note(
    conn: Connection,
    brand_id: BrandId,
    note_id: uuid.UUID,
    case_id: CaseId,
    agent_id: AgentId,
    text: str,
    now: datetime,
    request_key: str | None,
) -> uuid.UUID | None:
    made: uuid.UUID | None = await fetch_value(
        conn, SQL["insert_note"], brand_id, note_id, case_id, agent_id, text, now, request_key
    )
    return made


async def note_by_key(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, request_key: str
) -> NotedBefore | None:
    return await fetch_one(conn, SQL["note_by_key"], NotedBefore, brand_id, agent_id, request_key)


async def save_draft(
    conn: Connection,
    brand_id: BrandId,
    agent_id: AgentId,
    case_id: CaseId,
    kind: DraftKind,
    text: str,
    version: int,
    now: datetime,
) -> int:
    kept: int = await fetch_value(
        conn, SQL["save_draft"], brand_id, agent_id, case_id, kind, text, version, now
    )
    return kept


async def drop_draft(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, case_id: CaseId, kind: DraftKind, now: datetime
) -> None:
    await execute(conn, SQL["drop_draft"], brand_id, agent_id, case_id, kind, now)


async def mark_seen(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, case_id: CaseId, now: datetime
) -> None:
    await execute(conn, SQL["mark_seen"], brand_id, agent_id, case_id, now)


async def insert_upload(
    conn: Connection,
    brand_id: BrandId,
    attachment_id: uuid.UUID,
    case_id: CaseId,
    agent_id: AgentId,
    kind: str,
    content_type: str,
    name: str,
    alt: str,
    sha256: str,
    size: int,
    now: datetime,
) -> None:
    await execute(
        conn, SQL["insert_upload"], brand_id, attachment_id, case_id, agent_id, kind, content_type, name, alt,
        sha256, size, now,
    )  # fmt: skip


async def drop_upload(
    conn: Connection, brand_id: BrandId, attachment_id: uuid.UUID, agent_id: AgentId
) -> int:
    return await execute(conn, SQL["drop_upload"], brand_id, attachment_id, agent_id)


async def describe_upload(
    conn: Connection, brand_id: BrandId, attachment_id: uuid.UUID, agent_id: AgentId, alt: str
) -> int:
    return await execute(conn, SQL["describe_upload"], brand_id, attachment_id, agent_id, alt)


async def attach_uploads(
    conn: Connection,
    brand_id: BrandId,
    case_id: CaseId,
    agent_id: AgentId,
    message_id: MessageId,
    attachment_ids: list[uuid.UUID],
) -> int:
    return await execute(conn, SQL["attach_uploads"], brand_id, case_id, agent_id, message_id, attachment_ids)


async def release_uploads(conn: Connection, brand_id: BrandId, message_id: MessageId) -> None:
    await execute(conn, SQL["release_uploads"], brand_id, message_id)


async def insert_form(
    conn: Connection,
    brand_id: BrandId,
    form_id: uuid.UUID,
    token_hash: bytes,
    case_id: CaseId,
    agent_id: AgentId,
    now: datetime,
    expires_at: datetime,
) -> None:
    await execute(conn, SQL["insert_form"], brand_id, form_id, token_hash, case_id, agent_id, now, expires_at)


async def form_by_token(conn: Connection, brand_id: BrandId, token_hash: bytes) -> Form | None:
    return await fetch_one(conn, SQL["form_by_token"], Form, brand_id, token_hash)


async def answer_form(
    conn: Connection,
    brand_id: BrandId,
    form_id: uuid.UUID,
    at: datetime,
    note_id: uuid.UUID,
    consent: bool,  # noqa: FBT001 - a column, in the order of the query
    consent_text: str,
) -> bool:
    sql = SQL["answer_form"]
    return await execute(conn, sql, brand_id, form_id, at, note_id, consent, consent_text) == 1
