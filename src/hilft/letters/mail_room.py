"""What the mail room does: print, post, and what is kept of it."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from hilft.db import Connection, Transaction
from hilft.letters import store
from hilft.letters.problems import NoSheet
from hilft.letters.rows import Marked, Sheet
from hilft.staff import Agent
from hilft.timeline import Subject, append

MOST = 200
"Sheets in one list, and in one print job."
KEPT = timedelta(days=30)
"So long after it was posted a sheet can be printed again."


async def waiting(conn: Connection, agent: Agent) -> list[Sheet]:
    """Give what is to be printed and posted, the oldest first."""
    return await store.waiting(conn, agent.brand_id, MOST)


async def posted(conn: Connection, agent: Agent, limit: int = 50) -> list[Sheet]:
    """Give what was posted, the newest first."""
    return await store.posted(conn, agent.brand_id, limit)


async def print_all(conn: Connection, agent: Agent, ids: Sequence[uuid.UUID]) -> bytes:
    """Give these sheets as one PDF, the oldest first. Raises ``NoSheet`` when none of them can be printed."""
    found = await store.printable(conn, agent.brand_id, list(ids)[:MOST])
    if not found:
        raise NoSheet
    return await asyncio.to_thread(_joined, [each.content for each in found])


def _joined(sheets: Sequence[bytes]) -> bytes:
    if len(sheets) == 1:
        return sheets[0]
    whole, out = PdfWriter(), BytesIO()
    for sheet in sheets:
        whole.append(PdfReader(BytesIO(sheet)))
    whole.write(out)
    return out.getvalue()


async def mark_printed(tx: Transaction, agent: Agent, ids: Sequence[uuid.UUID], now: datetime) -> int:
    """Note that these were printed; give how many were not before."""
    return await _tell(
        tx,
        agent,
        "letter.printed",
        await store.mark_printed(tx.conn, agent.brand_id, ids, now, agent.id),
        now,
    )


async def mark_posted(tx: Transaction, agent: Agent, ids: Sequence[uuid.UUID], now: datetime) -> int:
    """Note that these are in the post; give how many were not before. What was posted long ago is let go."""
    marked = await store.mark_posted(tx.conn, agent.brand_id, ids, now, agent.id)
    await store.drop_old(tx.conn, agent.brand_id, now - KEPT)
    return await _tell(tx, agent, "letter.posted", marked, now)


async def _tell(tx: Transaction, agent: Agent, kind: str, marked: Sequence[Marked], now: datetime) -> int:
    for each in marked:
        await append(
            tx.conn,
            agent.brand_id,
            Subject.CASE,
            each.case_id,
            kind,
            now,
            agent_id=agent.id,
            delivery=each.id,
        )
        tx.nudge(agent.brand_id, f"case:{each.case_id}")
    return len(marked)
