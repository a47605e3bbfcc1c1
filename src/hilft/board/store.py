"""All SQL of the live board: it reads what others keep, and keeps arrivals by the hour."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hilft.board.model import AccountWaiting, Listed, Oldest
from hilft.db import Connection, execute, fetch_all, fetch_one, queries
from hilft.ids import AccountId, AgentId, BrandId, CaseId

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class Standing:
    open: int
    free: int
    promises_due: int
    promises_missed: int
    arrived: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The first and the last hour kept; None: none is."""

    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class HourRow:
    hour: datetime
    cases: int


async def standing(
    conn: Connection,
    brand_id: BrandId,
    due_before: datetime,
    missed_since: datetime,
    arrived_after: datetime,
    now: datetime,
) -> Standing:
    found = await fetch_one(
        conn, SQL["standing"], Standing, brand_id, due_before, missed_since, arrived_after, now
    )
    assert found is not None  # an aggregate always gives a row
    return found


async def oldest(conn: Connection, brand_id: BrandId) -> Oldest | None:
    return await fetch_one(conn, SQL["oldest"], Oldest, brand_id)


async def waiting_by_account(conn: Connection, brand_id: BrandId) -> list[AccountWaiting]:
    return await fetch_all(conn, SQL["waiting_by_account"], AccountWaiting, brand_id)


@dataclass(frozen=True, slots=True)
class Marked:
    """A case and how its clock stands."""

    case_id: CaseId
    mark: str


async def first_answer_marks(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[Marked]:
    return await fetch_all(conn, SQL["first_answer_marks"], Marked, brand_id, case_ids)


async def waiting_list(
    conn: Connection, brand_id: BrandId, account_id: AccountId | None, at: datetime, after: UUID, limit: int
) -> list[Listed]:
    return await fetch_all(conn, SQL["waiting_list"], Listed, brand_id, account_id, at, after, limit)


async def agent_list(
    conn: Connection, brand_id: BrandId, agent_id: AgentId, at: datetime, after: UUID, limit: int
) -> list[Listed]:
    return await fetch_all(conn, SQL["agent_list"], Listed, brand_id, agent_id, at, after, limit)


async def arrival_list(
    conn: Connection, brand_id: BrandId, since: datetime, at: datetime, before: UUID, limit: int
) -> list[Listed]:
    return await fetch_all(conn, SQL["arrival_list"], Listed, brand_id, since, at, before, limit)


async def promise_list(
    conn: Connection, brand_id: BrandId, due_before: datetime, at: datetime, after: UUID, limit: int
) -> list[Listed]:
    return await fetch_all(conn, SQL["promise_list"], Listed, brand_id, due_before, at, after, limit)


async def cases_listed(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[Listed]:
    return await fetch_all(conn, SQL["cases_listed"], Listed, brand_id, case_ids)


async def kept_from_to(conn: Connection, brand_id: BrandId) -> Kept:
    return await fetch_one(conn, SQL["kept_from_to"], Kept, brand_id) or Kept(None, None)


async def keep_arrivals(conn: Connection, brand_id: BrandId, start: datetime, end: datetime) -> None:
    await execute(conn, SQL["keep_arrivals"], brand_id, start, end)


async def forget_arrivals(conn: Connection, brand_id: BrandId, before: datetime) -> None:
    await execute(conn, SQL["forget_arrivals"], brand_id, before)


async def arrivals_before(conn: Connection, brand_id: BrandId, ends: list[datetime]) -> list[HourRow]:
    return await fetch_all(conn, SQL["arrivals_before"], HourRow, brand_id, ends)


async def arrivals_by_hour(
    conn: Connection, brand_id: BrandId, start: datetime, end: datetime
) -> list[HourRow]:
    return await fetch_all(conn, SQL["arrivals_by_hour"], HourRow, brand_id, start, end)
