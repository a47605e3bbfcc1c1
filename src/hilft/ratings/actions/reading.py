"""Read what was said, by whom it is to be read."""

import uuid
from datetime import datetime

from hilft.db import Connection
from hilft.ids import BrandId, CaseId
from hilft.ratings import store
from hilft.ratings.model import By, Settings, Verdict
from hilft.ratings.problems import BadPeriod, NoSuchRating
from hilft.ratings.store import Count, Question, RatingRow

CAP = 100
"Unseen ones are counted so far."


async def settings(conn: Connection, brand_id: BrandId) -> Settings:
    """Give where, when and how often is asked; what was not written down is as it is meant to be."""
    terms, usual = await store.terms(conn, brand_id), Settings()
    return Settings(
        terms.wait_minutes if terms else usual.wait_minutes,
        terms.every_days if terms else usual.every_days,
        {row.account_id: row.way for row in await store.ways(conn, brand_id)},
    )


async def question_of(conn: Connection, brand_id: BrandId, case_id: CaseId) -> Question | None:
    """Give what the status page of a case asks; None: there is no such case."""
    return await store.question_of(conn, brand_id, case_id)


async def ratings(
    conn: Connection,
    brand_id: BrandId,
    *,
    verdict: Verdict | None = None,
    unseen: bool = False,
    before: uuid.UUID | None = None,
    limit: int = 50,
) -> list[RatingRow]:
    """List what was said, the newest first, ``before`` one. Raises ``NoSuchRating`` for a ``before`` that is none."""
    at = await store.rating(conn, brand_id, before) if before else None
    if before is not None and at is None:
        raise NoSuchRating
    return await store.ratings(conn, brand_id, verdict, unseen, at, before, limit)


async def unseen(conn: Connection, brand_id: BrandId) -> int:
    """Count the bad ones nobody has seen to, up to 100."""
    return await store.unseen(conn, brand_id, CAP)


async def counts(
    conn: Connection, brand_id: BrandId, since: datetime, until: datetime, by: By, zone: str
) -> list[Count]:
    """Count what was said from ``since`` to before ``until``, by key; days are those of ``zone``. Raises ``BadPeriod``."""
    if since >= until:
        raise BadPeriod
    return await store.counts(conn, brand_id, since, until, by, zone)
