"""Editions: begun, counted through, told, replaced by a newer one."""

import uuid
from datetime import datetime

from hilft.accounts import Brand
from hilft.db import Transaction
from hilft.reports import store
from hilft.reports.actions.calendars import LOOKED_BACK, marks
from hilft.reports.actions.follow import advance, begin, is_foreign
from hilft.reports.store import Known

_AT_ONCE = 3
"So many batches are counted by whoever asks; the rest is left to the job."


async def caught_up(tx: Transaction, brand: Brand, now: datetime) -> Known | None:
    """Give the edition to tell from, with what has just happened counted, as far as that is little."""
    known = await store.editions(tx.conn, brand.id)
    current = _current(known)
    if current is None:
        edition_id = await begin(tx, brand, now)
    elif current.zone == brand.zone:
        edition_id = current.id
    else:
        return current
    for _ in range(_AT_ONCE):
        if not await advance(tx, brand.id, edition_id, now):
            break
    return current if current and current.ready_at else _current(await store.editions(tx.conn, brand.id))


async def look_at_hours(tx: Transaction, brand: Brand, now: datetime) -> None:
    """Begin a new edition where opening hours of the past have changed since the figures were counted by them."""
    known = await store.editions(tx.conn, brand.id)
    if not known or known[0].ready_at is None:
        return
    edition = await store.lock_edition(tx.conn, brand.id, known[0].id)
    assert edition is not None  # it was just listed
    since = edition.begun_at - LOOKED_BACK
    if edition.hours_upto is not None:
        there = await marks(tx.conn, brand.id, since, edition.hours_upto)
        if any(there.get(account) != mark for account, mark in edition.hours.items()):
            await begin(tx, brand, now)
            return
    await store.keep_hours(tx.conn, brand.id, edition.id, await marks(tx.conn, brand.id, since, now), now)


def _current(known: list[Known]) -> Known | None:
    """The newest that is ready; before the first one is, the newest."""
    return next((each for each in known if each.ready_at is not None), known[0] if known else None)


async def to_advance(tx: Transaction, brand: Brand, now: datetime) -> list[uuid.UUID]:
    """Put the editions of a brand in order, give those that are to be counted further.

    Kept are the newest that is ready and the newest after it. One for another zone, or from another server, is
    replaced by a new one, and told until that is ready.
    """
    known = await store.editions(tx.conn, brand.id)
    ready = next((each for each in known if each.ready_at is not None), None)
    newer = [each for each in known if ready is None or each.id > ready.id]
    kept = [each for each in (newer[0] if newer else None, ready) if each is not None]
    for each in known:
        if each not in kept:
            await store.drop_edition(tx.conn, brand.id, each.id)
    stale = ready is not None and (ready.zone != brand.zone or await is_foreign(tx, brand.id, ready.id))
    if not newer and (ready is None or stale):
        return [await begin(tx, brand, now), *(each.id for each in kept if not stale)]
    return [each.id for each in kept]
