"""SQL of what agents read."""

import uuid
from datetime import UTC, datetime

from hilft.cases.model import Conversation
from hilft.cases.rows import (
    AttachmentRow,
    CaseLine,
    CountsOfAll,
    DraftRow,
    FoundRow,
    InboxFilter,
    InboxRow,
    LaidOut,
    MentionRow,
    NoteRow,
    Spoken,
    TimelineRow,
    UnsettledRow,
    View,
)
from hilft.channels import Visibility
from hilft.db import Connection, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AgentId, BrandId, CaseId, CustomerId, MessageId
from hilft.memory import Words

SQL = queries("hilft.cases")

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
LAST_ID = uuid.UUID(int=(1 << 128) - 1)
FIRST_ID = uuid.UUID(int=0)

_LIVE = "c.snoozed_until is null"
_VIEWS = {
    View.OPEN: (f"c.state = 'open' and {_LIVE}", "queue_at", "asc"),
    View.MINE: (f"c.state = 'open' and c.owner_id = $2 and {_LIVE}", "queue_at", "asc"),
    View.FREE: (f"c.state = 'open' and c.owner_id is null and {_LIVE}", "queue_at", "asc"),
    View.WAITING: (f"c.state = 'waiting' and {_LIVE}", "queue_at", "desc"),
    View.SNOOZED: ("c.snoozed_until is not null", "snoozed_until", "asc"),
    View.SOLVED: (f"c.state = 'solved' and {_LIVE}", "queue_at", "desc"),
    View.CLOSED: (f"c.state = 'closed' and {_LIVE}", "queue_at", "desc"),
    View.AT_RISK: (f"c.risk <> '' and {_LIVE}", "due_at", "asc"),
    View.ALL: ("true", None, "desc"),
}


_SIZES = (51, 201)
"How many rows the inbox query may ask for: written into it, because a plan for any number reads the whole table."


def inbox_sql(chosen: InboxFilter, size: int) -> str:
    """Compose the one dynamic query: $1 brand, $2 agent, $3 cursor time, $4 cursor id, $5 account."""
    condition, key, direction = _VIEWS[chosen.view]
    beyond = ">" if direction == "asc" else "<"
    account = "$5::uuid is null" if chosen.account_id is None else "c.account_id = $5"
    if key is None:
        position = f"($3::timestamptz is not null) and c.id {beyond} $4::uuid"
        order, outer = f"c.id {direction}", f"page.id {direction}"
    else:
        position = f"(c.{key}, c.id) {beyond} ($3::timestamptz, $4::uuid)"
        order, outer = (f"{t}.{key} {direction}, {t}.id {direction}" for t in ("c", "page"))
    return (
        f"{SQL['page_head']}\n and {condition} and {account} and {position}"
        f" and ($2::uuid is not null)\n order by {order} limit {size:d}\n{SQL['page_tail']}\n order by {outer}"
    )


async def inbox_page(
    conn: Connection,
    brand_id: BrandId,
    agent_id: AgentId,
    chosen: InboxFilter,
    after: tuple[datetime, uuid.UUID] | None,
    limit: int,
) -> list[InboxRow]:
    ascending = _VIEWS[chosen.view][2] == "asc"
    start = (datetime(1, 1, 1, tzinfo=UTC), FIRST_ID) if ascending else (END_OF_TIME, LAST_ID)
    at, last = after or start
    sql = inbox_sql(chosen, next(size for size in _SIZES if size >= limit))
    rows = await fetch_all(conn, sql, InboxRow, brand_id, agent_id, at, last, chosen.account_id)
    return rows[:limit]


async def count_cases(conn: Connection, brand_id: BrandId) -> CountsOfAll:
    counts = await fetch_one(conn, SQL["count_cases"], CountsOfAll, brand_id)
    assert counts is not None  # an aggregate always gives a row
    return counts


async def messages_before(
    conn: Connection, brand_id: BrandId, case_id: CaseId, at: datetime, before: MessageId, limit: int
) -> list[Spoken]:
    return await fetch_all(conn, SQL["messages_before"], Spoken, brand_id, case_id, at, before, limit)


async def html_of_message(conn: Connection, brand_id: BrandId, message_id: MessageId) -> LaidOut | None:
    return await fetch_one(conn, SQL["html_of_message"], LaidOut, brand_id, message_id)


async def attachments_of_messages(
    conn: Connection, brand_id: BrandId, message_ids: list[MessageId]
) -> list[AttachmentRow]:
    return await fetch_all(conn, SQL["attachments_of_messages"], AttachmentRow, brand_id, message_ids)


