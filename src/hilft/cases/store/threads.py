"""SQL of threads: which message is this, and where does it belong."""

import uuid
from datetime import datetime

from hilft.cases.model import Conversation, Known
from hilft.channels import Visibility
from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, AgentId, BrandId, CaseId, ConversationId, CustomerId, HandleId, MessageId

SQL = queries("hilft.cases")


async def lock_scope(conn: Connection, brand_id: BrandId, scope: str) -> None:
    await execute(conn, SQL["lock_scope"], brand_id, scope)


async def message_by_names(conn: Connection, brand_id: BrandId, scope: str, names: list[str]) -> Known | None:
    return await fetch_one(conn, SQL["message_by_names"], Known, brand_id, scope, names)


async def message_by_id(conn: Connection, brand_id: BrandId, message_id: MessageId) -> Known | None:
    return await fetch_one(conn, SQL["message_by_id"], Known, brand_id, message_id)


async def conversations_by_keys(
    conn: Connection, brand_id: BrandId, scope: str, keys: list[str]
) -> list[Conversation]:
    return await fetch_all(conn, SQL["conversations_by_keys"], Conversation, brand_id, scope, keys)


async def conversation_by_id(
    conn: Connection, brand_id: BrandId, conversation_id: ConversationId
) -> Conversation | None:
    return await fetch_one(conn, SQL["conversation_by_id"], Conversation, brand_id, conversation_id)


async def conversations_of_case(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Conversation]:
    return await fetch_all(conn, SQL["conversations_of_case"], Conversation, brand_id, case_id)


async def move_notes(conn: Connection, brand_id: BrandId, goes: CaseId, stays: CaseId) -> list[uuid.UUID]:
    return await fetch_all(conn, SQL["move_notes"], uuid.UUID, brand_id, goes, stays)


async def only_ours(conn: Connection, brand_id: BrandId, conversation_id: ConversationId) -> bool:
    silent: bool = await fetch_value(conn, SQL["only_ours"], brand_id, conversation_id)
    return silent


async def private_words_elsewhere(
    conn: Connection, brand_id: BrandId, scope: str, key: str, customer_id: CustomerId, case_id: CaseId
) -> list[Conversation]:
    return await fetch_all(
        conn, SQL["private_words_elsewhere"], Conversation, brand_id, scope, key, customer_id, case_id
    )


async def private_words_of_others(
    conn: Connection, brand_id: BrandId, case_id: CaseId, customer_id: CustomerId
) -> list[Conversation]:
    return await fetch_all(conn, SQL["private_words_of_others"], Conversation, brand_id, case_id, customer_id)


async def move_attachments(conn: Connection, brand_id: BrandId, goes: CaseId, stays: CaseId) -> None:
    await execute(conn, SQL["move_attachments"], brand_id, goes, stays)


async def move_drafts(conn: Connection, brand_id: BrandId, goes: CaseId, stays: CaseId) -> None:
    await execute(conn, SQL["move_drafts"], brand_id, goes, stays)


async def open_conversation(
    conn: Connection,
    brand_id: BrandId,
    conversation_id: ConversationId,
    case_id: CaseId,
    account_id: AccountId,
    scope: str,
    thread_key: str,
    visibility: Visibility,
    partner: str,
    at: datetime,
) -> Conversation | None:
    return await fetch_one(
        conn, SQL["open_conversation"], Conversation, brand_id, conversation_id, case_id, account_id, scope,
        thread_key, visibility, partner, at,
    )  # fmt: skip


async def rekey_conversation(
    conn: Connection, brand_id: BrandId, conversation_id: ConversationId, thread_key: str
) -> None:
    await execute(conn, SQL["rekey_conversation"], brand_id, conversation_id, thread_key)


async def move_conversation(
    conn: Connection, brand_id: BrandId, conversation_id: ConversationId, case_id: CaseId
) -> None:
    await execute(conn, SQL["move_conversation"], brand_id, conversation_id, case_id)


