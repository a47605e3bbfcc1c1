"""Count wrong guesses of strangers at a public door, as at the sign-in: per origin, and all together."""

from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from hilft.staff import store
from hilft.staff.throttle import Attempts, failed, minutes, origin_key, wait

PER_ORIGIN = 10
ALL_TOGETHER = 300
"Wrong guesses within a quarter of an hour; of 23^6 codes so many find nothing, and nobody is kept out for long."


async def guess_wait(conn: Connection, brand_id: BrandId, what: str, origin_ip: str, now: datetime) -> int:
    """Give for how many minutes the door is closed to this origin; 0: it is open."""
    closed = [
        wait(await store.find_attempts(conn, brand_id, key) or Attempts(0, now, now), limit, now)
        for key, limit in _keys(what, origin_ip)
    ]
    return minutes(max(closed)) if any(closed) else 0


async def guessed_wrong(tx: Transaction, brand_id: BrandId, what: str, origin_ip: str, now: datetime) -> None:
    """Count one more wrong guess; the transaction must commit."""
    for key, limit in _keys(what, origin_ip):
        before = await store.lock_attempts(tx.conn, brand_id, key, now) or Attempts(0, now, now)
        after = failed(before, limit, now)
        await store.set_attempts(tx.conn, brand_id, key, after.failures, after.first_at, after.last_at)


def _keys(what: str, origin_ip: str) -> tuple[tuple[str, int], ...]:
    return (f"{what}:{origin_key(origin_ip)}", PER_ORIGIN), (f"{what}:all", ALL_TOGETHER)
