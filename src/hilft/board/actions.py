"""One look at the desk, and the lists behind its figures."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from hilft import cases, clocks, staff
from hilft.accounts import Brand
from hilft.board import store
from hilft.board.model import (
    DAY,
    WEEKS,
    Figures,
    Lately,
    List,
    Listed,
    Load,
    first_answers,
    general_target,
    load,
    loads_of,
    usual,
    windows,
)
from hilft.board.staffing import Staffing, staffing_of
from hilft.clocks import Measure, Target
from hilft.db import Connection
from hilft.hours import calendar_of
from hilft.ids import AccountId, AgentId, BrandId
from hilft.staff import Shift, Week

_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
_FIRST_ID, _LAST_ID = UUID(int=0), UUID(int=2**128 - 1)
_MOST_ANSWERS = 500


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The shifts that start in a week, and whether they are enough."""

    shifts: tuple[Shift, ...]
    staffing: Staffing


async def figures(conn: Connection, brand: Brand, now: datetime) -> Figures:
    """Look at everything once; no question reads more than what is open now, today, or kept by the hour."""
    zone = ZoneInfo(brand.zone)
    today, tomorrow = _day_around(now, zone)
    standing = await store.standing(conn, brand.id, tomorrow, today, now - DAY, now)
    target = general_target(await clocks.targets_of(conn, brand.id))
    answered = await cases.first_answers(conn, brand.id, today)
    marked = await store.first_answer_marks(conn, brand.id, [each.case_id for each in answered])
    marks = {each.case_id: each.mark for each in marked}
    minutes = await _minutes(conn, brand.id, answered, target)
    team = await staff.presences(conn, brand.id)
    present = [each.id for each in team if each.presence is not staff.Presence.OFF]
    open_by_agent = await cases.open_loads(conn, brand.id, present)
    return Figures(
        at=now,
        open=standing.open,
        free=standing.free,
        oldest=await store.oldest(conn, brand.id),
        waiting=tuple(await store.waiting_by_account(conn, brand.id)),
        first_answer=first_answers(minutes, (marks.get(each.case_id) for each in answered), target),
        promises_due=standing.promises_due,
        promises_missed=standing.promises_missed,
        agents=loads_of(team, open_by_agent),
        arrivals=replace(await _usual(conn, brand.id, now, zone), count=standing.arrived),
    )


async def expected_load(conn: Connection, brand: Brand, now: datetime) -> Load:
    """Say what usually comes in at each hour of the week, from the weeks before."""
    hours = await store.arrivals_by_hour(conn, brand.id, now - timedelta(weeks=WEEKS), now)
    kept = await store.kept_from_to(conn, brand.id)
    return load({each.hour: each.cases for each in hours}, kept.first, now, ZoneInfo(brand.zone))


async def staffing(conn: Connection, brand: Brand, week: Week, now: datetime) -> WeekPlan:
    """Give a week's shifts, and how they meet what is expected while the brand is open."""
    calendar = await calendar_of(conn, brand.id)
    around = await staff.shifts_of(conn, brand.id, week, day_before=True)
    rules = await staff.presence_rules(conn, brand.id)
    compared = staffing_of(
        week, around, await expected_load(conn, brand, now), rules.per_hour, calendar.minutes_between,
        ZoneInfo(brand.zone), given=calendar.given,
    )  # fmt: skip
    return WeekPlan(tuple(each for each in around if each.day in week.days), compared)


async def listed(
    conn: Connection,
    brand: Brand,
    which: List,
    after: tuple[datetime, UUID] | None,
    limit: int,
    now: datetime,
    *,
    account_id: AccountId | None = None,
    agent_id: AgentId | None = None,
) -> list[Listed]:
    """Give a page of the cases behind a figure; ``after`` is time and id of the last one of the page before.

    Today's first answers come on one page, the slowest first, at most five hundred.
    """
    today, tomorrow = _day_around(now, ZoneInfo(brand.zone))
    at, last = after or (_EARLIEST, _FIRST_ID)
    if which is List.ANSWERS:
        return await _answers(conn, brand, today)
    if which is List.WAITING:
        return await store.waiting_list(conn, brand.id, account_id, at, last, limit)
    if which is List.PROMISES:
        return await store.promise_list(conn, brand.id, tomorrow, at, last, limit)
    if which is List.AGENT:
        assert agent_id is not None
        return await store.agent_list(conn, brand.id, agent_id, at, last, limit)
    at, last = after or (now, _LAST_ID)
    return await store.arrival_list(conn, brand.id, now - DAY, at, last, limit)


async def _answers(conn: Connection, brand: Brand, today: datetime) -> list[Listed]:
    target = general_target(await clocks.targets_of(conn, brand.id))
    answered = await cases.first_answers(conn, brand.id, today)
    minutes = await _minutes(conn, brand.id, answered, target)
    slow = sorted(zip(minutes, answered, strict=True), key=lambda pair: (-pair[0], pair[1].case_id))
    chosen = {each.case_id: (took, each) for took, each in slow[:_MOST_ANSWERS]}
    rows = {each.id: each for each in await store.cases_listed(conn, brand.id, list(chosen))}
    return [
        replace(rows[case_id], at=each.answered_at, minutes=took)
        for case_id, (took, each) in chosen.items()
        if case_id in rows
    ]


async def _minutes(
    conn: Connection, brand_id: BrandId, answered: list[cases.FirstAnswer], target: Target | None
) -> list[Decimal]:
    """Measure each answer as the target for every case does: in opening hours unless it says all time counts."""
    if target is not None and target.measure is Measure.WALL:
        return [_wall(each.answered_at - each.asked_at) for each in answered]
    accounts = {each.account_id for each in answered}
    calendars = {account_id: await calendar_of(conn, brand_id, account_id) for account_id in accounts}
    return [calendars[each.account_id].minutes_between(each.asked_at, each.answered_at) for each in answered]


def _wall(span: timedelta) -> Decimal:
    return Decimal(span // timedelta(microseconds=1)) / 60_000_000


async def _usual(conn: Connection, brand_id: BrandId, now: datetime, zone: ZoneInfo) -> Lately:
    ends = windows(now, zone)
    kept = await store.kept_from_to(conn, brand_id)
    hours = await store.arrivals_before(conn, brand_id, ends) if kept.first else []
    return usual({each.hour: each.cases for each in hours}, ends, kept.first)


def _day_around(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give the instants between which it is today on the wall's clock."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC)
