"""Bring a case's row to what its messages add up to; used by everything that adds or removes a message."""

from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.model import Case, CaseState, state_after
from hilft.db import Transaction
from hilft.ids import BrandId, CaseId


async def locked(tx: Transaction, brand_id: BrandId, case_id: CaseId) -> Case:
    """Give the case with its row locked until the transaction ends, following a case that was joined."""
    case = await store.case_by_id(tx.conn, brand_id, case_id)
    assert case is not None  # a foreign key points here
    if case.joined_into_id is not None:
        return await locked(tx, brand_id, case.joined_into_id)
    return case


async def settle(
    tx: Transaction, case: Case, now: datetime, *, spoken: bool = True, voices: bool = False
) -> Case:
    """Recompute who waits since when and what state follows, write it, nudge.

    ``spoken``: something was said, so a page that was read before is stale. ``voices``: who speaks may have
    changed, so the customer (the first voice) and the number of participants are counted again.
    """
    standing = await store.standing_of(tx.conn, case.brand_id, case.id)
    if voices:
        first = await store.first_voice(tx.conn, case.brand_id, case.id) or case.handle_id
        others = await store.count_participants(tx.conn, case.brand_id, case.id, first)
        case = replace(case, handle_id=first, participants=others)
    state = state_after(case.state, standing)
    queue_at = case.queue_at
    if state is CaseState.OPEN and standing.waiting_since is not None:
        queue_at = standing.waiting_since
    elif state is not case.state:
        queue_at = now
    return await save(
        tx,
        replace(
            case,
            state=state,
            waiting_since=standing.waiting_since if state is CaseState.OPEN else None,
            queue_at=queue_at,
            last_message_id=standing.last_message_id,
            last_message_at=standing.last_message_at,
            version=case.version + (1 if spoken else 0),
        ),
    )


async def save(tx: Transaction, case: Case) -> Case:
    """Write the row of a case whose lock the transaction holds, and nudge the pages that show it."""
    await store.save_case(
        tx.conn, case.brand_id, case.id, case.state, case.owner_id, case.waiting_since, case.snoozed_until,
        case.queue_at, case.solved_at, case.closed_at, case.last_message_id, case.last_message_at, case.handle_id,
        case.participants, case.version, case.joined_into_id,
    )  # fmt: skip
    tx.nudge(case.brand_id, "inbox")
    tx.nudge(case.brand_id, f"case:{case.id}")
    return case
