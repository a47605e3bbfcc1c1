"""All SQL of the work loop; leases are counted by the database's clock, which all loops share."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from hilft.db import Connection, execute, fetch_all, fetch_value, queries
from hilft.ids import BrandId
from hilft.jobs.model import FailedJob, Job

SQL = queries(__package__)


async def insert_job(
    conn: Connection,
    brand_id: BrandId,
    job_id: uuid.UUID,
    kind: str,
    key: str | None,
    payload: dict[str, Any],
    run_at: datetime,
) -> None:
    await execute(conn, SQL["insert_job"], brand_id, job_id, kind, key, payload, run_at)


async def claim(
    conn: Connection, kinds: list[str], limit: int, lease: uuid.UUID, lasts: timedelta
) -> list[Job]:
    return await fetch_all(conn, SQL["claim"], Job, kinds, limit, lease, lasts)


async def next_due(conn: Connection, kinds: list[str]) -> timedelta | None:
    return await fetch_value(conn, SQL["next_due"], kinds)


async def renew(conn: Connection, leases: list[uuid.UUID], lasts: timedelta) -> int:
    return await execute(conn, SQL["renew"], leases, lasts)


async def lock_own(conn: Connection, brand_id: BrandId, job_id: uuid.UUID, lease: uuid.UUID) -> bool | None:
    return await fetch_value(conn, SQL["lock_own"], brand_id, job_id, lease)


async def delete_job(conn: Connection, brand_id: BrandId, job_id: uuid.UUID) -> None:
    await execute(conn, SQL["delete_job"], brand_id, job_id)


async def release(conn: Connection, brand_id: BrandId, job_id: uuid.UUID) -> None:
    await execute(conn, SQL["release"], brand_id, job_id)


async def postpone(
    conn: Connection, brand_id: BrandId, job_id: uuid.UUID, lease: uuid.UUID, pause: timedelta, error: str
) -> int:
    return await execute(conn, SQL["postpone"], brand_id, job_id, lease, pause, error)


async def give_up(
    conn: Connection, brand_id: BrandId, job_id: uuid.UUID, lease: uuid.UUID, error: str
) -> int:
    return await execute(conn, SQL["give_up"], brand_id, job_id, lease, error)


async def failed_jobs(conn: Connection, brand_id: BrandId, limit: int) -> list[FailedJob]:
    return await fetch_all(conn, SQL["failed_jobs"], FailedJob, brand_id, limit)


async def revive(conn: Connection, brand_id: BrandId, job_id: uuid.UUID, run_at: datetime) -> int:
    return await execute(conn, SQL["revive"], brand_id, job_id, run_at)


async def discard_failed(conn: Connection, brand_id: BrandId, job_id: uuid.UUID) -> int:
    return await execute(conn, SQL["discard_failed"], brand_id, job_id)
