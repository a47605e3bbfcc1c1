"""Who is here, away or off; how the team works."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from hilft import accounts, staff
from hilft.db import Connection
from hilft.staff import Agent, Attendance, Presence, PresenceRules
from hilft.web.api import shapes
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["presence"])


class PresenceBody(BaseModel):
    """``reason``: one of the brand's, for ``away`` only."""

    model_config = ConfigDict(extra="forbid")

    presence: Literal["here", "away", "off"]
    reason: Annotated[str, Field(max_length=200)] = ""


class PresenceItem(BaseModel):
    """``by_itself``: the desk saw that they did nothing. ``since`` is null for who was never here."""

    agent: UUID
    login: str
    name: str
    initials: str
    presence: Literal["here", "away", "off"]
    reason: str
    by_itself: bool
    since: shapes.Instant | None


class PresenceList(BaseModel):
    items: list[PresenceItem]


class PresenceRulesBody(BaseModel):
    """How the team works.

    ``away_after_minutes`` without activity somebody is away, 0: never. ``routing``: free cases are given to those here;
    whoever has ``most_open`` open ones gets no more, 0: no end. ``per_hour``: new cases one agent sees to in an hour.
    """

    model_config = ConfigDict(extra="forbid")

    away_after_minutes: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] = 30
    reasons: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)]
    routing: bool = False
    most_open: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] = 0
    per_hour: Annotated[float, Field(allow_inf_nan=False)] = 6.0


@router.get("/presence")
async def list_presence(conn: Conn, agent: SignedIn) -> PresenceList:
    """Give the team, those here first."""
    return PresenceList(items=[_item(each) for each in await staff.presences(conn, agent.brand_id)])


@router.put("/presence")
async def set_presence(tx: Tx, agent: SignedIn, house: InHouse, body: PresenceBody) -> PresenceItem:
    """Be here, away or off: whose token it is."""
    language = await _language(tx.conn, agent)
    await staff.set_presence(tx, agent, Presence(body.presence), house.now(), body.reason, language)
    team = await staff.presences(tx.conn, agent.brand_id)
    return _item(next(each for each in team if each.id == agent.id))


@router.get("/presence/rules")
async def show_rules(conn: Conn, agent: SignedIn) -> PresenceRulesBody:
    """Give how the team works."""
    return _rules(await staff.presence_rules(conn, agent.brand_id, await _language(conn, agent)))


@router.put("/presence/rules")
async def put_rules(tx: Tx, agent: SignedIn, house: InHouse, body: PresenceRulesBody) -> PresenceRulesBody:
    """Say how the team works, all of it at once; team leads and administrators only."""
    wanted = PresenceRules(
        body.away_after_minutes,
        tuple(body.reasons),
        body.routing,
        body.most_open,
        Decimal(str(body.per_hour)),
    )
    return _rules(await staff.save_presence_rules(tx, agent, wanted, house.now()))


async def _language(conn: Connection, agent: Agent) -> str:
    brand = await accounts.brand_by_id(conn, agent.brand_id)
    return brand.language if brand else ""


def _item(one: Attendance) -> PresenceItem:
    return PresenceItem(
        agent=one.id,
        login=one.login,
        name=one.name,
        initials=one.initials,
        presence=one.presence.value,
        reason=one.away_reason,
        by_itself=one.away_by_itself,
        since=one.presence_at,
    )


def _rules(rules: PresenceRules) -> PresenceRulesBody:
    return PresenceRulesBody(
        away_after_minutes=rules.away_after,
        reasons=list(rules.reasons),
        routing=rules.giving,
        most_open=rules.most_open,
        per_hour=float(rules.per_hour),
    )
