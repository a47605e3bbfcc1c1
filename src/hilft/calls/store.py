"""All SQL of the calls."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hilft.calls.model import Call, Leg
from hilft.calls.rows import CallBackRow, CallerCase, CallRow
from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, AgentId, BrandId, CaseId, CustomerId, HandleId, MessageId

SQL = queries("hilft.calls")


@dataclass(frozen=True, slots=True)
class Extension:
    extension: str
    agent_id: AgentId


@dataclass(frozen=True, slots=True)
class CallBack:
    id: uuid.UUID
    case_id: CaseId | None
    due_at: datetime
    done_at: datetime | None


async def lock_calls(conn: Connection, brand_id: BrandId, account_id: AccountId) -> None:
    await execute(conn, SQL["lock_calls"], brand_id, account_id)


async def find_leg(
    conn: Connection, brand_id: BrandId, account_id: AccountId, leg_key: str
) -> uuid.UUID | None:
    found: uuid.UUID | None = await fetch_value(conn, SQL["find_leg"], brand_id, account_id, leg_key)
    return found


async def call_by_key(
    conn: Connection, brand_id: BrandId, account_id: AccountId, call_key: str
) -> Call | None:
    return await fetch_one(conn, SQL["call_by_key"], Call, brand_id, account_id, call_key)


async def call_by_id(conn: Connection, brand_id: BrandId, call_id: uuid.UUID) -> Call | None:
    return await fetch_one(conn, SQL["call_by_id"], Call, brand_id, call_id)


async def insert_call(
    conn: Connection,
    brand_id: BrandId,
    call_id: uuid.UUID,
    account_id: AccountId,
    call_key: str,
    incoming: bool,  # noqa: FBT001 - a column, in the order of the query
    number: str,
    line: str,
    rang_at: datetime,
) -> None:
    await execute(
        conn, SQL["insert_call"], brand_id, call_id, account_id, call_key, incoming, number, line, rang_at
    )


async def keep_leg(
    conn: Connection,
    brand_id: BrandId,
    account_id: AccountId,
    leg_key: str,
    call_id: uuid.UUID,
    rang_at: datetime | None,
    answered_at: datetime | None,
    ended_at: datetime | None,
    users: list[str],
    answered_by: list[str],
    cause: str,
) -> None:
    await execute(
        conn, SQL["keep_leg"], brand_id, account_id, leg_key, call_id, rang_at, answered_at, ended_at, users,
        answered_by, cause,
    )  # fmt: skip


async def legs_of_call(conn: Connection, brand_id: BrandId, call_id: uuid.UUID) -> list[Leg]:
    return await fetch_all(conn, SQL["legs_of_call"], Leg, brand_id, call_id)


async def move_legs(conn: Connection, brand_id: BrandId, call_id: uuid.UUID, to: uuid.UUID) -> None:
    await execute(conn, SQL["move_legs"], brand_id, call_id, to)


async def drop_call(conn: Connection, brand_id: BrandId, call_id: uuid.UUID) -> None:
    await execute(conn, SQL["drop_call"], brand_id, call_id)


async def drop_own_call_back(conn: Connection, brand_id: BrandId, call_id: uuid.UUID) -> uuid.UUID | None:
    dropped: uuid.UUID | None = await fetch_value(conn, SQL["drop_own_call_back"], brand_id, call_id)
    return dropped


async def save_call(
    conn: Connection,
    brand_id: BrandId,
    call_id: uuid.UUID,
    users: list[str],
    rang_at: datetime,
    answered_at: datetime | None,
    ended_at: datetime | None,
    agent_id: AgentId | None,
    number: str,
    line: str,
) -> None:
    await execute(
        conn, SQL["save_call"], brand_id, call_id, users, rang_at, answered_at, ended_at, agent_id, number, line
    )  # fmt: skip


async def agents_at(conn: Connection, brand_id: BrandId, extensions: list[str]) -> list[Extension]:
    return await fetch_all(conn, SQL["agents_at"], Extension, brand_id, extensions)


async def extensions_of(conn: Connection, brand_id: BrandId, agent_id: AgentId) -> list[str]:
    return await fetch_all(conn, SQL["extensions_of"], str, brand_id, agent_id)


async def drop_extensions(conn: Connection, brand_id: BrandId, agent_id: AgentId) -> None:
    await execute(conn, SQL["drop_extensions"], brand_id, agent_id)


async def put_extension(conn: Connection, brand_id: BrandId, extension: str, agent_id: AgentId) -> None:
    await execute(conn, SQL["put_extension"], brand_id, extension, agent_id)


async def set_agent(conn: Connection, brand_id: BrandId, call_id: uuid.UUID, agent_id: AgentId) -> None:
    await execute(conn, SQL["set_agent"], brand_id, call_id, agent_id)


async def set_case(
    conn: Connection, brand_id: BrandId, call_id: uuid.UUID, case_id: CaseId, message_id: MessageId | None
) -> None:
    await execute(conn, SQL["set_case"], brand_id, call_id, case_id, message_id)


async def save_note(
    conn: Connection, brand_id: BrandId, call_id: uuid.UUID, note: str, version: int, agent_id: AgentId
) -> int:
    return await execute(conn, SQL["save_note"], brand_id, call_id, note, version, agent_id)


async def put_away(conn: Connection, brand_id: BrandId, call_id: uuid.UUID, now: datetime) -> None:
    await execute(conn, SQL["put_away"], brand_id, call_id, now)


async def insert_call_back(
    conn: Connection,
    brand_id: BrandId,
    call_back_id: uuid.UUID,
    call_id: uuid.UUID,
    case_id: CaseId | None,
    due_at: datetime,
    now: datetime,
    agent_id: AgentId | None,
) -> uuid.UUID | None:
    """None: there is one already."""
    made: uuid.UUID | None = await fetch_value(
        conn, SQL["insert_call_back"], brand_id, call_back_id, call_id, case_id, due_at, now, agent_id
    )
    return made


async def call_back_of_call(conn: Connection, brand_id: BrandId, call_id: uuid.UUID) -> CallBack | None:
    return await fetch_one(conn, SQL["call_back_of_call"], CallBack, brand_id, call_id)


async def call_back_to_case(
    conn: Connection, brand_id: BrandId, call_back_id: uuid.UUID, case_id: CaseId
) -> None:
    await execute(conn, SQL["call_back_to_case"], brand_id, call_back_id, case_id)


async def call_back_done(
    conn: Connection, brand_id: BrandId, call_back_id: uuid.UUID, now: datetime, agent_id: AgentId
) -> CaseId | None:
    case_id: CaseId | None = await fetch_value(
        conn, SQL["call_back_done"], brand_id, call_back_id, now, agent_id
    )
    return case_id


async def call_back_exists(conn: Connection, brand_id: BrandId, call_back_id: uuid.UUID) -> uuid.UUID | None:
    found: uuid.UUID | None = await fetch_value(conn, SQL["call_back_exists"], brand_id, call_back_id)
    return found


async def call_backs_due(conn: Connection, brand_id: BrandId, limit: int) -> list[CallBackRow]:
    return await fetch_all(conn, SQL["call_backs_due"], CallBackRow, brand_id, limit)


async def calls_before(
    conn: Connection, brand_id: BrandId, at: datetime, call_id: uuid.UUID, limit: int
) -> list[CallRow]:
    return await fetch_all(conn, SQL["calls_before"], CallRow, brand_id, at, call_id, limit)


async def call_row(conn: Connection, brand_id: BrandId, call_id: uuid.UUID) -> CallRow | None:
    return await fetch_one(conn, SQL["call_row"], CallRow, brand_id, call_id)


async def cards(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, in_hand_since: datetime, ringing_since: datetime
) -> list[CallRow]:
    return await fetch_all(conn, SQL["cards"], CallRow, brand_id, agent_id, in_hand_since, ringing_since)


async def missed_hidden(conn: Connection, brand_id: BrandId, since: datetime, limit: int) -> list[CallRow]:
    return await fetch_all(conn, SQL["missed_hidden"], CallRow, brand_id, since, limit)


async def any_cards(
    conn: Connection, brand_id: BrandId, in_hand_since: datetime, ringing_since: datetime
) -> bool:
    found: bool = await fetch_value(conn, SQL["any_cards"], brand_id, in_hand_since, ringing_since)
    return found


async def handle_of_number(conn: Connection, brand_id: BrandId, number: str) -> HandleId | None:
    found: HandleId | None = await fetch_value(conn, SQL["handle_of_number"], brand_id, number)
    return found


async def last_cases(
    conn: Connection, brand_id: BrandId, customer_id: CustomerId, limit: int
) -> list[CallerCase]:
    return await fetch_all(conn, SQL["last_cases"], CallerCase, brand_id, customer_id, limit)


async def who_told_number(conn: Connection, brand_id: BrandId, written: str) -> list[CallerCase]:
    return await fetch_all(conn, SQL["who_told_number"], CallerCase, brand_id, written)


async def cases_of_number(conn: Connection, brand_id: BrandId, numbers: list[str]) -> list[CallerCase]:
    return await fetch_all(conn, SQL["cases_of_number"], CallerCase, brand_id, numbers)


async def cases_of_name(conn: Connection, brand_id: BrandId, begins: str) -> list[CallerCase]:
    return await fetch_all(conn, SQL["cases_of_name"], CallerCase, brand_id, begins)


async def who_talks(conn: Connection, brand_id: BrandId, since: datetime) -> list[AgentId]:
    return await fetch_all(conn, SQL["who_talks"], AgentId, brand_id, since)
