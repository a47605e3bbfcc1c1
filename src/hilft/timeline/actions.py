"""Append to the timeline."""

import uuid
from datetime import datetime

from hilft.db import Connection
from hilft.ids import AgentId, BrandId, new_id
from hilft.timeline import store
from hilft.timeline.model import Subject


async def append(
    conn: Connection,
    brand_id: BrandId,
    subject: Subject,
    subject_id: uuid.UUID,
    kind: str,
    at: datetime,
    *,
    agent_id: AgentId | None = None,
    **refs: str | int | uuid.UUID | None,
) -> uuid.UUID:
    """Write one line in the caller's transaction; ``refs`` are ids and numbers, never a text somebody wrote."""
    entry_id = new_id()
    plain = {name: str(ref) if isinstance(ref, uuid.UUID) else ref for name, ref in refs.items()}
    await store.insert_entry(conn, brand_id, entry_id, subject, subject_id, kind, at, agent_id, plain)
    return entry_id
