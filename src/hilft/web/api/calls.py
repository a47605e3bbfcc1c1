"""Calls: the list, the note of one, and when to call back."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from hilft import calls
from hilft.cases import written
from hilft.web.api import shapes, shaping
from hilft.web.api.cases import Limit, owner_of
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["calls"])


class CallItem(BaseModel):
    """One call. ``number``: of the other side, E.164, null where it was not shown; ``seconds``: how long people talked.

    ``case``: the code of the case it belongs to; ``customer``: whose number it is; ``call_back_due_at``: until when to
    call back, while nobody has.
    """

    id: UUID
    state: Literal["ringing", "talking", "ended", "missed"]
    incoming: bool
    number: str | None
    line: str
    customer: str | None
    agent: str | None
    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    seconds: int | None
    case: str | None
    note: str
    call_back_due_at: datetime | None


class CallPage(BaseModel):
    items: list[CallItem]
    next: str | None


class NoteBody(BaseModel):
    """``text``: what the caller said; ``case``: its code, null for a new one; ``code_spoken``: the caller said that code."""

    text: str = Field(max_length=100_000)
    case: str | None = Field(default=None, max_length=100)
    code_spoken: bool = False


class CallBackBody(BaseModel):
    """``minutes`` of opening hours from now."""

    minutes: int = Field(ge=1, le=10_080)


@router.get("/calls")
async def list_calls(
    conn: Conn,
    agent: SignedIn,
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 50,
) -> CallPage:
    """List calls, the newest first; ``next`` goes into the next ``after``."""
    found, following = await calls.page(conn, agent, after, limit)
    return CallPage(items=[_item(row) for row in found], next=following)


@router.get("/calls/{id}")
async def read_call(conn: Conn, agent: SignedIn, id: UUID) -> CallItem:  # noqa: A002 - the path's word
    """Give one call."""
    return _item(await calls.read(conn, agent, id))


@router.post("/calls/{id}/note")
async def write_note(
    tx: Tx,
    agent: SignedIn,
    house: InHouse,
    id: UUID,  # noqa: A002 - the path's word
    body: NoteBody,
) -> shapes.CaseState:
    """Give what the caller said to a case, or to a new one, as the customer's words; asked again, once."""
    case = await calls.take_note(
        tx, agent, id, body.text, body.case or None, house.now(), spoken=body.code_spoken
    )
    return shaping.case_state(case, await owner_of(tx.conn, agent, case))


@router.post("/calls/{id}/call-back")
async def ask_for_call_back(
    tx: Tx,
    agent: SignedIn,
    house: InHouse,
    id: UUID,  # noqa: A002 - the path's word
    body: CallBackBody,
) -> CallItem:
    """Ask for a call-back; asked again, its time moves."""
    await calls.ask_for_call_back(tx, agent, id, body.minutes, house.now())
    return _item(await calls.read(tx.conn, agent, id))


def _item(row: calls.CallRow) -> CallItem:
    return CallItem(
        id=row.id, state=row.state.value, incoming=row.incoming, number=row.number or None, line=row.line,
        customer=row.customer or None, agent=row.agent_name or None, rang_at=row.rang_at,
        answered_at=row.answered_at, ended_at=row.ended_at, seconds=row.seconds,
        case=written(row.code) if row.code else None, note=row.note, call_back_due_at=row.due_at,
    )  # fmt: skip
