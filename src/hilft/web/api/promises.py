"""What was promised: the team's list, and how each one ended."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from hilft import cases, memory
from hilft.cases import written
from hilft.memory import ListedPromise, Promise, PromiseState
from hilft.web.api.edge import Conn, DeskRoute, InHouse, SignedIn, Tx
from hilft.web.api.shapes import Instant

router = APIRouter(route_class=DeskRoute, tags=["promises"])

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(9999, 1, 1, tzinfo=UTC)
_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)


class PromiseItem(BaseModel):
    """A promise of the team; ``looks_kept``: a later answer went out in time, a person has to say so."""

    id: UUID
    code: str
    customer: str
    agent: str
    text: str
    due_at: Instant
    state: str
    looks_kept: bool
    settled_at: Instant | None
    how: str


class PromisePage(BaseModel):
    items: list[PromiseItem]
    next: str | None


class PromiseEnd(BaseModel):
    """How it was kept, or why it was broken; may stay empty."""

    how: str = Field(default="", max_length=500)


class PromiseEnded(BaseModel):
    id: UUID
    state: str
    text: str
    due_at: Instant
    settled_at: Instant | None
    how: str


class Rates(BaseModel):
    """Promises due in a span of time; ``kept_rate`` is the share kept of those that ended, null when none has."""

    made: int
    kept: int
    broken: int
    open: int
    kept_rate: float | None


@router.get("/promises")
async def list_promises(
    conn: Conn,
    agent: SignedIn,
    state: Annotated[str, Query(pattern="^(open|kept|broken)$")] = "open",
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PromisePage:
    """List promises: open ones by when they are due, ended ones the last due first; ``next`` goes into ``after``."""
    wanted = PromiseState(state)
    if wanted is PromiseState.OPEN:
        at, one = _place(after, _EPOCH, _FIRST)
        found = await memory.due_promises(conn, agent.brand_id, at, one, limit + 1)
    else:
        at, one = _place(after, _END, _LAST)
        found = await memory.ended_promises(conn, agent.brand_id, [wanted], at, one, limit + 1)
    rows = found[:limit]
    following = _cursor(rows[-1]) if len(found) > limit else None
    return PromisePage(items=[_item(row) for row in rows], next=following)


@router.get("/promises/rates")
async def promise_rates(
    conn: Conn,
    agent: SignedIn,
    house: InHouse,
    days: Annotated[int, Query(ge=1, le=366)] = 28,
) -> Rates:
    """Count the promises that were due in the last days, and how they ended."""
    now = house.now()
    found = await memory.promise_rates(conn, agent.brand_id, now - timedelta(days=days), now)
    return Rates(
        made=found.made, kept=found.kept, broken=found.broken, open=found.open, kept_rate=found.kept_rate
    )


@router.get("/cases/{code}/promises")
async def promises_of_case(conn: Conn, agent: SignedIn, code: str) -> list[PromiseEnded]:
    """List what was promised in a case, the first due first."""
    case = await cases.find(conn, agent, code)
    return [_ended(each) for each in await memory.promises_of(conn, agent.brand_id, case.id)]


@router.post("/promises/{promise}/kept")
async def kept(tx: Tx, agent: SignedIn, house: InHouse, promise: UUID, body: PromiseEnd) -> PromiseEnded:
    """Say that a promise was kept, and how."""
    found = await memory.promise_by_id(tx.conn, agent.brand_id, promise)
    return _ended(await memory.settle_promise(tx, agent, found, PromiseState.KEPT, body.how, house.now()))


@router.post("/promises/{promise}/broken")
async def broken(tx: Tx, agent: SignedIn, house: InHouse, promise: UUID, body: PromiseEnd) -> PromiseEnded:
    """Say that a promise was broken, and why."""
    found = await memory.promise_by_id(tx.conn, agent.brand_id, promise)
    return _ended(await memory.settle_promise(tx, agent, found, PromiseState.BROKEN, body.how, house.now()))


def _item(row: ListedPromise) -> PromiseItem:
    return PromiseItem(
        id=row.id,
        code=written(row.code),
        customer=row.customer,
        agent=row.agent_name,
        text=row.text,
        due_at=row.due_at,
        state=row.state,
        looks_kept=row.state is PromiseState.OPEN and row.offered_at is not None,
        settled_at=row.settled_at,
        how=row.how,
    )


def _ended(promise: Promise) -> PromiseEnded:
    return PromiseEnded(
        id=promise.id,
        state=promise.state,
        text=promise.text,
        due_at=promise.due_at,
        settled_at=promise.settled_at,
        how=promise.how,
    )


def _cursor(row: ListedPromise) -> str:
    plain = f"{row.due_at.astimezone(UTC).isoformat()} {row.id.hex}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _place(after: str | None, start: datetime, first: UUID) -> tuple[datetime, UUID]:
    """Read a cursor; raises ``BadCursor``."""
    if not after:
        return start, first
    try:
        at, _, one = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode().partition(" ")
        due = datetime.fromisoformat(at)
        return (due if due.tzinfo else due.replace(tzinfo=UTC)), UUID(one)
    except (ValueError, binascii.Error, UnicodeDecodeError):
        raise cases.BadCursor from None
