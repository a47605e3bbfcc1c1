"""A post of the account itself: sent by the desk, or written in the network's own app."""

import re

from hilft.cases import store
from hilft.cases.actions.belongs import base_key
from hilft.cases.actions.heal import heal
from hilft.cases.actions.settle import locked, settle
from hilft.cases.actions.write import write_message
from hilft.cases.model import Arrival, Conversation, Direction, Known, NotYet, Parked
from hilft.channels import Visibility
from hilft.db import Transaction
from hilft.ids import ConversationId, new_id
from hilft.outbox import Delivery, DeliveryState, adopt, by_external, unfinished_of_account
from hilft.timeline import Subject, append


async def take_in_own(tx: Transaction, arrival: Arrival) -> list[str]:
    """Join our own post with its delivery, or show it as written outside the desk, which ends the waiting."""
    delivery = await _delivery_of(tx, arrival)
    if delivery is not None:
        await store.name_message(
            tx.conn, arrival.brand_id, arrival.account.scope, arrival.names, delivery.message_id
        )
        return arrival.names
    where = await _thread_of(tx, arrival)
    if where is None:
        raise Parked
    key, home, parent = where
    case = await locked(tx, arrival.brand_id, home.case_id)
    conversation = await _conversation(tx, arrival, key, home, parent)
    message_id = await write_message(
        tx, arrival, case.id, conversation, Direction.OUT, author_id=None, needs_answer=False
    )
    await append(
        tx.conn, arrival.brand_id, Subject.CASE, case.id, "message.outside", arrival.event.occurred_at,
        message=message_id,
    )  # fmt: skip
    await settle(tx, case, arrival.now)
    await heal(tx, arrival.brand_id, arrival.account.scope, arrival.names, key, arrival.now)
    return [*arrival.names, *([arrival.event.parent] if arrival.event.parent else [])]


async def _delivery_of(tx: Transaction, arrival: Arrival) -> Delivery | None:
    """Find the delivery this post came from; waits while a send of the account is under way."""
    account, event = arrival.account, arrival.event
    sent = await by_external(tx.conn, arrival.brand_id, account.id, event.message.external_id)
    if sent is not None:
        return sent
    for delivery in await unfinished_of_account(tx.conn, arrival.brand_id, account.id):
        parents = delivery.to_send.in_reply_to
        named = {parents.external_id, *parents.names} if parents else {None}
        if event.parent in named and plain(delivery.to_send.text) in plain(event.text):
            return await adopt(
                tx, arrival.brand_id, delivery.id, event.message, event.occurred_at, arrival.now
            )
        if delivery.state is DeliveryState.SENDING:
            raise NotYet
    return None


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
    keys = [*arrival.names, *([arrival.event.parent] if arrival.event.parent else [])]
    thread = await store.conversations_by_keys(tx.conn, brand_id, scope, keys)
    if not thread:
        return None
    key = arrival.event.parent or arrival.event.message.external_id
    return key, thread[0], None


async def _conversation(
    tx: Transaction, arrival: Arrival, key: str, home: Conversation, parent: Known | None
) -> ConversationId:
    """Give the conversation of the post: its parent's, or a private one with whom it answers."""
    if home.visibility is arrival.event.visibility:
        return home.id
    partner = ""
    if arrival.event.visibility is Visibility.PRIVATE and parent is not None and parent.author_id is not None:
        partner = str(parent.author_id)
    conversation = await store.open_conversation(
        tx.conn, arrival.brand_id, ConversationId(new_id()), home.case_id, arrival.account.id,
        arrival.account.scope, key, arrival.event.visibility, partner, arrival.event.occurred_at,
    )  # fmt: skip
    assert conversation is not None  # an upsert always gives its row
    return conversation.id
