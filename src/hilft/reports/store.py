"""All SQL of the figures."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hilft.db import Connection, execute, fetch_all, fetch_one, queries
from hilft.ids import AccountId, AgentId, BrandId, CaseId
from hilft.reports.counting import Promised, Rated, Spoken
from hilft.reports.history import Kept, Line

SQL = queries(__package__)


@dataclass(frozen=True, slots=True)
class Known:
    """An edition, as it is told from."""

    id: uuid.UUID
    zone: str
    ready_at: datetime | None


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition, as it is counted in; ``seen`` and ``upto`` are snapshots (PostgreSQL's ``pg_snapshot``)."""

    id: uuid.UUID
    zone: str
    seen: str
    upto: str | None
    after_xact: int
    after_line: uuid.UUID | None
    walked: uuid.UUID | None
    begun_at: datetime
    ready_at: datetime | None
    hours: dict[str, str]
    hours_upto: datetime | None


@dataclass(frozen=True, slots=True)
class Now:
    """What is visible now; ``foreign_to_us``: the snapshot before comes from another server."""

    seen: str
    foreign_to_us: bool


@dataclass(frozen=True, slots=True)
class Fresh:
    """A line of the timeline that is to be counted."""

    written_in: int
    id: uuid.UUID
    subject_id: uuid.UUID
    refs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CountedRow:
    case_id: CaseId
    counted: str


@dataclass(frozen=True, slots=True)
class SumRow:
    """One row of sums with its key."""

    series: int
    dimension: str
    grain: str
    day: date
    key: str
    buckets: list[int]
    counts: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One row of sums of a period: a day's, or a month's."""

    a_day: bool
    series: int
    day: date
    key: str
    buckets: list[int]
    counts: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class AgentName:
    id: AgentId
    name: str


async def editions(conn: Connection, brand_id: BrandId) -> list[Known]:
    return await fetch_all(conn, SQL["editions"], Known, brand_id)


async def lock_edition(conn: Connection, brand_id: BrandId, edition_id: uuid.UUID) -> Edition | None:
    return await fetch_one(conn, SQL["lock_edition"], Edition, brand_id, edition_id)


async def begin_edition(
    conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, zone: str, now: datetime
) -> None:
    await execute(conn, SQL["begin_edition"], brand_id, edition_id, zone, now)


async def keep_walk(
    conn: Connection,
    brand_id: BrandId,
    edition_id: uuid.UUID,
    walked: uuid.UUID | None,
    ready_at: datetime | None,
) -> None:
    await execute(conn, SQL["keep_walk"], brand_id, edition_id, walked, ready_at)


async def keep_place(
    conn: Connection,
    brand_id: BrandId,
    edition_id: uuid.UUID,
    upto: str,
    after_xact: int,
    after_line: uuid.UUID,
) -> None:
    await execute(conn, SQL["keep_place"], brand_id, edition_id, upto, after_xact, after_line)


async def keep_seen(conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, seen: str) -> None:
    await execute(conn, SQL["keep_seen"], brand_id, edition_id, seen)


async def keep_hours(
    conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, hours: dict[str, str], upto: datetime
) -> None:
    await execute(conn, SQL["keep_hours"], brand_id, edition_id, hours, upto)


async def account_ids(conn: Connection, brand_id: BrandId) -> list[AccountId]:
    return await fetch_all(conn, SQL["account_ids"], AccountId, brand_id)


async def drop_edition(conn: Connection, brand_id: BrandId, edition_id: uuid.UUID) -> None:
    await execute(conn, SQL["drop_edition"], brand_id, edition_id)


async def snapshot(conn: Connection, before: str) -> Now:
    found = await fetch_one(conn, SQL["snapshot"], Now, before)
    assert found is not None  # it asks no table
    return found


async def fresh_lines(
    conn: Connection,
    brand_id: BrandId,
    seen: str,
    upto: str,
    after_xact: int,
    after_line: uuid.UUID,
    limit: int,
) -> list[Fresh]:
    return await fetch_all(
        conn, SQL["fresh_lines"], Fresh, brand_id, seen, upto, after_xact, after_line, limit
    )


async def next_cases(conn: Connection, brand_id: BrandId, after: uuid.UUID, limit: int) -> list[CaseId]:
    return await fetch_all(conn, SQL["next_cases"], CaseId, brand_id, after, limit)


async def kept_of(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[Kept]:
    return await fetch_all(conn, SQL["kept_of"], Kept, brand_id, case_ids)


async def spoken_of(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[Spoken]:
    return await fetch_all(conn, SQL["spoken_of"], Spoken, brand_id, case_ids)


async def lines_of(
    conn: Connection, brand_id: BrandId, case_ids: list[CaseId], kinds: list[str]
) -> list[Line]:
    return await fetch_all(conn, SQL["lines_of"], Line, brand_id, case_ids, kinds)


async def promised_of(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[Promised]:
    return await fetch_all(conn, SQL["promised_of"], Promised, brand_id, case_ids)


async def rated_of(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[Rated]:
    return await fetch_all(conn, SQL["rated_of"], Rated, brand_id, case_ids)


async def counted(
    conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, case_ids: list[CaseId]
) -> list[CountedRow]:
    return await fetch_all(conn, SQL["counted"], CountedRow, brand_id, edition_id, case_ids)


async def keep_counted(
    conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, case_ids: list[CaseId], texts: list[str]
) -> None:
    await execute(conn, SQL["keep_counted"], brand_id, edition_id, case_ids, texts)


async def forget_counted(
    conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, case_ids: list[CaseId]
) -> None:
    await execute(conn, SQL["forget_counted"], brand_id, edition_id, case_ids)


async def sums_at(
    conn: Connection,
    brand_id: BrandId,
    edition_id: uuid.UUID,
    series: list[int],
    dimensions: list[str],
    grains: list[str],
    days: list[date],
    keys: list[str],
) -> list[SumRow]:
    return await fetch_all(
        conn, SQL["sums_at"], SumRow, brand_id, edition_id, series, dimensions, grains, days, keys
    )


async def save_sums(
    conn: Connection, brand_id: BrandId, edition_id: uuid.UUID, rows: list[dict[str, Any]]
) -> None:
    await execute(conn, SQL["save_sums"], brand_id, edition_id, rows)


async def drop_sums(
    conn: Connection,
    brand_id: BrandId,
    edition_id: uuid.UUID,
    series: list[int],
    dimensions: list[str],
    grains: list[str],
    days: list[date],
    keys: list[str],
) -> None:
    await execute(conn, SQL["drop_sums"], brand_id, edition_id, series, dimensions, grains, days, keys)


async def sums(
    conn: Connection,
    brand_id: BrandId,
    edition_id: uuid.UUID,
    series: list[int],
    dimension: str,
    first_month: date,
    last_month: date,
    before_first: date,
    before_last: date,
    behind_first: date,
    behind_last: date,
) -> list[PeriodRow]:
    return await fetch_all(
        conn, SQL["sums"], PeriodRow, brand_id, edition_id, series, dimension, first_month, last_month,
        before_first, before_last, behind_first, behind_last,
    )  # fmt: skip


async def agent_names(conn: Connection, brand_id: BrandId) -> list[AgentName]:
    return await fetch_all(conn, SQL["agent_names"], AgentName, brand_id)
