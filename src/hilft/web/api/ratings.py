"""Satisfaction: what customers said after their case was solved, counted, and where they are asked."""

from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from hilft import accounts, cases, ratings, staff
from hilft.db import Connection
from hilft.hours import instant_of
from hilft.ids import AccountId, BrandId
from hilft.ratings import By, Settings, Verdict, Way
from hilft.web.api import shapes
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["satisfaction"])

Moment = Annotated[str, Query(max_length=100, description="An instant with Z or an offset (RFC 3339)")]


class RatingItem(BaseModel):
    """``verdict``: good or bad. ``via``: status or channel. ``seen_at``: when somebody who leads saw to it."""

    id: UUID
    case: str
    verdict: str
    text: str
    rated_at: shapes.Instant
    via: str
    account: str
    agent: str | None
    seen_at: shapes.Instant | None


class RatingPage(BaseModel):
    items: list[RatingItem]
    next: UUID | None


class CountItem(BaseModel):
    """``key``: the account's handle without ``@``, the agent's initials, a date, or empty. ``share``: good ones of all, 0 to 1."""

    key: str
    good: int
    bad: int
    share: float | None
    with_text: int
    asked: int


class Counts(BaseModel):
    items: list[CountItem]


class WayItem(BaseModel):
    """``account``: its id. ``way``: off, status (the status page) or channel (a private message, too)."""

    model_config = ConfigDict(extra="forbid")

    account: UUID
    way: Literal["off", "status", "channel"]


class Terms(BaseModel):
    """``wait_minutes``: how long a case must stay solved. ``every_days``: before the same customer is asked again."""

    model_config = ConfigDict(extra="forbid")

    wait_minutes: Annotated[int, Field(ge=-(2**31), lt=2**31)]
    every_days: Annotated[int, Field(ge=-(2**31), lt=2**31)]
    ways: list[WayItem] = Field(default_factory=list, max_length=200)


@router.get("/ratings")
async def list_ratings(
    conn: Conn,
    agent: SignedIn,
    verdict: Literal["good", "bad"] | None = None,
    unseen: Annotated[bool, Query()] = False,  # noqa: FBT002 - a query parameter
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RatingPage:
    """List what customers said, the newest first; ``unseen``: what nobody who leads has seen to."""
    wanted = Verdict(verdict) if verdict else None
    found = await ratings.ratings(
        conn, agent.brand_id, verdict=wanted, unseen=unseen, before=after, limit=limit + 1
    )
    items = [
        RatingItem(
            id=each.id, case=cases.written(each.code), verdict=each.verdict.value, text=each.text,
            rated_at=each.rated_at, via=each.via.value, account=each.account.removeprefix("@"),
            agent=each.initials, seen_at=each.seen_at,
        )
        for each in found[:limit]
    ]  # fmt: skip
    return RatingPage(items=items, next=found[limit - 1].id if len(found) > limit else None)


@router.get("/ratings/counts")
async def count(
    conn: Conn,
    agent: SignedIn,
    since: Annotated[str, Query(alias="from", max_length=100)],
    to: Moment,
    by: Literal["all", "account", "agent", "day"] = "all",
) -> Counts:
    """Count what was said from ``from`` to before ``to``. Days are those of the brand's zone.

    By ``agent`` whoever does not lead sees themselves only.
    """
    brand = await accounts.brand_by_id(conn, agent.brand_id)
    assert brand is not None  # a foreign key points here
    found = await ratings.counts(conn, agent.brand_id, instant_of(since), instant_of(to), By(by), brand.zone)
    if by == "agent" and not agent.leads:  # as the figures: who does not lead sees themselves
        found = [each for each in found if each.key == str(agent.id)]
    names = await _names(conn, agent.brand_id, By(by))
    return Counts(
        items=[
            CountItem(
                key=names.get(each.key, each.key), good=each.good, bad=each.bad,
                share=ratings.shares(each.good, each.bad), with_text=each.with_text, asked=each.asked,
            )
            for each in found
        ]
    )  # fmt: skip


@router.post("/ratings/{rating}/seen", status_code=HTTPStatus.NO_CONTENT)
async def see(tx: Tx, agent: SignedIn, house: InHouse, rating: UUID) -> None:
    """Say that somebody who leads has seen to a rating."""
    await ratings.see(tx, agent, rating, house.now())


@router.get("/ratings/terms")
async def terms(conn: Conn, agent: SignedIn) -> Terms:
    """Say where, when and how often customers are asked; an account that is missing asks on the status page."""
    found = await ratings.settings(conn, agent.brand_id)
    ways = [WayItem(account=account, way=way.value) for account, way in found.ways.items()]
    return Terms(wait_minutes=found.wait_minutes, every_days=found.every_days, ways=ways)


@router.put("/ratings/terms")
async def put_terms(tx: Tx, agent: SignedIn, house: InHouse, body: Terms) -> Terms:
    """Say where, when and how often customers are asked; an account that is not named stays as it is."""
    agent.check_leads()
    for each in body.ways:
        await accounts.account(tx.conn, agent.brand_id, AccountId(each.account))
    ways = {AccountId(each.account): Way(each.way) for each in body.ways}
    await ratings.save_settings(tx, agent, Settings(body.wait_minutes, body.every_days, ways), house.now())
    return await terms(tx.conn, agent)


async def _names(conn: Connection, brand_id: BrandId, by: By) -> dict[str, str]:
    if by is By.ACCOUNT:
        every = await accounts.accounts(conn, brand_id)
        return {str(each.id): each.handle.removeprefix("@") for each in every}
    if by is By.AGENT:
        return {str(each.id): each.initials for each in await staff.colleagues(conn, brand_id)}
    return {}
