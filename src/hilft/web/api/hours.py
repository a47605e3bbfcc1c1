"""Opening hours: open now, until when, when again; business time between and onwards; writing them down."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from hilft import accounts, clocks, hours
from hilft.db import Connection
from hilft.hours import Calendar
from hilft.ids import AccountId
from hilft.staff import Agent
from hilft.web.api import shapes
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["hours"])

_LONGEST = 300
_RFC_3339 = "An instant with Z or an offset, 2026-11-23T09:00:00+01:00 (RFC 3339)"

Of = Annotated[
    str, Query(max_length=_LONGEST, description="Handle of an account, without @; empty: the brand")
]
At = Annotated[str, Query(max_length=100, description=f"{_RFC_3339}; empty: now")]
From = Annotated[str, Query(alias="from", max_length=100, description=_RFC_3339)]
To = Annotated[str, Query(max_length=100, description=_RFC_3339)]
Minutes = Annotated[str, Query(max_length=100, description="0 or more, also parts: 7.5")]

Text = Annotated[str, Field(max_length=100)]
Intervals = Annotated[list[list[Text]], Field(description='[["09:00", "12:30"], …]', max_length=100)]


class OpenState(BaseModel):
    """``until``: the first closed instant after, while open. ``next_open``: the next opening. Null: there is none."""

    open: bool
    until: shapes.Instant | None
    next_open: shapes.Instant | None


class BusinessMinutes(BaseModel):
    """``minutes``: an exact decimal, written out in full."""

    minutes: float


class Deadline(BaseModel):
    instant: shapes.Instant


class HoursBody(BaseModel):
    """Opening hours. ``weekly`` by ``mon`` to ``sun``; an end that is not after its start is on the next day.

    ``half_day_ends`` cuts that day's intervals; ``exceptions`` say all there is on a date, no interval: closed.
    ``own_holidays`` are closed every year, ``open_holidays`` are none here. ``valid_from``: the first date on which
    this holds; absent, this is all there is.
    """

    model_config = ConfigDict(extra="forbid")

    zone: Text
    weekly: dict[Text, Intervals] = Field(default_factory=dict)
    holidays: Text | None = None
    half_day_ends: dict[Text, Text] = Field(default_factory=dict)
    exceptions: dict[Text, Intervals] = Field(default_factory=dict)
    own_holidays: list[Text] = Field(default_factory=list, max_length=400)
    open_holidays: list[Text] = Field(default_factory=list, max_length=400)
    valid_from: Text | None = None


class HoursVersion(HoursBody):
    id: UUID
    created_at: shapes.Instant


class HoursVersions(BaseModel):
    items: list[HoursVersion]


@router.get("/hours")
async def ask(conn: Conn, agent: SignedIn, house: InHouse, account: Of = "", at: At = "") -> OpenState:
    """Say whether it is open, until when, and when it opens next."""
    asked = hours.instant_of(at) if at else house.now()
    state = (await _calendar(conn, agent, account)).state(asked)
    return OpenState(open=state.open, until=state.until, next_open=state.next_open)


@router.get("/hours/business-minutes", response_model=BusinessMinutes)
async def business_minutes(conn: Conn, agent: SignedIn, start: From, to: To, account: Of = "") -> Response:
    """Give the minutes of real open time between two instants."""
    calendar = await _calendar(conn, agent, account)
    minutes = calendar.minutes_between(hours.instant_of(start), hours.instant_of(to))
    # A float would be a rounded one; the number is written as it is.
    return Response(f'{{"minutes":{_plain(minutes)}}}', media_type="application/json")


@router.get("/hours/add")
async def add(conn: Conn, agent: SignedIn, start: From, minutes: Minutes, account: Of = "") -> Deadline:
    """Give the instant by which so many business minutes have passed."""
    calendar = await _calendar(conn, agent, account)
    found: datetime = calendar.add(hours.instant_of(start), hours.minutes_of(minutes))
    return Deadline(instant=found)


@router.get("/hours/versions")
async def list_versions(conn: Conn, agent: SignedIn, account: Of = "") -> HoursVersions:
    """Give what was written down for this account itself (or the brand), the first version first."""
    found = await hours.versions(conn, agent.brand_id, await _account_id(conn, agent, account))
    return HoursVersions(items=[_version(each) for each in found])


@router.put("/hours")
async def put(tx: Tx, agent: SignedIn, house: InHouse, body: HoursBody, account: Of = "") -> HoursVersion:
    """Write opening hours down, for the brand or for one account; the next question knows them."""
    agent.check_leads()
    account_id = await _account_id(tx.conn, agent, account)
    written = await hours.put_hours(tx, agent.brand_id, account_id, body.model_dump(), house.now())
    await clocks.replan(tx, agent.brand_id, house.now())
    return _version(written)


async def _calendar(conn: Connection, agent: Agent, handle: str) -> Calendar:
    return await hours.calendar_of(conn, agent.brand_id, await _account_id(conn, agent, handle))


async def _account_id(conn: Connection, agent: Agent, handle: str) -> AccountId | None:
    if not handle:
        return None
    return (await accounts.account_by_handle(conn, agent.brand_id, handle)).id


def _version(found: hours.Version) -> HoursVersion:
    document: dict[str, Any] = hours.document_of(found.hours)
    return HoursVersion(id=found.id, created_at=found.created_at, **document)


def _plain(number: Decimal) -> str:
    whole = number.to_integral_value()
    return str(int(whole)) if whole == number else f"{number:f}".rstrip("0")
