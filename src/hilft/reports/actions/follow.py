"""Keep the figures as things happen, line by line of the timeline, whatever order transactions are committed in.

1. An edition remembers a snapshot: which transactions' lines it has counted. 2. What a newer snapshot shows and that one
did not is worked through in order, a batch a transaction; a line committed late is in none of the older snapshots, so it is
never missed. 3. A line only says which cases to look at. Each is counted from what it adds up to now, and what it
counted before is taken out in the same transaction: so twice is once, and a rebuild comes to the same numbers.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from hilft.accounts import Brand
from hilft.db import Transaction
from hilft.ids import BrandId, CaseId, new_id
from hilft.reports import store
from hilft.reports.actions.calendars import LOOKED_BACK, Calendars, marks
from hilft.reports.actions.recount import recount
from hilft.reports.store import Edition, Fresh

BATCH = 200
"Lines, or cases of a first count, in one transaction."

_START = uuid.UUID(int=0)
_NAMED = ("to", "into", "case", "was")
"Where a line names another case that changed with its own."


async def begin(tx: Transaction, brand: Brand, now: datetime) -> uuid.UUID:
    """Begin an edition; `advance` counts it through."""
    edition_id = new_id()
    await store.begin_edition(tx.conn, brand.id, edition_id, brand.zone, now)
    found = await marks(tx.conn, brand.id, now - LOOKED_BACK, now)
    await store.keep_hours(tx.conn, brand.id, edition_id, found, now)
    return edition_id


async def advance(tx: Transaction, brand_id: BrandId, edition_id: uuid.UUID, now: datetime) -> bool:
    """Count one batch in an edition, every case once at first, then what has changed; give whether there is more."""
    edition = await store.lock_edition(tx.conn, brand_id, edition_id)
    if edition is None:
        return False
    if edition.ready_at is None:
        return await _walk(tx, brand_id, edition, now)
    return await _follow(tx, brand_id, edition)


async def _walk(tx: Transaction, brand_id: BrandId, edition: Edition, now: datetime) -> bool:
    ids = await store.next_cases(tx.conn, brand_id, edition.walked or _START, BATCH)
    await recount(tx, brand_id, edition, ids, Calendars(brand_id))
    through = len(ids) < BATCH
    await store.keep_walk(
        tx.conn, brand_id, edition.id, ids[-1] if ids else edition.walked, now if through else None
    )
    return True


async def _follow(tx: Transaction, brand_id: BrandId, edition: Edition) -> bool:
    upto = edition.upto or (await store.snapshot(tx.conn, edition.seen)).seen
    lines = await store.fresh_lines(
        tx.conn, brand_id, edition.seen, upto, edition.after_xact, edition.after_line or _START, BATCH
    )
    if lines:
        await recount(tx, brand_id, edition, _cases_of(lines), Calendars(brand_id))
    if len(lines) == BATCH:
        await store.keep_place(tx.conn, brand_id, edition.id, upto, lines[-1].written_in, lines[-1].id)
        return True
    if lines or edition.upto is not None:
        await store.keep_seen(tx.conn, brand_id, edition.id, upto)
    return edition.upto is not None


def _cases_of(lines: Iterable[Fresh]) -> set[CaseId]:
    found = {line.subject_id for line in lines}
    for line in lines:
        named = (line.refs.get(name) for name in _NAMED)
        found |= {uuid.UUID(each) for each in named if isinstance(each, str)}
    return {CaseId(each) for each in found}


async def is_foreign(tx: Transaction, brand_id: BrandId, edition_id: uuid.UUID) -> bool:
    """Whether an edition was kept on another server, before the data came here: its snapshots mean nothing now."""
    edition = await store.lock_edition(tx.conn, brand_id, edition_id)
    return edition is not None and (await store.snapshot(tx.conn, edition.seen)).foreign_to_us
