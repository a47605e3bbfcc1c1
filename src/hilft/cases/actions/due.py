"""Look at a case again because one of its clocks is to warn, or because targets or hours have changed."""

import uuid
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.settle import locked, save
from hilft.clocks import REPLAN, Kind, begin, end
from hilft.db import Transaction
from hilft.ids import BrandId, CaseId
from hilft.jobs import enqueue

BATCH = 200
_FIRST = uuid.UUID(int=0)


async def look_at_clocks(tx: Transaction, brand_id: BrandId, case_id: CaseId, now: datetime) -> None:
    """Mark what is at risk or broken by now, and ask for the next look."""
    if await store.read_case(tx.conn, brand_id, case_id) is None:
        return
    await save(tx, await locked(tx, brand_id, case_id), now)


async def replan_clocks(tx: Transaction, brand_id: BrandId, after: str, now: datetime) -> None:
    """Time the clocks of open and waiting cases anew, a batch in a transaction; the rest is another job."""
    behind = CaseId(uuid.UUID(after) if after else _FIRST)
    found = await store.cases_on_the_clock(tx.conn, brand_id, behind, BATCH)
    for case_id in found:
        await save(tx, await locked(tx, brand_id, case_id), now)
    if len(found) == BATCH:
        await enqueue(tx, brand_id, REPLAN, {"after": str(found[-1])}, now, key=f"after {found[-1]}")


async def start_clock(
    tx: Transaction,
    brand_id: BrandId,
    case_id: CaseId,
    kind: Kind,
    ref_id: uuid.UUID,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Run a clock for one thing of a case, a promise or a call-back; without ``due_at`` the target says until when."""
    case = await locked(tx, brand_id, case_id)
    await begin(tx, brand_id, case.id, case.account_id, kind, ref_id, now, due_at)
    await save(tx, case, now)


async def stop_clock(
    tx: Transaction, brand_id: BrandId, case_id: CaseId, kind: Kind, ref_id: uuid.UUID, now: datetime
) -> None:
    """Stop the clock of one thing; nothing happens when it has none."""
    case = await locked(tx, brand_id, case_id)
    await end(tx, brand_id, kind, ref_id, now)
    await save(tx, case, now)