async def attachment_by_id(
    conn: Connection, brand_id: BrandId, attachment_id: uuid.UUID
) -> AttachmentRow | None:
    return await fetch_one(conn, SQL["attachment_by_id"], AttachmentRow, brand_id, attachment_id)


async def draft_attachments(
    conn: Connection, brand_id: BrandId, case_id: CaseId, agent_id: AgentId
) -> list[AttachmentRow]:
    return await fetch_all(conn, SQL["draft_attachments"], AttachmentRow, brand_id, case_id, agent_id)


async def first_words(conn: Connection, brand_id: BrandId, case_id: CaseId, limit: int) -> list[Words]:
    return await fetch_all(conn, SQL["first_words"], Words, brand_id, case_id, limit)


async def notes_of_case(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[NoteRow]:
    return await fetch_all(conn, SQL["notes_of_case"], NoteRow, brand_id, case_id)


async def history_of_case(
    conn: Connection, brand_id: BrandId, case_id: CaseId, limit: int
) -> list[TimelineRow]:
    return await fetch_all(conn, SQL["history_of_case"], TimelineRow, brand_id, case_id, limit)


async def mentioned_cases(
    conn: Connection,
    brand_id: BrandId,
    case_ids: list[uuid.UUID],
    message_ids: list[uuid.UUID],
    case_id: CaseId,
) -> list[MentionRow]:
    return await fetch_all(conn, SQL["mentioned_cases"], MentionRow, brand_id, case_ids, message_ids, case_id)


async def cases_of_customer(
    conn: Connection, brand_id: BrandId, customer_id: CustomerId, limit: int
) -> list[CaseLine]:
    return await fetch_all(conn, SQL["cases_of_customer"], CaseLine, brand_id, customer_id, limit)


async def find_words_before(
    conn: Connection, brand_id: BrandId, words: str, before: MessageId, limit: int
) -> list[FoundRow]:
    return await fetch_all(conn, SQL["find_words_before"], FoundRow, brand_id, words, before, limit)


async def count_words(conn: Connection, brand_id: BrandId, words: str) -> int:
    return await fetch_value(conn, SQL["count_words"], brand_id, words)


async def find_rare_words(conn: Connection, brand_id: BrandId, words: str, limit: int) -> list[FoundRow]:
    return await fetch_all(conn, SQL["find_rare_words"], FoundRow, brand_id, words, limit)


async def hits_before(
    conn: Connection, brand_id: BrandId, words: str, before: MessageId, limit: int
) -> list[MessageId]:
    return await fetch_all(conn, SQL["hits_before"], MessageId, brand_id, words, before, limit)


async def rare_hits(conn: Connection, brand_id: BrandId, words: str, limit: int) -> list[MessageId]:
    return await fetch_all(conn, SQL["rare_hits"], MessageId, brand_id, words, limit)


async def rank_hits(
    conn: Connection, brand_id: BrandId, words: str, hits: list[MessageId], limit: int
) -> list[FoundRow]:
    return await fetch_all(conn, SQL["rank_hits"], FoundRow, brand_id, words, hits, limit)


async def end_of_slice(conn: Connection, brand_id: BrandId, before: MessageId) -> MessageId | None:
    return await fetch_value(conn, SQL["end_of_slice"], brand_id, before)


async def find_people(conn: Connection, brand_id: BrandId, begins: str, limit: int) -> list[FoundRow]:
    return await fetch_all(conn, SQL["find_people"], FoundRow, brand_id, begins, limit)


async def drafts_of(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, case_id: CaseId
) -> list[DraftRow]:
    return await fetch_all(conn, SQL["drafts_of"], DraftRow, brand_id, agent_id, case_id)


async def newest_conversation(
    conn: Connection, brand_id: BrandId, case_id: CaseId, visibility: Visibility
) -> Conversation | None:
    return await fetch_one(conn, SQL["newest_conversation"], Conversation, brand_id, case_id, visibility)


async def unsettled_answers(
    conn: Connection, brand_id: BrandId, refused_since: datetime, limit: int
) -> list[UnsettledRow]:
    return await fetch_all(conn, SQL["unsettled_answers"], UnsettledRow, brand_id, refused_since, limit)


async def tags_in_use(conn: Connection, brand_id: BrandId) -> list[str]:
    return await fetch_all(conn, SQL["tags_in_use"], str, brand_id)
