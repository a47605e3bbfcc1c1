"""A post of the account itself: sent by the desk, or written in the network's own app."""

import re

from hilft.cases import store
from hilft.cases.actions.belongs import base_key
from hilft.cases.actions.heal import is_common
from hilft.cases.actions.known import make_known
from hilft.cases.actions.opening import case_of_person
from hilft.cases.actions.settle import locked, settle
from hilft.cases.actions.write import write_message
from hilft.cases.model import Arrival, Conversation, Direction, Known, NotYet, Parked
from hilft.channels import Visibility
from hilft.customers import find_handle
from hilft.db import Transaction
from hilft.ids import ConversationId, new_id
from hilft.outbox import Delivery, DeliveryState, adopt, by_external, unfinished_of_account
from hilft.timeline import Subject, append


async def take_in_own(tx: Transaction, arrival: Arrival) -> list[str]:
    """Join our own post with its delivery, or show it as written outside the desk, which ends the waiting."""
    delivery = await _delivery_of(tx, arrival)
    if delivery is not None and delivery.to_send.everybody:
        return _waking(arrival)  # said to everybody: no case has it
    if delivery is not None:
        await make_known(tx, arrival.brand_id, arrival.called, delivery.message_id, arrival.now)
        return _waking(arrival)
    where = await _thread_of(tx, arrival)
    if where is None:
        raise Parked
    key, home, parent = where
    conversation = await _conversation(tx, arrival, key, home, parent)
    case = await locked(tx, arrival.brand_id, conversation.case_id)
    message_id = await write_message(
        tx, arrival, case.id, conversation.id, Direction.OUT, author_id=None, needs_answer=False
    )
    await append(
        tx.conn, arrival.brand_id, Subject.CASE, case.id, "message.outside", arrival.event.occurred_at,
        message=message_id,
    )  # fmt: skip
    await settle(tx, case, arrival.now)
    await make_known(tx, arrival.brand_id, arrival.called, message_id, arrival.now, key)
    return _waking(arrival)


def _waking(arrival: Arrival) -> list[str]:
    return [*arrival.called, *([arrival.event.parent] if arrival.event.parent else [])]


async def _delivery_of(tx: Transaction, arrival: Arrival) -> Delivery | None:
    """Find the delivery this post came from; waits while a send of the account is under way."""
    account, event = arrival.account, arrival.event
    sent = await by_external(tx.conn, arrival.brand_id, account.id, event.message.external_id)
    if sent is not None:
        return sent
    unfinished = await unfinished_of_account(tx.conn, arrival.brand_id, account.id)
    ours = next((delivery for delivery in reversed(unfinished) if _is_this(delivery, arrival)), None)
    if ours is not None:
        case_id = await store.case_of_message(tx.conn, arrival.brand_id, ours.message_id)
        if case_id is not None:
            await locked(tx, arrival.brand_id, case_id)  # like everybody: the case before its delivery
        return await adopt(tx, arrival.brand_id, ours.id, event.message, event.occurred_at, arrival.now)
    if any(delivery.state is DeliveryState.SENDING for delivery in unfinished):
        raise NotYet
    return None


def _is_this(delivery: Delivery, arrival: Arrival) -> bool:
    parents = delivery.to_send.in_reply_to
    named = {parents.external_id, *parents.names} if parents else {None}
    return arrival.event.parent in named and plain(delivery.to_send.text) in plain(arrival.event.text)


def plain(text: str) -> str:
    """Reduce a text to its words: networks change blanks, add mentions and shorten links."""
    return " ".join(re.sub(r"@[\w.-]+(@[\w.:-]+)?", " ", text).split()).casefold()


async def _thread_of(tx: Transaction, arrival: Arrival) -> tuple[str, Conversation, Known | None] | None:
    brand_id, scope = arrival.brand_id, arrival.account.scope
    if arrival.event.parent is not None:
        parent = await store.message_by_names(tx.conn, brand_id, scope, [arrival.event.parent])
        if parent is not None:
            home = await store.conversation_by_id(tx.conn, brand_id, parent.conversation_id)
            assert home is not None  # a foreign key points here
            return base_key(home.thread_key), home, parent
    thread = await store.conversations_by_keys(tx.conn, brand_id, scope, _waking(arrival))
    if not thread:
        return None
    key = arrival.event.thread_key or arrival.event.parent or arrival.event.message.external_id
    return key, next((each for each in thread if is_common(each)), thread[0]), None


async def _conversation(
    tx: Transaction, arrival: Arrival, key: str, home: Conversation, parent: Known | None
) -> Conversation:
    """Give the conversation of the post: its parent's, the public part of the thread, or private words with somebody."""
    if home.visibility is arrival.event.visibility:
        return home
    case, partner = await locked(tx, arrival.brand_id, home.case_id), ""
    if arrival.event.visibility is Visibility.PRIVATE:
        addressee = (parent.author_id if parent else None) or case.handle_id
        person = await find_handle(tx.conn, arrival.brand_id, addressee)
        customer = await find_handle(tx.conn, arrival.brand_id, case.handle_id)
        assert person is not None  # a foreign key points here
        assert customer is not None  # a foreign key points here
        partner = str(person.id)
        if person.customer_id != customer.customer_id:
            case = await case_of_person(
                tx, arrival.brand_id, person, arrival.account.id, arrival.event.occurred_at, arrival.now
            )
    conversation = await store.open_conversation(
        tx.conn, arrival.brand_id, ConversationId(new_id()), case.id, arrival.account.id,
        arrival.account.scope, key, arrival.event.visibility, partner, arrival.event.occurred_at,
    )  # fmt: skip
    assert conversation is not None  # an upsert always gives its row
    return conversation
