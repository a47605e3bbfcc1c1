"""SQL of the case itself: what it is and what it adds up to."""

from datetime import datetime

from hilft.cases.model import Answered, Case, CaseState, Standing
from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import (
    AccountId,
    AgentId,
    BrandId,
    CaseId,
    ConversationId,
    CustomerId,
    HandleId,
    MessageId,
)

SQL = queries("hilft.cases")


async def insert_case(
    conn: Connection,
    brand_id: BrandId,
    case_id: CaseId,
    code: str,
    handle_id: HandleId,
    account_id: AccountId,
    queue_at: datetime,
    opened_at: datetime,
    follows_id: CaseId | None,
) -> CaseId | None:
    found: CaseId | None = await fetch_value(
        conn,
        SQL["insert_case"],
        brand_id,
        case_id,
        code,
        handle_id,
        account_id,
        queue_at,
        opened_at,
        follows_id,
    )
    return found


async def case_by_id(conn: Connection, brand_id: BrandId, case_id: CaseId) -> Case | None:
    return await fetch_one(conn, SQL["case_by_id"], Case, brand_id, case_id)


async def case_by_code(conn: Connection, brand_id: BrandId, code: str) -> Case | None:
    return await fetch_one(conn, SQL["case_by_code"], Case, brand_id, code)


async def cases_for_private(
    conn: Connection, brand_id: BrandId, customer_id: CustomerId, solved_after: datetime
) -> CaseId | None:
    found: CaseId | None = await fetch_value(
        conn, SQL["cases_for_private"], brand_id, customer_id, solved_after
    )
    return found


async def newest_case_of(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> CaseId | None:
    found: CaseId | None = await fetch_value(conn, SQL["newest_case_of"], brand_id, customer_id)
    return found


async def standing_of(conn: Connection, brand_id: BrandId, case_id: CaseId) -> Standing:
    standing = await fetch_one(conn, SQL["standing_of"], Standing, brand_id, case_id)
    assert standing is not None  # an aggregate always gives a row
    return standing


async def count_participants(conn: Connection, brand_id: BrandId, case_id: CaseId, customer: HandleId) -> int:
    count: int = await fetch_value(conn, SQL["count_participants"], brand_id, case_id, customer)
    return count


async def first_voice(conn: Connection, brand_id: BrandId, case_id: CaseId) -> HandleId | None:
    found: HandleId | None = await fetch_value(conn, SQL["first_voice"], brand_id, case_id)
    return found


async def set_settled(conn: Connection, brand_id: BrandId, case_id: CaseId, *, settled: bool) -> None:
    await execute(conn, SQL["set_settled"], brand_id, case_id, settled)


async def fix_customer(conn: Connection, brand_id: BrandId, case_id: CaseId) -> None:
    await execute(conn, SQL["fix_customer"], brand_id, case_id)


async def save_case(
    conn: Connection,
    brand_id: BrandId,
    case_id: CaseId,
    state: CaseState,
    owner_id: AgentId | None,
    waiting_since: datetime | None,
    snoozed_until: datetime | None,
    queue_at: datetime,
    solved_at: datetime | None,
    closed_at: datetime | None,
    last_message_id: MessageId | None,
    last_message_at: datetime | None,
    handle_id: HandleId,
    participants: int,
    version: int,
    joined_into_id: CaseId | None,
    priority: str,
    tags: list[str],
    waiting_for: str,
    risk: str,
    due_at: datetime | None,
) -> None:
    await execute(
        conn, SQL["save_case"], brand_id, case_id, state, owner_id, waiting_since, snoozed_until, queue_at,
        solved_at, closed_at, last_message_id, last_message_at, handle_id, participants, version, joined_into_id,
        priority, tags, waiting_for, risk, due_at,
    )  # fmt: skip


async def answered_by_people(
    conn: Connection, brand_id: BrandId, case_id: CaseId, since: datetime
) -> Answered:
    found = await fetch_one(conn, SQL["answered_by_people"], Answered, brand_id, case_id, since)
    assert found is not None  # a query without a table gives a row
    return found


async def cases_on_the_clock(conn: Connection, brand_id: BrandId, after: CaseId, limit: int) -> list[CaseId]:
    return await fetch_all(conn, SQL["cases_on_the_clock"], CaseId, brand_id, after, limit)


async def read_case(conn: Connection, brand_id: BrandId, case_id: CaseId) -> Case | None:
    return await fetch_one(conn, SQL["read_case"], Case, brand_id, case_id)


async def case_of_message(conn: Connection, brand_id: BrandId, message_id: MessageId) -> CaseId | None:
    found: CaseId | None = await fetch_value(conn, SQL["case_of_message"], brand_id, message_id)
    return found


async def gave_conversations(
    conn: Connection, brand_id: BrandId, case_id: CaseId, to: CaseId
) -> list[ConversationId]:
    return await fetch_all(conn, SQL["gave_conversations"], ConversationId, brand_id, case_id, to)


async def gave_notes(conn: Connection, brand_id: BrandId, case_id: CaseId, to: CaseId) -> int:
    return await execute(conn, SQL["gave_notes"], brand_id, case_id, to)
