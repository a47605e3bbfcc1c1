"""What an agent does with a case; each verb answers with what the case has become."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from hilft import cases
from hilft.cases import Case
from hilft.db import Transaction
from hilft.ids import MessageId
from hilft.staff import Agent
from hilft.web.api import shapes, shaping
from hilft.web.api.cases import owner_of
from hilft.web.api.edge import DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["actions"])


class HandOverBody(BaseModel):
    """``to``: login or initials of a colleague; ``text``: a note for them."""

    to: str = Field(max_length=200)
    text: str = Field(default="", max_length=100_000)


class SnoozeBody(BaseModel):
    until: AwareDatetime


class SplitBody(BaseModel):
    """``message``: id of a message somebody else wrote in the customer's thread."""

    message: UUID


@router.post("/cases/{code}/claim")
async def claim(tx: Tx, agent: SignedIn, house: InHouse, code: str) -> shapes.CaseState:
    """Take a free case; 409 names the colleague who was faster."""
    return await _answer(tx, agent, await cases.claim(tx, agent, code, house.now()))


@router.post("/cases/{code}/release")
async def release(tx: Tx, agent: SignedIn, house: InHouse, code: str) -> shapes.CaseState:
    """Give a case back to everybody."""
    return await _answer(tx, agent, await cases.release(tx, agent, code, house.now()))


@router.post("/cases/{code}/hand-over")
async def hand_over(
    tx: Tx, agent: SignedIn, house: InHouse, code: str, body: HandOverBody
) -> shapes.CaseState:
    """Give the case to a colleague, with a word."""
    return await _answer(tx, agent, await cases.hand_over(tx, agent, code, body.to, body.text, house.now()))


@router.post("/cases/{code}/snooze")
async def snooze(tx: Tx, agent: SignedIn, house: InHouse, code: str, body: SnoozeBody) -> shapes.CaseState:
    """Put the case away until a time, or until the customer writes."""
    until: datetime = body.until
    return await _answer(tx, agent, await cases.snooze(tx, agent, code, until, house.now()))


@router.post("/cases/{code}/solve")
async def solve(tx: Tx, agent: SignedIn, house: InHouse, code: str) -> shapes.CaseState:
    """Mark the case solved."""
    return await _answer(tx, agent, await cases.solve(tx, agent, code, house.now()))


@router.post("/cases/{code}/reopen")
async def reopen(tx: Tx, agent: SignedIn, house: InHouse, code: str) -> shapes.CaseState:
    """Open a solved or closed case again."""
    return await _answer(tx, agent, await cases.reopen(tx, agent, code, house.now()))


@router.post("/cases/{code}/close")
async def close(tx: Tx, agent: SignedIn, house: InHouse, code: str) -> shapes.CaseState:
    """Close a solved case."""
    return await _answer(tx, agent, await cases.close(tx, agent, code, house.now()))


@router.post("/cases/{code}/split", status_code=HTTPStatus.CREATED)
async def split(tx: Tx, agent: SignedIn, house: InHouse, code: str, body: SplitBody) -> shapes.CaseState:
    """Give a participant an own case, from this message on; answers with the new case."""
    case = await cases.split(tx, agent, code, MessageId(body.message), house.now())
    return await _answer(tx, agent, case)


async def _answer(tx: Transaction, agent: Agent, case: Case) -> shapes.CaseState:
    return shaping.case_state(case, await owner_of(tx.conn, agent, case))
