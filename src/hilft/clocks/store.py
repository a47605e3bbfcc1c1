"""All SQL of the clocks."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hilft.clocks.model import Clock, ClockState, Kind, Mark, Measure, Target
from hilft.db import Connection, execute, fetch_all, fetch_one, fetch_value, queries
from hilft.ids import AccountId, BrandId, CaseId

SQL = queries("hilft.clocks")


@dataclass(frozen=True, slots=True)
class _Row:
    id: uuid.UUID
    kind: Kind
    ref_id: uuid.UUID | None
    account_id: AccountId
    state: ClockState
    started_at: datetime
    stopped_at: datetime | None
    ran_from: list[datetime]
    ran_until: list[datetime]
    minutes: Decimal | None
    measure: Measure | None
    fixed_due_at: datetime | None
    warn_at: datetime | None
    due_at: datetime | None
    mark: Mark

    def clock(self) -> Clock:
        return Clock(
            self.id, self.kind, self.ref_id, self.account_id, self.state, self.started_at, self.stopped_at,
            tuple(self.ran_from), tuple(self.ran_until), self.minutes, self.measure, self.fixed_due_at,
            self.warn_at, self.due_at, self.mark,
        )  # fmt: skip


async def targets(conn: Connection, brand_id: BrandId) -> list[Target]:
    return await fetch_all(conn, SQL["targets"], Target, brand_id)


async def insert_target(
    conn: Connection,
    brand_id: BrandId,
    target_id: uuid.UUID,
    kind: Kind,
    account_id: AccountId | None,
    tag: str,
    priority: str,
    minutes: Decimal,
    measure: Measure,
    warn_percent: int,
    now: datetime,
) -> None:
    await execute(
        conn, SQL["insert_target"], brand_id, target_id, kind, account_id, tag, priority, minutes, measure,
        warn_percent, now,
    )  # fmt: skip


async def drop_targets(conn: Connection, brand_id: BrandId) -> None:
    await execute(conn, SQL["drop_targets"], brand_id)


async def drop_target(conn: Connection, brand_id: BrandId, target_id: uuid.UUID) -> bool:
    return await execute(conn, SQL["drop_target"], brand_id, target_id) == 1


async def clocks_of_case(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Clock]:
    return [row.clock() for row in await fetch_all(conn, SQL["clocks_of_case"], _Row, brand_id, case_id)]


async def clock_of_ref(conn: Connection, brand_id: BrandId, kind: Kind, ref_id: uuid.UUID) -> Clock | None:
    row = await fetch_one(conn, SQL["clock_of_ref"], _Row, brand_id, kind, ref_id)
    return row.clock() if row else None


async def case_of_clock(conn: Connection, brand_id: BrandId, clock_id: uuid.UUID) -> CaseId | None:
    found: CaseId | None = await fetch_value(conn, SQL["case_of_clock"], brand_id, clock_id)
    return found


async def keep(conn: Connection, brand_id: BrandId, case_id: CaseId, clock: Clock) -> None:
    """Write a clock as it is now."""
    await save_clock(
        conn, brand_id, clock.id, case_id, clock.account_id, clock.kind, clock.ref_id, clock.state,
        clock.started_at, clock.stopped_at, list(clock.ran_from), list(clock.ran_until), clock.minutes,
        clock.measure, clock.fixed_due_at, clock.warn_at, clock.due_at, clock.mark,
    )  # fmt: skip


async def save_clock(
    conn: Connection,
    brand_id: BrandId,
    clock_id: uuid.UUID,
    case_id: CaseId,
    account_id: AccountId,
    kind: Kind,
    ref_id: uuid.UUID | None,
    state: ClockState,
    started_at: datetime,
    stopped_at: datetime | None,
    ran_from: list[datetime],
    ran_until: list[datetime],
    minutes: Decimal | None,
    measure: Measure | None,
    fixed_due_at: datetime | None,
    warn_at: datetime | None,
    due_at: datetime | None,
    mark: Mark,
) -> None:
    await execute(
        conn, SQL["save_clock"], brand_id, clock_id, case_id, account_id, kind, ref_id, state, started_at,
        stopped_at, ran_from, ran_until, minutes, measure, fixed_due_at, warn_at, due_at, mark,
    )  # fmt: skip


async def cases_with_clocks(conn: Connection, brand_id: BrandId, case_ids: list[CaseId]) -> list[CaseId]:
    return await fetch_all(conn, SQL["cases_with_clocks"], CaseId, brand_id, case_ids)
