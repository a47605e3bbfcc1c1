"""Append to the timeline."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from hilft.db import Connection
from hilft.ids import AgentId, BrandId, new_id
from hilft.timeline import store
from hilft.timeline.model import Line, Ref, Subject


async def append(
    conn: Connection,
    brand_id: BrandId,
    subject: Subject,
    subject_id: uuid.UUID,
    kind: str,
    at: datetime,
    *,
    agent_id: AgentId | None = None,
    **refs: Ref,
) -> uuid.UUID:
    """Write one line in the caller's transaction; ``refs`` are ids and numbers, never a text somebody wrote."""
    entry_id = new_id()
    await store.insert_entry(conn, brand_id, entry_id, subject, subject_id, kind, at, agent_id, _plain(refs))
    return entry_id


async def append_all(conn: Connection, brand_id: BrandId, subject: Subject, lines: Sequence[Line]) -> None:
    """Write many lines of nobody's doing with one statement, in their order."""
    if lines:
        ids, refs = [new_id() for _ in lines], [_plain(line.refs) for line in lines]
        subjects, kinds = [line.subject_id for line in lines], [line.kind for line in lines]
        await store.insert_entries(
            conn, brand_id, subject, ids, subjects, kinds, [line.at for line in lines], refs
        )


def _plain(refs: Mapping[str, Ref]) -> dict[str, str | int | None]:
    return {name: str(ref) if isinstance(ref, uuid.UUID) else ref for name, ref in refs.items()}
