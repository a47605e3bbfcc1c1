"""Ask for a job; look after those that failed."""

import uuid
from datetime import datetime
from typing import Any

from hilft.db import Connection, Transaction
from hilft.ids import BrandId, new_id
from hilft.jobs import store
from hilft.jobs.model import TOPIC, FailedJob


async def enqueue(
    where: Connection | Transaction,
    brand_id: BrandId,
    kind: str,
    payload: dict[str, Any],
    run_at: datetime,
    key: str | None = None,
) -> None:
    """Write a job in the caller's transaction; given the ``Transaction`` itself it also nudges the loop.

    With a ``key`` there is at most one waiting job of that kind: it takes the new payload and the earlier time. If it
    runs at this moment it runs once more at ``run_at``, because it may not have seen what changed.
    """
    conn = where.conn if isinstance(where, Transaction) else where
    await store.insert_job(conn, brand_id, new_id(), kind, key, payload, run_at)
    if isinstance(where, Transaction):
        where.nudge(brand_id, TOPIC)


async def failed(conn: Connection, brand_id: BrandId, limit: int = 100) -> list[FailedJob]:
    """Give the jobs that were given up, newest first."""
    return await store.failed_jobs(conn, brand_id, limit)


async def retry(conn: Connection, brand_id: BrandId, job_id: uuid.UUID, run_at: datetime) -> bool:
    """Let a failed job run again with all its attempts; False when it is gone or one with its key waits anyway."""
    return await store.revive(conn, brand_id, job_id, run_at) == 1


async def discard(conn: Connection, brand_id: BrandId, job_id: uuid.UUID) -> bool:
    """Forget a failed job; False when it is gone."""
    return await store.discard_failed(conn, brand_id, job_id) == 1
