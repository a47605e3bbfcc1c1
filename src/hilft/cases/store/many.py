"""SQL for many messages at once: one statement does for all of them what `threads` and `ledger` do for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hilft.cases.model import Case, CaseState, Conversation, Known, Standing
from hilft.channels import Visibility
from hilft.db import Connection, execute, fetch_all, queries
from hilft.ids import AccountId, BrandId, CaseId, ConversationId, CustomerId, HandleId, MessageId

SQL = queries("hilft.cases")


@dataclass(frozen=True, slots=True)
class KnownAs(Known):
    """A known message and the name it was asked by."""

    called: str


@dataclass(frozen=True, slots=True)
class Part(Conversation):
    """A conversation of a case. ``heard``: a customer has said something in it."""

    heard: bool


@dataclass(frozen=True, slots=True)
class PrivateCases:
    """The case a private message of a customer could belong to, and their newest one."""

    customer_id: CustomerId
    fitting_id: CaseId | None
    newest_id: CaseId | None


@dataclass(frozen=True, slots=True)
class StandingIn(Standing):
    """How a case stands."""

    case_id: CaseId


async def messages_by_names(
    conn: Connection, brand_id: BrandId, scope: str, names: list[str]
) -> list[KnownAs]:
    return await fetch_all(conn, SQL["messages_by_names"], KnownAs, brand_id, scope, names)


async def conversations_by_ids(
    conn: Connection, brand_id: BrandId, ids: list[ConversationId]
) -> list[Conversation]:
    return await fetch_all(conn, SQL["conversations_by_ids"], Conversation, brand_id, ids)


async def parts_of_cases(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[Part]:
    return await fetch_all(conn, SQL["parts_of_cases"], Part, brand_id, case_ids)


async def cases_by_ids(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[Case]:
    return await fetch_all(conn, SQL["cases_by_ids"], Case, brand_id, case_ids)


async def private_cases_of(
    conn: Connection, brand_id: BrandId, customer_ids: list[CustomerId], solved_after: datetime
) -> list[PrivateCases]:
    return await fetch_all(conn, SQL["private_cases_of"], PrivateCases, brand_id, customer_ids, solved_after)


async def codes_there(conn: Connection, brand_id: BrandId, codes: list[str]) -> list[str]:
    return await fetch_all(conn, SQL["codes_there"], str, brand_id, codes)


async def insert_cases(
    conn: Connection,
    brand_id: BrandId,
    ids: list[CaseId],
    codes: list[str],
    handle_ids: list[HandleId],
    account_ids: list[AccountId],
    queue_at: list[datetime],
    opened_at: datetime,
    follows: list[CaseId | None],
) -> list[CaseId]:
    return await fetch_all(
        conn, SQL["insert_cases"], CaseId, brand_id, ids, codes, handle_ids, account_ids, queue_at, opened_at, follows
    )  # fmt: skip


async def open_conversations(
    conn: Connection,
    brand_id: BrandId,
    scope: str,
    ids: list[ConversationId],
    case_ids: list[CaseId],
    account_ids: list[AccountId],
    keys: list[str],
    visibilities: list[Visibility],
    partners: list[str],
    ats: list[datetime],
) -> list[Conversation]:
    return await fetch_all(
        conn, SQL["open_conversations"], Conversation, brand_id, scope, ids, case_ids, account_ids, keys, visibilities,
        partners, ats,
    )  # fmt: skip


async def insert_messages(conn: Connection, brand_id: BrandId, rows: list[dict[str, Any]]) -> int:
    return await execute(conn, SQL["insert_messages"], brand_id, rows)


async def name_messages(
    conn: Connection, brand_id: BrandId, scope: str, names: list[str], message_ids: list[MessageId]
) -> None:
    await execute(conn, SQL["name_messages"], brand_id, scope, names, message_ids)


async def standings_of(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[StandingIn]:
    return await fetch_all(conn, SQL["standings_of"], StandingIn, brand_id, case_ids)


async def save_cases(
    conn: Connection,
    brand_id: BrandId,
    ids: list[CaseId],
    states: list[CaseState],
    waiting_since: Sequence[datetime | None],
    queue_at: list[datetime],
    last_message_ids: Sequence[MessageId | None],
    last_message_at: Sequence[datetime | None],
    versions: list[int],
    waiting_for: list[str],
    risks: list[str],
    due_at: Sequence[datetime | None],
) -> None:
    await execute(
        conn, SQL["save_cases"], brand_id, ids, states, waiting_since, queue_at, last_message_ids, last_message_at,
        versions, waiting_for, risks, due_at,
    )  # fmt: skip
