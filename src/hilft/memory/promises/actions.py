"""Promises are made with an answer, and end: kept, broken, or taken back with it. No verb commits."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from hilft.db import Connection, Transaction, storable
from hilft.ids import BrandId, CaseId, MessageId, new_id
from hilft.memory.promises import store
from hilft.memory.promises.model import (
    ListedPromise,
    Promise,
    PromiseRates,
    PromiseState,
    Wish,
    warn_at,
)
from hilft.memory.promises.problems import EmptyPromise, NoSuchPromise, PromiseInThePast
from hilft.staff import Agent
from hilft.timeline import Subject, append

TOPIC = "promises"
"The nudge for the list, and for whoever waits for the next one to be due."
LONGEST = 500
"Characters of a promise, and of how it ended."
FARTHEST = timedelta(days=366)
_MOST = 100


async def make_promises(
    tx: Transaction,
    agent: Agent,
    case_id: CaseId,
    message_id: MessageId | None,
    wishes: Sequence[Wish],
    now: datetime,
) -> list[uuid.UUID]:
    """Keep track of what an answer promises; raises ``PromiseInThePast`` or ``EmptyPromise``, then nothing is written."""
    for wish in wishes:
        if wish.due_at <= now or wish.due_at - now > FARTHEST:
            raise PromiseInThePast
        if not wish.text.strip():
            raise EmptyPromise
    made = []
    for wish in wishes:
        promise_id = new_id()
        text = storable(wish.text).strip()[:LONGEST]
        await store.insert_promise(
            tx.conn, agent.brand_id, promise_id, case_id, message_id, agent.id, text,
            wish.due_at, warn_at(now, wish.due_at), now,
        )  # fmt: skip
        await append(
            tx.conn, agent.brand_id, Subject.CASE, case_id, "promise.made", now, agent_id=agent.id, promise=promise_id
        )  # fmt: skip
        made.append(promise_id)
    if made:
        _tell(tx, agent.brand_id, case_id)
    return made


async def settle_promise(
    tx: Transaction, agent: Agent, promise: Promise, state: PromiseState, how: str, now: datetime
) -> Promise:
    """Say that a promise was kept or broken, and how; also after its time has passed."""
    text = storable(how).strip()[:LONGEST]
    await store.settle_promise(tx.conn, agent.brand_id, promise.id, state, now, agent.id, text)
    await append(
        tx.conn, agent.brand_id, Subject.CASE, promise.case_id, f"promise.{state.value}", now,
        agent_id=agent.id, promise=promise.id,
    )  # fmt: skip
    _tell(tx, agent.brand_id, promise.case_id)
    return await promise_by_id(tx.conn, agent.brand_id, promise.id)


async def withdraw_promises(
    tx: Transaction, brand_id: BrandId, message_id: MessageId, *, withdrawn: bool = True
) -> None:
    """Take back what an answer promised that never left; or have it again, when the answer leaves after all."""
    if await store.withdraw_of_message(tx.conn, brand_id, message_id, withdrawn=withdrawn):
        tx.nudge(brand_id, TOPIC)


async def answered_in_time(
    tx: Transaction, brand_id: BrandId, case_id: CaseId, message_id: MessageId, now: datetime
) -> None:
    """A later answer went out: what was promised before and is not due yet looks kept; a person says so."""
    if await store.offer_kept(tx.conn, brand_id, case_id, message_id, now):
        tx.nudge(brand_id, TOPIC)


async def promises_of(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Promise]:
    """Give what was promised in a case, the first due first."""
    return await store.promises_of(conn, brand_id, case_id, _MOST)


async def promise_by_id(conn: Connection, brand_id: BrandId, promise_id: uuid.UUID) -> Promise:
    """Raises ``NoSuchPromise``."""
    found = await store.promise_by_id(conn, brand_id, promise_id)
    if found is None or found.state is PromiseState.WITHDRAWN:
        raise NoSuchPromise
    return found


async def due_promises(
    conn: Connection, brand_id: BrandId, after: datetime, after_id: uuid.UUID, limit: int
) -> list[ListedPromise]:
    """Give open promises of the team from a place on, the first due first."""
    return await store.due_list(conn, brand_id, after, after_id, limit)


async def ended_promises(
    conn: Connection,
    brand_id: BrandId,
    states: Sequence[PromiseState],
    before: datetime,
    before_id: uuid.UUID,
    limit: int,
) -> list[ListedPromise]:
    """Give promises that ended like that, the last due first."""
    return await store.ended_list(conn, brand_id, [state.value for state in states], before, before_id, limit)


async def promise_rates(
    conn: Connection, brand_id: BrandId, since: datetime, until: datetime
) -> PromiseRates:
    """Count the promises due in a span of time and how they ended; withdrawn ones were never made."""
    return await store.rates(conn, brand_id, since, until) or PromiseRates(0, 0, 0, 0)


async def look_at_due(tx: Transaction, brand_id: BrandId, now: datetime, limit: int) -> int:
    """Warn of what is due soon, call broken what is due and was not said to be kept; gives how many were looked at."""
    found = await store.take_due(tx.conn, brand_id, now, limit)
    for each in found:
        if each.due_at <= now:
            await store.break_promise(tx.conn, brand_id, each.id, now)
            kind = "promise.broken"
        else:
            await store.warn_promise(tx.conn, brand_id, each.id, now)
            kind = "promise.due_soon"
        await append(tx.conn, brand_id, Subject.CASE, each.case_id, kind, now, promise=each.id)
        _tell(tx, brand_id, each.case_id)
    return len(found)


def _tell(tx: Transaction, brand_id: BrandId, case_id: CaseId) -> None:
    tx.nudge(brand_id, TOPIC)
    tx.nudge(brand_id, "inbox")
    tx.nudge(brand_id, f"case:{case_id}")
