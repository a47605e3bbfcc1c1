"""How the desk stands this moment: the figures of the live board."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from hilft import accounts
from hilft.board import Figures
from hilft.web.api import shapes
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn
from hilft.web.board import look

router = APIRouter(route_class=DeskRoute, tags=["live"])


class OldestWaiting(BaseModel):
    """The case whose customer waits longest; ``minutes`` of all time."""

    code: str
    since: shapes.Instant
    minutes: float


class AccountWaiting(BaseModel):
    account: UUID
    channel: str
    handle: str
    waiting: int


class FirstAnswerToday(BaseModel):
    """First answers given since midnight, in minutes of ``measure``; null: nobody was answered, there is no target.

    ``p90_minutes``: within so many nine of ten were answered. ``with_target`` had a target, ``in_time`` of those kept it.
    """

    answers: int
    median_minutes: float | None
    p90_minutes: float | None
    measure: Literal["business", "wall"]
    target_minutes: float | None
    with_target: int
    in_time: int


class AgentNow(BaseModel):
    agent: UUID
    name: str
    initials: str
    presence: Literal["here", "away", "off"]
    reason: str
    since: shapes.Instant | None
    open: int


class ArrivalsLately(BaseModel):
    """New cases of the last 24 hours; ``usual``: of the same hours of the week, on average of ``weeks`` weeks."""

    last_24h: int
    usual: float | None
    weeks: int


class LiveFigures(BaseModel):
    """As they were ``at`` this instant, at most two seconds ago."""

    at: shapes.Instant
    open: int
    unassigned: int
    oldest_waiting: OldestWaiting | None
    waiting_now: int
    waiting: list[AccountWaiting]
    first_answer: FirstAnswerToday
    promises_due: int
    promises_missed: int
    agents_here: int
    agents: list[AgentNow]
    arrivals: ArrivalsLately


@router.get("/live")
async def live(conn: Conn, agent: SignedIn, house: InHouse) -> LiveFigures:
    """Give what the live board shows."""
    brand = await accounts.brand_by_id(conn, agent.brand_id)
    assert brand is not None  # an agent is of a brand
    return _said(await look(house, brand, conn))


def _said(found: Figures) -> LiveFigures:
    first = found.first_answer
    return LiveFigures(
        at=found.at,
        open=found.open,
        unassigned=found.free,
        oldest_waiting=_oldest(found),
        waiting_now=found.waiting_in_all,
        waiting=[
            AccountWaiting(
                account=each.account_id, channel=each.channel, handle=each.handle, waiting=each.waiting
            )
            for each in found.waiting
        ],
        first_answer=FirstAnswerToday(
            answers=first.answers,
            median_minutes=float(first.median) if first.median is not None else None,
            p90_minutes=float(first.p90) if first.p90 is not None else None,
            measure=first.measure.value,
            target_minutes=float(first.target) if first.target is not None else None,
            with_target=first.timed,
            in_time=first.in_time,
        ),
        promises_due=found.promises_due,
        promises_missed=found.promises_missed,
        agents_here=found.here,
        agents=_agents(found),
        arrivals=ArrivalsLately(
            last_24h=found.arrivals.count,
            usual=round(float(found.arrivals.usual), 2) if found.arrivals.usual is not None else None,
            weeks=found.arrivals.weeks,
        ),
    )


def _oldest(found: Figures) -> OldestWaiting | None:
    oldest = found.oldest
    if oldest is None:
        return None
    minutes = (found.at - oldest.waiting_since).total_seconds() / 60
    return OldestWaiting(code=oldest.written_code, since=oldest.waiting_since, minutes=round(minutes, 2))


def _agents(found: Figures) -> list[AgentNow]:
    return [
        AgentNow(
            agent=one.agent.id,
            name=one.agent.name,
            initials=one.agent.initials,
            presence=one.agent.presence.value,
            reason=one.agent.away_reason,
            since=one.agent.presence_at,
            open=one.open,
        )
        for one in found.agents
    ]
