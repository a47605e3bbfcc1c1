"""How long things may take; how urgent a case is, what it is about, for whom it waits."""

import uuid
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from hilft import accounts, cases, clocks
from hilft.clocks import Kind, Measure, Target
from hilft.db import Connection
from hilft.ids import AccountId
from hilft.staff import Agent
from hilft.web.api import shapes, shaping
from hilft.web.api.cases import owner_of
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["clocks"])


class TargetItem(BaseModel):
    """One target: ``minutes`` of ``measure`` for ``kind``. ``account`` (its id), ``tag`` and ``priority`` narrow it.

    The narrowest target counts: more conditions first, then tag before priority before account.
    """

    kind: Literal["first_answer", "next_answer", "solution", "promise", "call_back"]
    minutes: Annotated[Decimal, Field(max_digits=12, decimal_places=3)]
    measure: Literal["business", "wall"] = "business"
    account: UUID | None = None
    tag: str = Field(default="", max_length=100)
    priority: str = Field(default="", pattern="^(low|normal|high|urgent)?$")
    warn_percent: int = Field(default=75, ge=1, le=99)


class Targets(BaseModel):
    items: list[TargetItem] = Field(max_length=200)


class PriorityBody(BaseModel):
    """``priority``: low, normal, high or urgent."""

    priority: str = Field(max_length=100)


class TagsBody(BaseModel):
    """``tags``: all the case is to have, in small letters."""

    tags: list[Annotated[str, Field(max_length=200)]] = Field(max_length=100)


class WaitBody(BaseModel):
    """``whom``: the third party, as colleagues call it."""

    whom: str = Field(max_length=200)


@router.get("/targets")
async def list_targets(conn: Conn, agent: SignedIn) -> Targets:
    """Give how long things may take."""
    return Targets(items=[_item(each) for each in await clocks.targets_of(conn, agent.brand_id)])


@router.put("/targets")
async def put_targets(tx: Tx, agent: SignedIn, house: InHouse, body: Targets) -> Targets:
    """Say how long things may take, all of it at once; running clocks are timed anew within seconds."""
    agent.check_leads()
    wanted = [await _target(tx.conn, agent, each) for each in body.items]
    await clocks.put_targets(tx, agent.brand_id, wanted, house.now())
    return Targets(items=[_item(each) for each in wanted])


@router.post("/cases/{code}/priority")
async def set_priority(
    tx: Tx, agent: SignedIn, house: InHouse, code: str, body: PriorityBody
) -> shapes.CaseState:
    """Say how urgent a case is."""
    case = await cases.set_priority(tx, agent, code, body.priority, house.now())
    return shaping.case_state(case, await owner_of(tx.conn, agent, case))


@router.post("/cases/{code}/tags")
async def set_tags(tx: Tx, agent: SignedIn, house: InHouse, code: str, body: TagsBody) -> shapes.CaseState:
    """Give a case these tags and no others."""
    case = await cases.set_tags(tx, agent, code, body.tags, house.now())
    return shaping.case_state(case, await owner_of(tx.conn, agent, case))


@router.post("/cases/{code}/wait-for")
async def wait_for(tx: Tx, agent: SignedIn, house: InHouse, code: str, body: WaitBody) -> shapes.CaseState:
    """Wait for a third party; the clocks pause until the customer writes or the case is taken up again."""
    case = await cases.wait_for(tx, agent, code, body.whom, house.now())
    return shaping.case_state(case, await owner_of(tx.conn, agent, case))


async def _target(conn: Connection, agent: Agent, item: TargetItem) -> Target:
    account_id = AccountId(item.account) if item.account else None
    if account_id is not None:
        await accounts.account(conn, agent.brand_id, account_id)
    tag = cases.read_tag(item.tag) if item.tag else ""
    return Target(
        uuid.uuid4(), Kind(item.kind), account_id, tag, item.priority, item.minutes, Measure(item.measure),
        item.warn_percent,
    )  # fmt: skip


def _item(target: Target) -> TargetItem:
    return TargetItem(
        kind=target.kind.value,
        minutes=target.minutes,
        measure=target.measure.value,
        account=target.account_id,
        tag=target.tag,
        priority=target.priority,
        warn_percent=target.warn_percent,
    )
