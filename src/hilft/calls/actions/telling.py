"""Put a call on its case's timeline: each of its times once."""

from hilft.calls.model import Call
from hilft.db import Transaction
from hilft.timeline import Subject, append


async def tell_timeline(tx: Transaction, before: Call | None, after: Call) -> None:
    """Write down what became known since ``before`` (None: all of it), each line at its own time."""
    assert after.case_id is not None  # asked only then
    told = before if before is not None and before.case_id == after.case_id else None
    conn, brand_id, case_id = tx.conn, after.brand_id, after.case_id
    if told is None:
        kind = "call.rang" if after.incoming else "call.dialled"
        await append(conn, brand_id, Subject.CASE, case_id, kind, after.rang_at, call=after.id)
    if after.answered_at is not None and (told is None or told.answered_at is None):
        await append(
            conn, brand_id, Subject.CASE, case_id, "call.answered", after.answered_at, agent_id=after.agent_id,
            call=after.id,
        )  # fmt: skip
    if after.ended_at is not None and (told is None or told.ended_at is None):
        kind = "call.missed" if after.answered_at is None else "call.ended"
        await append(
            conn, brand_id, Subject.CASE, case_id, kind, after.ended_at, call=after.id, seconds=after.seconds or 0
        )  # fmt: skip
    tx.nudge(brand_id, f"case:{case_id}")
