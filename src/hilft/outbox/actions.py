"""What people do with an answer on its way: hold it back, take it back, settle what is unclear. No verb commits."""

from datetime import datetime

from hilft.channels import Fate, MessageRef, Report, Sent
from hilft.channels.contract import N_
from hilft.db import Connection, Transaction, storable
from hilft.ids import AccountId, BrandId, ConversationId, DeliveryId, MessageId, new_id
from hilft.outbox import store
from hilft.outbox.model import Delivery, DeliveryState
from hilft.outbox.problems import NoSuchDelivery, Settled, TooLate
from hilft.outbox.request import Request, keep_sent

TOPIC = "outbox"
NOT_DELIVERED = N_("The network took it and could not deliver it.")


async def hold(
    tx: Transaction,
    brand_id: BrandId,
    *,
    message_id: MessageId,
    conversation_id: ConversationId,
    account_id: AccountId,
    request: Request,
    hold_until: datetime | None,
    now: datetime,
) -> Delivery:
    """Put a message on its way; until ``hold_until`` it can be undone, None sends at once.

    A message has one delivery for ever: asking again gives the one that is there, unchanged.
    """
    await store.open_lane(tx.conn, brand_id, account_id)
    state = DeliveryState.QUEUED if hold_until is None else DeliveryState.HELD
    created = await store.insert_delivery(
        tx.conn, brand_id, DeliveryId(new_id()), message_id, conversation_id, account_id,
        state, request.to_json(), hold_until or now, now,
    )  # fmt: skip
    tx.nudge(brand_id, TOPIC)
    if created is not None:
        return created
    there = await store.delivery_of_message(tx.conn, brand_id, message_id)
    assert there is not None  # the insert met it
    return there


async def undo(tx: Transaction, brand_id: BrandId, delivery_id: DeliveryId, now: datetime) -> Delivery:
    """Take back what is still held. Raises ``TooLate`` once a worker has claimed it: exactly one of both wins."""
    return await _changed(
        tx, brand_id, delivery_id, await store.undo(tx.conn, brand_id, delivery_id, now), TooLate
    )


async def take_back(tx: Transaction, brand_id: BrandId, delivery_id: DeliveryId, now: datetime) -> bool:
    """Take back what the network was certainly never given; False: it may have it, or is being asked."""
    taken = await store.take_back(tx.conn, brand_id, delivery_id, now) is not None
    if taken:
        tx.nudge(brand_id, TOPIC)
    return taken


async def parts_of(conn: Connection, delivery: Delivery) -> list[Delivery]:
    """Give all parts of the numbered thread a delivery belongs to, in order; a single answer is its only part."""
    parts = [delivery]
    while (before := parts[0].to_send.follows) is not None:
        found = await store.find_delivery(conn, delivery.brand_id, before)
        assert found is not None  # deliveries are never removed
        parts.insert(0, found)
    while True:
        last = parts[-1]
        after = await store.next_part(conn, last.brand_id, last.conversation_id, last.id)
        if after is None:
            return parts
        parts.append(after)


async def resend(tx: Transaction, brand_id: BrandId, delivery_id: DeliveryId, now: datetime) -> Delivery:
    """Send an unknown one again, because a person looked and it is not there. Raises ``Settled``."""
    row = await store.queue_again(tx.conn, brand_id, delivery_id, DeliveryState.UNKNOWN, now)
    return await _changed(tx, brand_id, delivery_id, row, Settled)


async def confirm_sent(
    tx: Transaction,
    brand_id: BrandId,
    delivery_id: DeliveryId,
    now: datetime,
    external_id: str | None = None,
) -> Delivery:
    """Settle an unknown one as sent, because a person saw it at the network. Raises ``Settled``.

    Without ``external_id`` it stays without a reference until its own post comes back (``adopt``).
    """
    ref = keep_sent(Sent(MessageRef(external_id), now)) if external_id else None
    row = await store.confirm_sent(tx.conn, brand_id, delivery_id, external_id, ref, now)
    return await _changed(tx, brand_id, delivery_id, row, Settled)


