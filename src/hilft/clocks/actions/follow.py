"""Bring clocks to what their case adds up to, write down what happened to them, say when to look again."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from hilft.clocks import store
from hilft.clocks.actions.target import targets_of
from hilft.clocks.model import (
    Calendar,
    Clock,
    ClockState,
    Facts,
    Kind,
    Mark,
    Measure,
    Target,
    Verdict,
    WallTime,
    advance,
    halt,
    started,
    target_for,
    timed,
    verdict,
)
from hilft.db import Connection, Transaction
from hilft.hours import Calendar as BusinessTime
from hilft.hours import NeverEnds, calendar_of
from hilft.ids import AccountId, BrandId, CaseId, new_id
from hilft.jobs import enqueue
from hilft.timeline import Subject, append

DUE = "clocks.due"
"The job that looks at a case again when the next of its clocks is to warn or is due; its key is the case's id."

_WALL = WallTime()
_WARN_BEFORE = timedelta(minutes=30)
"A clock with an instant of its own (a promise, a call-back) warns so long before it."


class _Endless:
    """Business time of somebody who never opens again: nothing is ever due."""

    def __init__(self, calendar: BusinessTime) -> None:
        self._calendar = calendar

    def minutes_between(self, start: datetime, end: datetime, /) -> Decimal:
        return self._calendar.minutes_between(start, end)

    def add(self, start: datetime, minutes: Decimal | int, /) -> datetime | None:
        try:
            return self._calendar.add(start, minutes)
        except NeverEnds:
            return None


async def having_clocks(conn: Connection, brand_id: BrandId, case_ids: Sequence[CaseId]) -> frozenset[CaseId]:
    """Give those of these cases that have anything to do with clocks.

    Most brands begin without targets, and then clocks cost nothing.
    """
    if await targets_of(conn, brand_id):
        return frozenset(case_ids)
    return frozenset(await store.cases_with_clocks(conn, brand_id, list(case_ids)))


async def follow(tx: Transaction, facts: Facts, now: datetime) -> Verdict:
    """Recompute every clock of a case whose row the transaction has locked; give what its row keeps of them.

    A brand without targets has no clocks. Writes to the timeline what started, paused, went on, stopped, and what came
    to be at risk or broken.
    """
    targets = await targets_of(tx.conn, facts.brand_id)
    before = await store.clocks_of_case(tx.conn, facts.brand_id, facts.case_id)
    if not targets and not before:
        return Verdict(Mark.FINE, None)
    wanted = {each.kind for each in targets} | {each.kind for each in before}
    clocks = [each for each in advance(before, facts, now, new_id) if each.kind in wanted]
    calendar = _Endless(await calendar_of(tx.conn, facts.brand_id, facts.account_id))
    after = [_timed(each, facts, targets, calendar, now) for each in clocks]
    known = {each.id: each for each in before}
    for clock in after:
        if clock != known.get(clock.id):
            await store.keep(tx.conn, facts.brand_id, facts.case_id, clock)
            await _tell(tx, facts, known.get(clock.id), clock, now)
    return await _look_again(tx, facts.brand_id, facts.case_id, after)


def _timed(clock: Clock, facts: Facts, targets: Sequence[Target], calendar: Calendar, now: datetime) -> Clock:
    """What has stopped keeps the target it was measured by."""
    if clock.state is ClockState.STOPPED and clock.minutes is not None and clock.measure is not None:
        return timed(clock, _own(clock), calendar if clock.measure is Measure.BUSINESS else _WALL, now)
    target = target_for(clock.kind, facts, targets)
    business = target is not None and target.measure is Measure.BUSINESS
    return timed(clock, target, calendar if business else _WALL, now)


def _own(clock: Clock) -> Target:
    assert clock.minutes is not None
    assert clock.measure is not None  # asked before
    return Target(clock.id, clock.kind, None, "", "", clock.minutes, clock.measure, 99)


async def _tell(tx: Transaction, facts: Facts, before: Clock | None, clock: Clock, now: datetime) -> None:
    said = []
    if before is None:
        said.append(("clock.started", clock.started_at))
    if before is None or before.state is not clock.state:
        if clock.state is ClockState.STOPPED:
            said.append(("clock.stopped", clock.ran_until[-1]))
        elif clock.state is ClockState.PAUSED:
            said.append(("clock.paused", clock.ran_until[-1]))
        elif before is not None:
            said.append(("clock.resumed", clock.ran_from[-1]))
    if clock.mark is not Mark.FINE and (before is None or before.mark is not clock.mark):
        said.append((f"clock.{clock.mark.value}", now))
    for kind, at in said:
        await append(
            tx.conn,
            facts.brand_id,
            Subject.CASE,
            facts.case_id,
            kind,
            at,
            clock=clock.id,
            of=clock.kind.value,
        )


async def _look_again(
    tx: Transaction, brand_id: BrandId, case_id: CaseId, clocks: Sequence[Clock]
) -> Verdict:
    looks = [clock.next_at for clock in clocks if clock.next_at is not None]
    if looks:
        await enqueue(tx, brand_id, DUE, {"case": str(case_id)}, min(looks), key=str(case_id))
    return verdict(clocks)


async def begin(
    tx: Transaction,
    brand_id: BrandId,
    case_id: CaseId,
    account_id: AccountId,
    kind: Kind,
    ref_id: uuid.UUID,
    now: datetime,
    due_at: datetime | None = None,
) -> Clock:
    """Start the clock of one thing, a promise or a call-back; the same ``ref_id`` again moves its due instant.

    Without ``due_at`` the brand's target says when it is due. Call `follow` afterwards, as after any change.
    """
    before = await store.clock_of_ref(tx.conn, brand_id, kind, ref_id)
    clock = before or replace(started(kind, account_id, now, new_id()), ref_id=ref_id)
    if due_at is not None:
        clock = replace(clock, fixed_due_at=due_at, warn_at=max(due_at - _WARN_BEFORE, clock.started_at))
    await store.keep(tx.conn, brand_id, case_id, clock)
    if before is None:
        await append(
            tx.conn, brand_id, Subject.CASE, case_id, "clock.started", now, clock=clock.id,
            of=kind.value,
        )  # fmt: skip
    return clock


async def end(
    tx: Transaction, brand_id: BrandId, kind: Kind, ref_id: uuid.UUID, at: datetime
) -> Clock | None:
    """Stop the clock of one thing; None when there is none. Call `follow` afterwards."""
    clock = await store.clock_of_ref(tx.conn, brand_id, kind, ref_id)
    if clock is None or clock.state is ClockState.STOPPED:
        return clock
    case_id = await store.case_of_clock(tx.conn, brand_id, clock.id)
    stopped = halt(clock, at, stop=True)
    if stopped.due_at is not None:
        stopped = replace(stopped, mark=Mark.BROKEN if stopped.due_at < at else Mark.FINE)
    assert case_id is not None  # the clock was found
    await store.keep(tx.conn, brand_id, case_id, stopped)
    await append(tx.conn, brand_id, Subject.CASE, case_id, "clock.stopped", at, clock=clock.id, of=kind.value)
    return stopped


async def clocks_of(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Clock]:
    """Give every clock of a case, the oldest first."""
    return await store.clocks_of_case(conn, brand_id, case_id)


def shown(clocks: Sequence[Clock]) -> list[Clock]:
    """Choose what a person needs to see: the newest clock of each kind, and every promise and call-back that runs."""
    newest: dict[object, Clock] = {}
    for clock in clocks:
        if clock.ref_id is None or clock.state is not ClockState.STOPPED:
            newest[clock.ref_id or clock.kind] = clock
    return [each for each in newest.values() if each.due_at is not None or each.minutes is not None]
