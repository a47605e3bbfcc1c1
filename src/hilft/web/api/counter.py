"""The counter: what a customer said in a shop, given to a case."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from hilft import calls, counter
from hilft.cases import written
from hilft.ids import AccountId
from hilft.memory import Wish
from hilft.problems import NotFound
from hilft.web.api import shapes, shaping
from hilft.web.api.cases import owner_of
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx

router = APIRouter(route_class=DeskRoute, tags=["counter"])


class PromiseBody(BaseModel):
    """``text``: what was promised; ``due_at``: until when, with an offset."""

    text: str = Field(min_length=1, max_length=500)
    due_at: AwareDatetime


class CounterNote(BaseModel):
    """``text``: what the customer said; ``case``: its code, or ``name`` of somebody new.

    ``shop``: id of the account, without it the first; ``done``: the case is solved with it; ``promise``: where it stays
    open. ``id``: the same id again is the same visit.
    """

    text: str = Field(max_length=100_000)
    case: str | None = Field(default=None, max_length=100)
    name: str | None = Field(default=None, max_length=1000)
    shop: UUID | None = None
    done: bool = False
    promise: PromiseBody | None = None
    id: UUID | None = None


class FoundCase(BaseModel):
    """``about``: the customer's name, as far as known."""

    code: str
    state: str
    about: str
    opened_at: datetime


class FoundCases(BaseModel):
    items: list[FoundCase]


@router.get("/counter/search")
async def search_at_counter(
    conn: Conn, agent: SignedIn, q: Annotated[str, Query(max_length=500)] = ""
) -> FoundCases:
    """Find whoever stands there: by code (also as the address in a QR code), name, customer number, telephone or words."""
    found = await calls.search(conn, agent, counter.code_in(q) or q)
    return FoundCases(
        items=[
            FoundCase(code=written(each.code), state=each.state, about=each.text, opened_at=each.opened_at)
            for each in found
        ]
    )


@router.post("/counter/notes")
async def write_counter_note(tx: Tx, agent: SignedIn, house: InHouse, body: CounterNote) -> shapes.CaseState:
    """Give what a customer said at the counter to a case, or to a new one of somebody with a name."""
    known = {each.id for each in await counter.shops(tx.conn, agent.brand_id)}
    if body.shop is not None and body.shop not in known:
        raise NotFound
    promise = Wish(body.promise.text, body.promise.due_at) if body.promise else None
    case = await counter.keep(
        tx, agent, body.id or uuid4(), body.text, house.now(),
        code=body.case or None,
        name=body.name or "",
        shop=AccountId(body.shop) if body.shop else None,
        done=body.done,
        promise=promise,
    )  # fmt: skip
    return shaping.case_state(case, await owner_of(tx.conn, agent, case))
