"""Threads that arrived in pieces become one: a parent came after its replies.

A thread goes by the name of its topmost message that anybody spoke of. A reply whose parent is not known yet opens
its thread under the parent's name; when the parent comes, that thread takes the parent's own key, and where both
stand in cases of their own, the two become one.
"""

from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.settle import locked, save, settle
from hilft.cases.model import Case, CaseState, Conversation
from hilft.db import Transaction
from hilft.ids import BrandId, CaseId
from hilft.timeline import Subject, append


async def heal(
    tx: Transaction, brand_id: BrandId, scope: str, names: list[str], key: str, now: datetime
) -> None:
    """Bring every conversation that waited under one of ``names`` into the thread ``key``."""
    strays = [
        c for c in await store.conversations_by_keys(tx.conn, brand_id, scope, names) if c.thread_key != key
    ]
    for stray in strays:
        await _rekey(tx, brand_id, stray, key, now)


async def _rekey(tx: Transaction, brand_id: BrandId, stray: Conversation, key: str, now: datetime) -> None:
    thread = await store.conversations_by_keys(tx.conn, brand_id, stray.scope, [key])
    home = next((c for c in thread if c.visibility is stray.visibility), None) or next(iter(thread), None)
    if home is not None and home.case_id != stray.case_id:
        stray = replace(stray, case_id=await merge_cases(tx, brand_id, stray, home, now))
    twin = next((c for c in thread if (c.visibility, c.partner) == (stray.visibility, stray.partner)), None)
    if twin is None:
        await store.rekey_conversation(tx.conn, brand_id, stray.id, key)
        return
    await store.merge_messages(tx.conn, brand_id, stray.id, twin.id, stray.case_id)
    await store.merge_deliveries(tx.conn, brand_id, stray.id, twin.id)
    await store.drop_conversation(tx.conn, brand_id, stray.id)
    await settle(tx, await locked(tx, brand_id, stray.case_id), now, voices=True)


async def merge_cases(
    tx: Transaction, brand_id: BrandId, stray: Conversation, home: Conversation, now: datetime
) -> CaseId:
    """Make one case of two that turned out to be one thread; the one a person has worked on stays.

    What somebody else than the customer wrote in private keeps its own case. Gives the case of the stray.
    """
    one = await locked(tx, brand_id, home.case_id)
    other = await locked(tx, brand_id, stray.case_id)
    if one.id == other.id or (stray.partner and one.handle_id != other.handle_id):
        return other.id
    stays, goes = (other, one) if _worked_on(other) and not _worked_on(one) else (one, other)
    return (await move_everything(tx, goes, stays, now)).id


def _worked_on(case: Case) -> bool:
    return case.owner_id is not None or case.state in {CaseState.SOLVED, CaseState.CLOSED}


async def move_everything(tx: Transaction, goes: Case, stays: Case, now: datetime) -> Case:
    """Give all of one case to another; both timelines say so, and by those lines it can be undone."""
    for conversation in await store.conversations_of_case(tx.conn, goes.brand_id, goes.id):
        await store.move_conversation(tx.conn, goes.brand_id, conversation.id, stays.id)
        await store.move_messages_of_conversation(tx.conn, goes.brand_id, conversation.id, stays.id)
        await append(
            tx.conn, goes.brand_id, Subject.CASE, goes.id, "case.gave", now,
            conversation=conversation.id, to=stays.id,
        )  # fmt: skip
    for move in (store.move_notes, store.move_attachments, store.move_drafts):
        await move(tx.conn, goes.brand_id, goes.id, stays.id)
    await append(tx.conn, goes.brand_id, Subject.CASE, goes.id, "case.joined", now, into=stays.id)
    await append(tx.conn, goes.brand_id, Subject.CASE, stays.id, "case.received", now, case=goes.id)
    await save(
        tx,
        replace(
            goes, state=CaseState.CLOSED, closed_at=now, queue_at=now, waiting_since=None, snoozed_until=None,
            joined_into_id=stays.id,
        ),
    )  # fmt: skip
    return await settle(tx, stays, now, voices=True)
