"""What becomes of an answer after send was pressed: taken back, settled by a person, reported by the network."""

from dataclasses import replace
from datetime import datetime

from hilft.accounts import account
from hilft.cases import store
from hilft.cases.actions.known import make_known
from hilft.cases.actions.settle import locked, settle
from hilft.cases.answer import unnumbered, unsigned
from hilft.cases.model import Case, CaseState, DraftKind
from hilft.cases.problems import NoSuchMessage
from hilft.cases.rows import DraftRow
from hilft.db import Transaction
from hilft.ids import DeliveryId
from hilft.memory import withdraw_promises
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
from hilft.staff import Agent, agent_by_id
from hilft.timeline import Subject, append


async def undo_answer(tx: Transaction, agent: Agent, delivery_id: DeliveryId, now: datetime) -> DraftRow:
    """Take an answer back while it is held, a numbered thread as a whole: its text is the agent's draft again.

    Raises ``TooLate`` once any of it has left; then all of it stays as it is.
    """
    case = await _case_of(tx, agent, delivery_id)
    chosen = await find_delivery(tx.conn, agent.brand_id, delivery_id)
    assert chosen is not None  # the case was found through it
    author_id = await store.author_of_answer(tx.conn, agent.brand_id, chosen.message_id)
    author = await agent_by_id(tx.conn, agent.brand_id, author_id) if author_id else None
    texts = []
    for part in await parts_of(tx.conn, chosen):
        delivery = await undo(tx, agent.brand_id, part.id, now)
        await store.withdraw_message(tx.conn, agent.brand_id, delivery.message_id, withdrawn=True)
        await withdraw_promises(tx, agent.brand_id, delivery.message_id)
        await store.release_uploads(tx.conn, agent.brand_id, delivery.message_id)
        await append(
            tx.conn, agent.brand_id, Subject.CASE, case.id, "delivery.undone", now, agent_id=agent.id,
            delivery=delivery.id,
        )  # fmt: skip
        texts.append(unsigned(delivery.to_send.text, (author or agent).signature))
    kind = DraftKind(chosen.to_send.visibility.value)
    text = texts[0] if len(texts) == 1 else unnumbered(texts)
    draft = await _back_in_draft(tx, agent, case, kind, text, now)
    await settle(tx, case, now)
    return draft


async def _back_in_draft(
    tx: Transaction, agent: Agent, case: Case, kind: DraftKind, text: str, now: datetime
) -> DraftRow:
    """Put the text before what has been typed since: neither is lost."""
    drafts = await store.drafts_of(tx.conn, agent.brand_id, agent.id, case.id)
    typed = next((draft for draft in drafts if draft.kind is kind), None)
    version = int(now.timestamp() * 1000)
    if typed is not None:
        version = max(version, typed.version + 1)
        if typed.text.strip() and typed.text.strip() != text.strip():
            text = f"{text}\n\n{typed.text}"
    kept = await store.save_draft(tx.conn, agent.brand_id, agent.id, case.id, kind, text, version, now)
    return DraftRow(kind, text, kept, now)


async def send_again(tx: Transaction, agent: Agent, delivery_id: DeliveryId, now: datetime) -> Delivery:
    """Send an answer again that is not there, or that was refused for a reason that was mended."""
    case = await _case_of(tx, agent, delivery_id)
    there = await find_delivery(tx.conn, agent.brand_id, delivery_id)
    again = retry if there is not None and there.state is DeliveryState.REFUSED else resend
    delivery = await again(tx, agent.brand_id, delivery_id, now)
    await store.withdraw_message(tx.conn, agent.brand_id, delivery.message_id, withdrawn=False)
    await withdraw_promises(tx, agent.brand_id, delivery.message_id, withdrawn=False)
    await _note(tx, case, delivery, "delivery.resent", now, agent)
    return delivery


async def it_is_there(tx: Transaction, agent: Agent, delivery_id: DeliveryId, now: datetime) -> Delivery:
    """Settle an answer whose fate was unclear: a person saw it at the network."""
    case = await _case_of(tx, agent, delivery_id)
    delivery = await confirm_sent(tx, agent.brand_id, delivery_id, now)
    await store.withdraw_message(tx.conn, agent.brand_id, delivery.message_id, withdrawn=False)
    await withdraw_promises(tx, agent.brand_id, delivery.message_id, withdrawn=False)
    await _note(tx, case, delivery, "delivery.confirmed", now, agent)
    return delivery


async def take_outcome(tx: Transaction, found: Delivery, now: datetime) -> None:
    """Take in what became of a delivery. Can be repeated: it sends nothing and says nothing twice."""
    case_id = await store.case_of_message(tx.conn, found.brand_id, found.message_id)
    if case_id is not None:
        there = await account(tx.conn, found.brand_id, found.account_id)
        await store.lock_scope(tx.conn, found.brand_id, there.scope)
        await locked(tx, found.brand_id, case_id)
    if not await mark_taken(tx.conn, found.brand_id, [found.id], now):
        return  # somebody else took it in, or it is on its way again
    delivery = await find_delivery(tx.conn, found.brand_id, found.id)
    if case_id is None or delivery is None or delivery.state is DeliveryState.UNDONE:
        return
    if delivery.state is DeliveryState.SENT:
        await _record_sent(tx, delivery, now)
    else:
        refused = delivery.state is DeliveryState.REFUSED
        await store.withdraw_message(
            tx.conn, delivery.brand_id, delivery.message_id, withdrawn=refused, look=True
        )
        await withdraw_promises(tx, delivery.brand_id, delivery.message_id, withdrawn=refused)
    case_id = await store.case_of_message(tx.conn, found.brand_id, found.message_id)
    assert case_id is not None  # it was there above, and its row is locked
    case = await locked(tx, found.brand_id, case_id)
    if delivery.state is not DeliveryState.SENT:
        case = await _back_on_the_desk(tx, case)
    await _note(tx, case, delivery, f"delivery.{delivery.state.value}", now, None)


async def _back_on_the_desk(tx: Transaction, case: Case) -> Case:
    """An answer that did not arrive needs somebody, even where the case was put away because of it."""
    if case.state in {CaseState.SOLVED, CaseState.CLOSED}:
        await store.set_settled(tx.conn, case.brand_id, case.id, settled=False)
        case = replace(case, state=CaseState.OPEN, solved_at=None, closed_at=None)
    return replace(case, snoozed_until=None)


async def _record_sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    ref, brand_id, message_id = delivery.message, delivery.brand_id, delivery.message_id
    if ref is None:
        await store.withdraw_message(tx.conn, brand_id, message_id, withdrawn=False)
        return
    names = [ref.external_id, *ref.names]
    message = await store.message_by_id(tx.conn, brand_id, message_id)
    assert message is not None  # the case was found through it
    conversation = await store.conversation_by_id(tx.conn, brand_id, message.conversation_id)
    assert conversation is not None  # a foreign key points here
    twin = await store.message_by_names(tx.conn, brand_id, conversation.scope, names)
    if twin is not None and twin.id != message.id:
        if not twin.outside:
            return  # one post cannot be two answers: the first to claim it has it
        for forget in (store.drop_names, store.drop_attachments, store.drop_edits, store.drop_outside_twin):
            await forget(tx.conn, brand_id, twin.id)
        await settle(tx, await locked(tx, brand_id, twin.case_id), now)
    await store.record_sent(tx.conn, brand_id, message_id, ref.external_id, ref.url, dict(ref.extra))
    await make_known(tx, brand_id, names, message_id, now)


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
