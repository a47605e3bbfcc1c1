"""Move conversations and whole cases: nothing is lost, and both timelines say what went where."""

from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.settle import locked, save, settle
from hilft.cases.model import Case, CaseState, Conversation
from hilft.db import Transaction
from hilft.ids import CaseId
from hilft.timeline import Subject, append


async def give(tx: Transaction, moved: Conversation, to: CaseId, now: datetime) -> None:
    """Give one conversation to another case; a case that has nothing left goes with it."""
    source, target = await locked(tx, moved.brand_id, moved.case_id), await locked(tx, moved.brand_id, to)
    if source.id == target.id:
        return
    every = await store.conversations_of_case(tx.conn, moved.brand_id, source.id)
    if all(each.id == moved.id for each in every):
        await merge(tx, target, source, now)
        return
    await _move(tx, moved, target.id, now)
    await settle(tx, source, now, voices=True)
    await settle(tx, target, now, voices=True)


async def merge(tx: Transaction, one: Case, other: Case, now: datetime) -> Case:
    """Make one case of two; the one a person has worked on stays, of two the first."""
    if one.id == other.id:
        return one
    if _worked_on(other) and not _worked_on(one):
        one, other = other, one
    return await move_everything(tx, other, one, now)


def _worked_on(case: Case) -> bool:
    return case.owner_id is not None or case.state in {CaseState.SOLVED, CaseState.CLOSED}


async def move_everything(tx: Transaction, goes: Case, stays: Case, now: datetime) -> Case:
    """Give all of one case to another; by the lines in the timeline it can be undone."""
    for conversation in await store.conversations_of_case(tx.conn, goes.brand_id, goes.id):
        await _move(tx, conversation, stays.id, now)
    for note_id in await store.move_notes(tx.conn, goes.brand_id, goes.id, stays.id):
        await append(
            tx.conn, goes.brand_id, Subject.CASE, goes.id, "case.gave", now, note=note_id, to=stays.id
        )
    for move in (store.move_attachments, store.move_drafts):
        await move(tx.conn, goes.brand_id, goes.id, stays.id)
    await append(tx.conn, goes.brand_id, Subject.CASE, goes.id, "case.joined", now, into=stays.id)
    await append(tx.conn, goes.brand_id, Subject.CASE, stays.id, "case.received", now, case=goes.id)
    gone = replace(
        goes, state=CaseState.CLOSED, closed_at=now, queue_at=now, waiting_since=None, snoozed_until=None,
        joined_into_id=stays.id,
    )  # fmt: skip
    await save(tx, gone, now)
    return await settle(tx, _taken_up(goes, stays), now, voices=True)


def _taken_up(goes: Case, stays: Case) -> Case:
    """Whoever waits in one of the two waits in both: what is asked there must not vanish into a case at rest."""
    stays = replace(stays, owner_id=stays.owner_id or goes.owner_id)
    if goes.state not in {CaseState.OPEN, CaseState.WAITING}:
        return stays
    if goes.snoozed_until is None or stays.snoozed_until is None:
        stays = replace(stays, snoozed_until=None)
    if stays.state in {CaseState.SOLVED, CaseState.CLOSED}:
        return replace(stays, state=goes.state, solved_at=None, closed_at=None)
    return stays


async def _move(tx: Transaction, moved: Conversation, to: CaseId, now: datetime) -> None:
    await store.move_conversation(tx.conn, moved.brand_id, moved.id, to)
    await store.move_messages_of_conversation(tx.conn, moved.brand_id, moved.id, to)
    await append(
        tx.conn, moved.brand_id, Subject.CASE, moved.case_id, "case.gave", now, conversation=moved.id, to=to
    )
