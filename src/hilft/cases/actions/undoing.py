"""What becomes of an answer after send was pressed: taken back, settled by a person, reported by the network."""

from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.settle import locked, settle
from hilft.cases.answer import unnumbered, unsigned
from hilft.cases.model import Case, CaseState, DraftKind
from hilft.cases.problems import NoSuchMessage
from hilft.cases.rows import DraftRow
from hilft.db import Transaction
from hilft.ids import DeliveryId
from hilft.outbox import (
    Delivery,
    DeliveryState,
    confirm_sent,
    find_delivery,
    mark_taken,
    parts_of,
    resend,
    retry,
    undo,
)
from hilft.staff import Agent
from hilft.timeline import Subject, append


async def undo_answer(tx: Transaction, agent: Agent, delivery_id: DeliveryId, now: datetime) -> DraftRow:
    """Take an answer back while it is held, a numbered thread as a whole: its text is the agent's draft again.

    Raises ``TooLate`` once any of it has left; then all of it stays as it is.
    """
    case = await _case_of(tx, agent, delivery_id)
    chosen = await find_delivery(tx.conn, agent.brand_id, delivery_id)
    assert chosen is not None  # the case was found through it
    texts = []
    for part in await parts_of(tx.conn, chosen):
        delivery = await undo(tx, agent.brand_id, part.id, now)
        await store.withdraw_message(tx.conn, agent.brand_id, delivery.message_id, withdrawn=True)
        await store.release_uploads(tx.conn, agent.brand_id, delivery.message_id)
        await append(
            tx.conn, agent.brand_id, Subject.CASE, case.id, "delivery.undone", now, agent_id=agent.id,
            delivery=delivery.id,
        )  # fmt: skip
        texts.append(unsigned(delivery.to_send.text, agent.signature))
    kind = DraftKind(chosen.to_send.visibility.value)
    text = texts[0] if len(texts) == 1 else unnumbered(texts)
    version = int(now.timestamp() * 1000)
    kept = await store.save_draft(tx.conn, agent.brand_id, agent.id, case.id, kind, text, version, now)
    await settle(tx, case, now)
    return DraftRow(kind, text, kept, now)


async def send_again(tx: Transaction, agent: Agent, delivery_id: DeliveryId, now: datetime) -> Delivery:
    """Send an answer again that is not there, or that was refused for a reason that was mended."""
    case = await _case_of(tx, agent, delivery_id)
    there = await find_delivery(tx.conn, agent.brand_id, delivery_id)
    again = retry if there is not None and there.state is DeliveryState.REFUSED else resend
    delivery = await again(tx, agent.brand_id, delivery_id, now)
    await store.withdraw_message(tx.conn, agent.brand_id, delivery.message_id, withdrawn=False)
    await _note(tx, case, delivery, "delivery.resent", now, agent)
    return delivery


async def it_is_there(tx: Transaction, agent: Agent, delivery_id: DeliveryId, now: datetime) -> Delivery:
    """Settle an answer whose fate was unclear: a person saw it at the network."""
    case = await _case_of(tx, agent, delivery_id)
    delivery = await confirm_sent(tx, agent.brand_id, delivery_id, now)
    await _note(tx, case, delivery, "delivery.confirmed", now, agent)
    return delivery


async def take_outcome(tx: Transaction, found: Delivery, now: datetime) -> None:
    """Take in what became of a delivery. Can be repeated: it sends nothing and says nothing twice."""
    case_id = await store.case_of_message(tx.conn, found.brand_id, found.message_id)
    case = await locked(tx, found.brand_id, case_id) if case_id is not None else None
    if not await mark_taken(tx.conn, found.brand_id, [found.id], now):
        return  # somebody else took it in, or it is on its way again
    delivery = await find_delivery(tx.conn, found.brand_id, found.id)
    if case is None or delivery is None or delivery.state is DeliveryState.UNDONE:
        return
    if delivery.state is DeliveryState.SENT:
        await _record_sent(tx, delivery)
    elif delivery.state is DeliveryState.REFUSED:
        await store.withdraw_message(tx.conn, delivery.brand_id, delivery.message_id, withdrawn=True)
        if case.state is CaseState.WAITING:
            case = replace(case, state=CaseState.OPEN, queue_at=now)
    await _note(tx, case, delivery, f"delivery.{delivery.state.value}", now, None)


async def _record_sent(tx: Transaction, delivery: Delivery) -> None:
    ref = delivery.message
    if ref is None:
        return
    names = [ref.external_id, *ref.names]
    message = await store.message_by_id(tx.conn, delivery.brand_id, delivery.message_id)
    assert message is not None  # the case was found through it
    conversation = await store.conversation_by_id(tx.conn, delivery.brand_id, message.conversation_id)
    assert conversation is not None  # a foreign key points here
    twin = await store.message_by_names(tx.conn, delivery.brand_id, conversation.scope, names)
    if twin is not None and twin.id != message.id and twin.outside:
        for forget in (store.drop_names, store.drop_attachments, store.drop_outside_twin):
            await forget(tx.conn, delivery.brand_id, twin.id)
    await store.record_sent(
        tx.conn, delivery.brand_id, delivery.message_id, ref.external_id, ref.url, dict(ref.extra)
    )
    await store.name_message(tx.conn, delivery.brand_id, conversation.scope, names, message.id)


async def _case_of(tx: Transaction, agent: Agent, delivery_id: DeliveryId) -> Case:
    delivery = await find_delivery(tx.conn, agent.brand_id, delivery_id)
    if delivery is None:
        raise NoSuchMessage
    case_id = await store.case_of_message(tx.conn, agent.brand_id, delivery.message_id)
    if case_id is None:
        raise NoSuchMessage
    return await locked(tx, agent.brand_id, case_id)


async def _note(
    tx: Transaction, case: Case, delivery: Delivery, kind: str, now: datetime, agent: Agent | None
) -> None:
    await append(
        tx.conn, case.brand_id, Subject.CASE, case.id, kind, now, agent_id=agent.id if agent else None,
        delivery=delivery.id, message=delivery.message_id,
    )  # fmt: skip
    await settle(tx, case, now, spoken=False)
