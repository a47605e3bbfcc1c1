"""A message was edited or deleted by its author."""

from hilft.cases import store
from hilft.cases.actions.settle import locked, settle
from hilft.cases.model import Arrival, Known
from hilft.db import Transaction
from hilft.ids import new_id
from hilft.timeline import Subject, append


async def take_in_edit(tx: Transaction, arrival: Arrival) -> None:
    """Show what the author made of it; what it was before stays with the message."""
    known = await _known(tx, arrival)
    edited_at = arrival.event.edited_at or arrival.event.occurred_at
    if (
        known is None
        or known.text == arrival.event.text
        or (known.edited_at and known.edited_at >= edited_at)
    ):
        return
    changed = await store.edit_message(tx.conn, arrival.brand_id, known.id, arrival.event.text, edited_at)
    if changed:
        written_at = known.edited_at or known.occurred_at
        await store.keep_edit(tx.conn, arrival.brand_id, new_id(), known.id, known.text, written_at)
        await _note(tx, arrival, known, "message.edited")


async def take_in_deletion(tx: Transaction, arrival: Arrival) -> None:
    """Hide what its author took back; the text is erased later, the timeline keeps that it was there."""
    known = await _known(tx, arrival)
    if known is None:
        return
    if await store.hide_message(tx.conn, arrival.brand_id, known.id, arrival.now):
        await _note(tx, arrival, known, "message.deleted")


async def _known(tx: Transaction, arrival: Arrival) -> Known | None:
    return await store.message_by_names(tx.conn, arrival.brand_id, arrival.account.scope, arrival.names)


async def _note(tx: Transaction, arrival: Arrival, known: Known, kind: str) -> None:
    await append(tx.conn, arrival.brand_id, Subject.CASE, known.case_id, kind, arrival.now, message=known.id)
    await settle(tx, await locked(tx, arrival.brand_id, known.case_id), arrival.now)
