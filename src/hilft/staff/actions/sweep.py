"""Forget what has ended."""

from datetime import datetime

from hilft.db import Transaction
from hilft.ids import BrandId
from hilft.staff import store
from hilft.staff.throttle import MEMORY


async def sweep(tx: Transaction, brand_id: BrandId, now: datetime) -> None:
    """Remove ended sessions and old counters; whoever's last session ended without a sign-out is off.

    To be run every few minutes for each brand; may be repeated at will.
    """
    if await store.delete_expired_sessions(tx.conn, brand_id, now):
        tx.nudge(brand_id, "staff")
    await store.delete_old_attempts(tx.conn, brand_id, now - MEMORY)