async def move_messages_of_conversation(
    conn: Connection, brand_id: BrandId, conversation_id: ConversationId, case_id: CaseId
) -> None:
    await execute(conn, SQL["move_messages_of_conversation"], brand_id, conversation_id, case_id)


async def merge_messages(
    conn: Connection, brand_id: BrandId, gone: ConversationId, into: ConversationId, case_id: CaseId
) -> None:
    await execute(conn, SQL["merge_messages"], brand_id, gone, into, case_id)


async def merge_deliveries(
    conn: Connection, brand_id: BrandId, gone: ConversationId, into: ConversationId
) -> None:
    await execute(conn, SQL["merge_deliveries"], brand_id, gone, into)


async def drop_conversation(conn: Connection, brand_id: BrandId, conversation_id: ConversationId) -> None:
    await execute(conn, SQL["drop_conversation"], brand_id, conversation_id)


async def move_own_words(
    conn: Connection,
    brand_id: BrandId,
    conversation_id: ConversationId,
    author_id: HandleId,
    into: ConversationId,
    case_id: CaseId,
) -> None:
    await execute(conn, SQL["move_own_words"], brand_id, conversation_id, author_id, into, case_id)


async def taken_down_by(
    conn: Connection, brand_id: BrandId, message_id: MessageId, agent_id: AgentId
) -> None:
    await execute(conn, SQL["taken_down_by"], brand_id, message_id, agent_id)


async def name_message(
    conn: Connection, brand_id: BrandId, scope: str, names: list[str], message_id: MessageId
) -> None:
    await execute(conn, SQL["name_message"], brand_id, scope, names, message_id)


async def insert_attachment(
    conn: Connection,
    brand_id: BrandId,
    attachment_id: uuid.UUID,
    message_id: MessageId,
    case_id: CaseId,
    position: int,
    kind: str,
    content_type: str,
    name: str,
    alt: str,
    source_url: str,
    size: int | None,
    now: datetime,
    sha256: str | None,
) -> None:
    await execute(
        conn, SQL["insert_attachment"], brand_id, attachment_id, message_id, case_id, position, kind,
        content_type, name, alt, source_url, size, now, sha256,
    )  # fmt: skip


async def addressed_to_service(
    conn: Connection, brand_id: BrandId, message_id: MessageId, account_id: AccountId
) -> int:
    return await execute(conn, SQL["addressed_to_service"], brand_id, message_id, account_id)


async def case_to_service(conn: Connection, brand_id: BrandId, case_id: CaseId, account_id: AccountId) -> int:
    return await execute(conn, SQL["case_to_service"], brand_id, case_id, account_id)


async def wants_answer(conn: Connection, brand_id: BrandId, message_ids: list[MessageId]) -> int:
    return await execute(conn, SQL["wants_answer"], brand_id, message_ids)


async def answers_to(conn: Connection, brand_id: BrandId, scope: str, names: list[str]) -> list[Known]:
    return await fetch_all(conn, SQL["answers_to"], Known, brand_id, scope, names)


async def edit_message(
    conn: Connection, brand_id: BrandId, message_id: MessageId, text: str, edited_at: datetime
) -> int:
    return await execute(conn, SQL["edit_message"], brand_id, message_id, text, edited_at)


async def keep_edit(
    conn: Connection,
    brand_id: BrandId,
    edit_id: uuid.UUID,
    message_id: MessageId,
    text: str,
    written_at: datetime,
) -> None:
    await execute(conn, SQL["keep_edit"], brand_id, edit_id, message_id, text, written_at)


async def hide_message(
    conn: Connection, brand_id: BrandId, message_id: MessageId, deleted_at: datetime
) -> int:
    return await execute(conn, SQL["hide_message"], brand_id, message_id, deleted_at)


async def erase_deleted(
    conn: Connection, brand_id: BrandId, before: datetime, now: datetime
) -> list[MessageId]:
    return await fetch_all(conn, SQL["erase_deleted"], MessageId, brand_id, before, now)