async def retry(tx: Transaction, brand_id: BrandId, delivery_id: DeliveryId, now: datetime) -> Delivery:
    """Try a refused one again, because its reason was mended. Raises ``Settled``."""
    row = await store.queue_again(tx.conn, brand_id, delivery_id, DeliveryState.REFUSED, now)
    return await _changed(tx, brand_id, delivery_id, row, Settled)


async def doubt_all(tx: Transaction, brand_id: BrandId, reason: str, now: datetime) -> int:
    """Make everything unfinished of the brand ``unknown``, because somebody else may have sent it; give how many."""
    count = await store.doubt_all(tx.conn, brand_id, reason, now)
    if count:
        tx.nudge(brand_id, TOPIC)
    return count


async def adopt(
    tx: Transaction,
    brand_id: BrandId,
    delivery_id: DeliveryId,
    ref: MessageRef,
    occurred_at: datetime,
    now: datetime,
) -> Delivery:
    """Record as sent what came back from the network as our own post; one that is sent already stays as it is.

    Raises ``Settled`` for one that was taken back by its agent and cannot be this post.
    """
    row = await store.record_sent(
        tx.conn, brand_id, delivery_id, ref.external_id, keep_sent(Sent(ref, occurred_at)), now
    )
    if row is None:
        there = await store.find_delivery(tx.conn, brand_id, delivery_id)
        if there is not None and there.state is DeliveryState.SENT:
            return there
    return await _changed(tx, brand_id, delivery_id, row, Settled)


async def report(
    tx: Transaction, delivery: Delivery, told: Report, occurred_at: datetime, now: datetime
) -> None:
    """Take in what the network tells of an answer it took: it was delivered, or could not be after all.

    A failure makes it refused, with the network's reason, to be taken in like every other outcome.
    """
    brand_id, reason = delivery.brand_id, storable(told.reason) or NOT_DELIVERED
    if told.fate is Fate.DELIVERED:
        changed = await store.note_delivered(tx.conn, brand_id, delivery.id, occurred_at)
    else:
        changed = await store.take_back_sent(tx.conn, brand_id, delivery.id, reason, now)
    if changed:
        await store.log(
            tx.conn,
            brand_id,
            new_id(),
            delivery.account_id,
            delivery.id,
            now,
            told.fate,
            storable(told.reason),
        )
        tx.nudge(brand_id, TOPIC)


async def forget_texts(tx: Transaction, brand_id: BrandId, message_ids: list[MessageId]) -> None:
    """Erase what was said in answers that are done with; that they were sent, and how, stays."""
    if message_ids:
        await store.forget_texts(tx.conn, brand_id, message_ids)
        await store.forget_papers(tx.conn, brand_id, message_ids)


async def states_of(
    conn: Connection, brand_id: BrandId, message_ids: list[MessageId]
) -> dict[MessageId, Delivery]:
    """Give the deliveries of these messages by message; what never went out through the desk is missing."""
    return {row.message_id: row for row in await store.deliveries_of(conn, brand_id, message_ids)}


async def unfinished_of_account(
    conn: Connection, brand_id: BrandId, account_id: AccountId, limit: int = 200
) -> list[Delivery]:
    """Give what may come back as a post of ours whose id we do not know, the newest first.

    That is what is being sent or unknown, and what a person confirmed without an id.
    """
    return await store.unfinished_of_account(conn, brand_id, account_id, limit)


async def _changed(
    tx: Transaction,
    brand_id: BrandId,
    delivery_id: DeliveryId,
    row: Delivery | None,
    otherwise: type[TooLate | Settled],
) -> Delivery:
    if row is None:
        if await store.find_delivery(tx.conn, brand_id, delivery_id) is None:
            raise NoSuchDelivery
        raise otherwise
    tx.nudge(brand_id, TOPIC)
    return row
