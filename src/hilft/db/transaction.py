"""The edge: one request or one job = one transaction, its nudges sent after the commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field

from asyncpg.pool import PoolConnectionProxy

from hilft.db.errors import as_connect_problem, as_problem
from hilft.db.pool import Connection, Pool
from hilft.ids import BrandId

_ACQUIRE_SECONDS = 10
_TOPIC_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Transaction:
    """What a verb gets: the connection, and a way to say what it changed."""

    conn: Connection
    nudges: dict[tuple[BrandId, str], None] = field(default_factory=dict)
    "Collected in order of first mention; sent when, and only when, the transaction is committed."

    def nudge(self, brand_id: BrandId, topic: str) -> None:
        """Say that ``topic`` of the brand changed: one short line without data; may be repeated."""
        if not topic.isprintable() or not 0 < len(topic) <= _TOPIC_LENGTH:
            raise ValueError(f"{topic!r} is not a topic")
        self.nudges[brand_id, topic] = None


@asynccontextmanager
async def transaction(pool: Pool, *, single: bool = False) -> AsyncIterator[Transaction]:
    """Commit when the block ends, roll back when it raises; only doors and the work loop open one.

    ``single``: the block runs exactly one statement, which commits by itself and saves two round trips. Raises
    ``DatabaseAway`` or ``DiskFull`` when the database is at fault. After ``DatabaseAway`` out of the
    commit itself nobody knows whether it happened: what runs here must bear being repeated.
    """
    conn = await _acquire(pool)
    try:
        tx = Transaction(conn)
        try:
            async with nullcontext() if single else conn.transaction():
                yield tx
        except Exception as error:
            problem = as_problem(error)
            if problem is None:
                raise
            raise problem from error
    finally:
        await pool.release(conn)
    if pool.nudges is not None:
        for brand_id, topic in tx.nudges:
            pool.nudges.publish(brand_id, topic)


async def _acquire(pool: Pool) -> PoolConnectionProxy:
    try:
        return await pool.acquire(timeout=_ACQUIRE_SECONDS)
    except Exception as error:
        problem = as_connect_problem(error)
        if problem is None:
            raise
        raise problem from error
