"""Plan a week; team leads and administrators do, everybody reads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from hilft.db import Connection, Transaction
from hilft.ids import BrandId, new_id
from hilft.staff.model import Agent
from hilft.staff.shifts import store
from hilft.staff.shifts.model import MOST, Shift, Week, Wish, check_apart
from hilft.staff.shifts.problems import (
    NoSuchShift,
    NothingToCopy,
    OutsideTheWeek,
    TooManyShifts,
    UnknownAgent,
)
from hilft.staff.store import colleagues

_DAY = timedelta(days=1)


async def shifts_of(
    conn: Connection, brand_id: BrandId, week: Week, *, day_before: bool = False
) -> list[Shift]:
    """Give the shifts that start in a week; ``day_before``: those of the Sunday before, too, which may reach into it."""
    first = week.days[0] - _DAY if day_before else week.days[0]
    return await store.shifts_between(conn, brand_id, first, week.days[-1])


async def put_shifts(
    tx: Transaction, agent: Agent, week: Week, wishes: Sequence[Wish], now: datetime
) -> list[Shift]:
    """Let these be the shifts of the week and no others.

    Raises ``OutsideTheWeek``, ``UnknownAgent``, ``TooManyShifts``, ``TwoShiftsAtOnce``; then nothing was changed.
    """
    return await _plan(tx, agent, week, wishes, now, instead=True)


async def add_shifts(
    tx: Transaction, agent: Agent, week: Week, wishes: Sequence[Wish], now: datetime
) -> list[Shift]:
    """Add shifts to those of the week; raises as `put_shifts`."""
    return await _plan(tx, agent, week, wishes, now, instead=False)


async def copy_week(tx: Transaction, agent: Agent, week: Week, now: datetime) -> list[Shift]:
    """Add the shifts of the week before, of whoever still works here; raises ``NothingToCopy``, and as `put_shifts`."""
    agent.check_leads()
    before = await shifts_of(tx.conn, agent.brand_id, week.later(-1))
    here = {each.id for each in await colleagues(tx.conn, agent.brand_id)}
    wishes = [
        replace(each.wish, day=each.day + timedelta(weeks=1)) for each in before if each.agent_id in here
    ]
    if not wishes:
        raise NothingToCopy(week=str(week.later(-1)))
    return await _plan(tx, agent, week, wishes, now, instead=False)


async def drop_shift(tx: Transaction, agent: Agent, shift_id: UUID) -> None:
    """Take a shift out of the plan; raises ``NoSuchShift``."""
    agent.check_leads()
    if not await store.drop_shift(tx.conn, agent.brand_id, shift_id):
        raise NoSuchShift
    tx.nudge(agent.brand_id, "staff")


async def _plan(
    tx: Transaction, agent: Agent, week: Week, wishes: Sequence[Wish], now: datetime, *, instead: bool
) -> list[Shift]:
    agent.check_leads()
    conn, brand_id = tx.conn, agent.brand_id
    for each in wishes:
        if each.day not in week.days:
            raise OutsideTheWeek(day=each.day.isoformat(), week=str(week))
    wanted = sorted({each.agent_id for each in wishes})
    there = await store.lock_planned(conn, brand_id, wanted)
    if len(there) < len(wanted):
        raise UnknownAgent(name="?")
    first, last = week.days[0] - _DAY, week.days[-1] + _DAY
    around = await store.shifts_between(conn, brand_id, first, last)
    stays = [each for each in around if not (instead and each.day in week.days)]
    if len(wishes) + sum(each.day in week.days for each in stays) > MOST:
        raise TooManyShifts(limit=MOST)
    names = {each.id: each.name for each in await colleagues(conn, brand_id)}
    # What stood there already is nobody's fault, so only those who are planned now are looked at.
    beside = [each.wish for each in stays if each.agent_id in there]
    check_apart([*beside, *wishes], names)
    if instead:
        await store.drop_between(conn, brand_id, week.days[0], week.days[-1])
    if wishes:
        await store.insert_shifts(
            conn, brand_id, [new_id() for _ in wishes], [each.agent_id for each in wishes],
            [each.day for each in wishes], [each.starts for each in wishes], [each.ends for each in wishes],
            agent.id, now,
        )  # fmt: skip
    tx.nudge(brand_id, "staff")
    return await shifts_of(conn, brand_id, week)
