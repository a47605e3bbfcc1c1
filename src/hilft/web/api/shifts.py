"""The week plan: who is to be here when, and where too few are."""

from datetime import date
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from hilft import accounts, board, staff
from hilft.accounts import Brand
from hilft.board import WeekPlan
from hilft.db import Connection
from hilft.staff import Agent, Week, Wish
from hilft.web.api import shapes
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx
from hilft.web.house import House

router = APIRouter(route_class=DeskRoute, tags=["shifts"])

OfWeek = Annotated[str, Query(max_length=100, description="ISO week, 2026-W48; empty: this week")]
Text = Annotated[str, Field(max_length=200)]


class ShiftBody(BaseModel):
    """``agent``: login or initials. ``start`` and ``end`` as 09:00; an end not after the start is on the next day."""

    model_config = ConfigDict(extra="forbid")

    agent: Text
    day: date
    start: Text
    end: Text


class ShiftsBody(BaseModel):
    """All shifts that start in the week."""

    model_config = ConfigDict(extra="forbid")

    items: list[ShiftBody] = Field(max_length=1000)


class ShiftItem(BaseModel):
    """``start`` and ``end`` on the wall's clock of ``zone``, the same as instants beside it."""

    id: UUID
    agent: str
    name: str
    initials: str
    day: date
    start: str
    end: str
    starts_at: shapes.Instant
    ends_at: shapes.Instant


class GapItem(BaseModel):
    """Hours ``from_hour`` to ``to_hour`` of a day in which ``planned`` agents are fewer than ``needed``.

    ``expected``: new cases in these hours.
    """

    day: date
    from_hour: int
    to_hour: int
    expected: float
    needed: int
    planned: float


class ShiftPlan(BaseModel):
    """``weeks``: of how many weeks what is expected is the average; ``per_hour``: cases one agent sees to in an hour."""

    week: str
    zone: str
    per_hour: float
    weeks: int
    items: list[ShiftItem]
    gaps: list[GapItem]


@router.get("/shifts")
async def show(conn: Conn, agent: SignedIn, house: InHouse, week: OfWeek = "") -> ShiftPlan:
    """Give the plan of a week with its gaps against what is expected."""
    brand = await _brand(conn, agent)
    return await _plan(conn, brand, _week(brand, house, week), house)


@router.put("/shifts")
async def put(tx: Tx, agent: SignedIn, house: InHouse, body: ShiftsBody, week: OfWeek = "") -> ShiftPlan:
    """Let these be the shifts of the week, all of them at once; team leads and administrators only."""
    agent.check_leads()
    brand = await _brand(tx.conn, agent)
    chosen = _week(brand, house, week)
    wishes = [await _wish(tx.conn, agent, each) for each in body.items]
    await staff.put_shifts(tx, agent, chosen, wishes, house.now())
    return await _plan(tx.conn, brand, chosen, house)


async def _wish(conn: Connection, agent: Agent, item: ShiftBody) -> Wish:
    colleague = await staff.find_agent(conn, agent.brand_id, item.agent)
    if colleague is None:
        raise staff.UnknownAgent(name=item.agent[:80] or "–")
    return staff.wish(colleague.id, item.day, item.start, item.end)


async def _brand(conn: Connection, agent: Agent) -> Brand:
    brand = await accounts.brand_by_id(conn, agent.brand_id)
    assert brand is not None  # an agent is of a brand
    return brand


def _week(brand: Brand, house: House, text: str) -> Week:
    return staff.read_week(text) if text else Week.of(house.now().astimezone(ZoneInfo(brand.zone)).date())


async def _plan(conn: Connection, brand: Brand, week: Week, house: House) -> ShiftPlan:
    return _said(brand, week, await board.staffing(conn, brand, week, house.now()))


def _said(brand: Brand, week: Week, plan: WeekPlan) -> ShiftPlan:
    zone = ZoneInfo(brand.zone)
    items = []
    for one in plan.shifts:
        starts_at, ends_at = one.instants(zone)
        items.append(
            ShiftItem(
                id=one.id, agent=one.login, name=one.name, initials=one.initials, day=one.day,
                start=one.start_text, end=one.end_text, starts_at=starts_at, ends_at=ends_at,
            )
        )  # fmt: skip
    gaps = [
        GapItem(
            day=each.day, from_hour=each.since, to_hour=each.until, expected=round(float(each.expected), 2),
            needed=each.needed, planned=round(float(each.planned), 2),
        )
        for each in plan.staffing.gaps
    ]  # fmt: skip
    return ShiftPlan(
        week=str(week), zone=brand.zone, per_hour=float(plan.staffing.per_hour), weeks=plan.staffing.weeks,
        items=items, gaps=gaps,
    )  # fmt: skip
