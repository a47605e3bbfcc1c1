"""Customers: who they are, by which evidence their handles are one person's, and taking that back."""

from http import HTTPStatus
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from hilft import cases, customers
from hilft.customers import Evidence
from hilft.db import Connection
from hilft.ids import CustomerId
from hilft.staff import Agent
from hilft.web.api import shapes
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["customers"])


class HandleItem(BaseModel):
    id: UUID
    handle: str
    name: str
    scope: str
    gone: bool


class LinkItem(BaseModel):
    """Why two customers are one: ``secure_form``, ``code_spoken``, ``customer_number`` or ``agent``, best first."""

    id: UUID
    evidence: str
    reason: str
    linked_at: shapes.Instant


class CustomerDetail(BaseModel):
    """``id`` is the customer a linked one is part of now. ``cases``: the newest 50, by code."""

    id: UUID
    name: str
    handles: list[HandleItem]
    links: list[LinkItem]
    groups: list[str]
    cases: list[str]


class LinkBody(BaseModel):
    """``customer``: the id of the other one, or ``case``: the code of a case of theirs."""

    customer: UUID | None = None
    case: str = Field(default="", max_length=50)
    evidence: Literal["code_spoken", "customer_number", "agent"] = "agent"
    reason: str = Field(default="", max_length=2000)


@router.get("/customers/{customer_id}")
async def read_customer(conn: Conn, agent: SignedIn, customer_id: UUID) -> CustomerDetail:
    """Give a customer over all handles."""
    return await _detail(conn, agent, CustomerId(customer_id))


@router.get("/cases/{code}/customer")
async def read_customer_of_case(conn: Conn, agent: SignedIn, code: str) -> CustomerDetail:
    """Give the customer of a case."""
    return await _detail(conn, agent, await _of_case(conn, agent, code))


@router.post("/customers/{customer_id}/links", status_code=HTTPStatus.CREATED)
async def link(tx: Tx, agent: SignedIn, house: InHouse, customer_id: UUID, body: LinkBody) -> CustomerDetail:
    """Say that another customer is the same person; nothing moves, and it can be taken back at any time."""
    other = CustomerId(body.customer) if body.customer else await _of_case(tx.conn, agent, body.case)
    await customers.link(
        tx, agent.brand_id, CustomerId(customer_id), other, Evidence(body.evidence), house.now(),
        reason=body.reason, agent_id=agent.id,
    )  # fmt: skip
    return await _detail(tx.conn, agent, CustomerId(customer_id))


@router.delete("/customers/{customer_id}/links/{link_id}")
async def unlink(tx: Tx, agent: SignedIn, house: InHouse, customer_id: UUID, link_id: UUID) -> CustomerDetail:
    """Take a link back: every handle is whose it was, with all that came since."""
    await customers.unlink(tx, agent.brand_id, link_id, agent.id, house.now())
    return await _detail(tx.conn, agent, CustomerId(customer_id))


async def _of_case(conn: Connection, agent: Agent, code: str) -> CustomerId:
    case = await cases.find(conn, agent, code)
    return (await cases.customer_panel(conn, agent, case)).customer_id


async def _detail(conn: Connection, agent: Agent, customer_id: CustomerId) -> CustomerDetail:
    person = await customers.customer(conn, agent.brand_id, customer_id)
    handles = await customers.handles_of_customer(conn, agent.brand_id, person.id)
    links = await customers.links_of(conn, agent.brand_id, person.id)
    return CustomerDetail(
        id=person.id,
        name=person.name,
        handles=[
            HandleItem(
                id=each.id, handle=each.handle, name=each.display_name, scope=each.scope,
                gone=each.gone_at is not None,
            )
            for each in handles
        ],
        links=[
            LinkItem(id=each.id, evidence=each.evidence, reason=each.reason, linked_at=each.linked_at)
            for each in links
        ],
        groups=[each.name for each in await customers.groups_of(conn, agent.brand_id, person.id)],
        cases=[cases.written(each.code) for each in await cases.cases_of(conn, agent, person.id)],
    )  # fmt: skip
