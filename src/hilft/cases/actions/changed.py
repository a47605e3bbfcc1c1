"""A message was edited or deleted by its author."""

from hilft.cases import store
from hilft.cases.actions.settle import locked, settle
from hilft.cases.model import Arrival, Direction, Known, NotYet, Parked
from hilft.db import Transaction
from hilft.ids import new_id
from hilft.memory import forget, hear
from hilft.outbox import DeliveryState, by_external, unfinished_of_account
from hilft.timeline import Subject, append


async def take_in_edit(tx: Transaction, arrival: Arrival) -> None:
    """Show what the author made of it; what it was before stays with the message.

    Raises ``Parked`` when the message has not come yet, ``NotYet`` when it may be an answer of ours being recorded.
    """
    known = await _known(tx, arrival)
    if known is None:
        return
    edited_at = arrival.event.edited_at or arrival.event.occurred_at
    if known.text == arrival.event.text or (known.edited_at and known.edited_at >= edited_at):
        return
    changed = await store.edit_message(tx.conn, arrival.brand_id, known.id, arrival.event.text, edited_at)
    if changed:
        written_at = known.edited_at or known.occurred_at
        await store.keep_edit(tx.conn, arrival.brand_id, new_id(), known.id, known.text, written_at)
        if known.direction is Direction.IN:
            await hear(tx, arrival.brand_id, known.id, arrival.now)
        await _note(tx, arrival, known, "message.edited")


async def take_in_deletion(tx: Transaction, arrival: Arrival) -> None:
    """Hide what its author took back; the text is erased later, the timeline keeps that it was there.

    Raises ``Parked`` when the message has not come yet, ``NotYet`` when it may be an answer of ours being recorded.
    """
    known = await _known(tx, arrival)
    if known is not None and await store.hide_message(tx.conn, arrival.brand_id, known.id, arrival.now):
        await forget(tx, arrival.brand_id, known.id)
        await _note(tx, arrival, known, "message.deleted")


async def _known(tx: Transaction, arrival: Arrival) -> Known | None:
    """Give the message; None for what we said to everybody, which is no case's."""
    brand_id, account = arrival.brand_id, arrival.account
    known = await store.message_by_names(tx.conn, brand_id, account.scope, arrival.names)
    if known is not None:
        return known
    ours = await by_external(tx.conn, brand_id, account.id, arrival.event.message.external_id)
    if ours is not None and ours.to_send.everybody:
        return None
    if ours is not None:
        raise NotYet
    unfinished = await unfinished_of_account(tx.conn, brand_id, account.id)
    if any(each.state is DeliveryState.SENDING for each in unfinished):
        raise NotYet
    raise Parked


async def _note(tx: Transaction, arrival: Arrival, known: Known, kind: str) -> None:
    await append(tx.conn, arrival.brand_id, Subject.CASE, known.case_id, kind, arrival.now, message=known.id)
    await settle(tx, await locked(tx, arrival.brand_id, known.case_id), arrival.now)
