"""Decide to which case and conversation a customer's message belongs (design: domain, four rules).

1. A reply in a known thread belongs to that thread's case; a private one is a private conversation of it.
2. A private message without a thread belongs to the customer's open case, of several to the one answered last.
3. A new public thread is a new case. Nothing is joined by subject, wording, name or picture.
"""

from dataclasses import dataclass

from hilft.cases import store
from hilft.cases.actions.opening import open_case
from hilft.cases.actions.settle import locked
from hilft.cases.model import Arrival, Case, Conversation, Known, may_reopen
from hilft.channels import Visibility
from hilft.customers import Handle, find_handle
from hilft.db import Transaction
from hilft.ids import CaseId, ConversationId, new_id


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes. ``opened``: the case is new with it."""

    case: Case
    conversation: Conversation
    opened: bool


async def thread_key(tx: Transaction, arrival: Arrival) -> tuple[str, Known | None]:
    """Give the key of the message's thread and the message it answers, as far as that is known."""
    event, brand_id, scope = arrival.event, arrival.brand_id, arrival.account.scope
    if event.parent is not None:
        parent = await store.message_by_names(tx.conn, brand_id, scope, [event.parent])
        if parent is not None:
            conversation = await store.conversation_by_id(tx.conn, brand_id, parent.conversation_id)
            assert conversation is not None  # a foreign key points here
            return base_key(conversation.thread_key), parent
        return event.thread_key or event.parent, None
    return event.thread_key or event.message.external_id, None


async def place(tx: Transaction, arrival: Arrival, author: Handle, key: str) -> Place:
    """Find or open the case and the conversation of an inbound message."""
    thread = await store.conversations_by_keys(tx.conn, arrival.brand_id, arrival.account.scope, [key])
    thread = thread or await _waiting_for(tx, arrival)
    if arrival.event.visibility is Visibility.PUBLIC:
        return await _public_place(tx, arrival, author, key, thread)
    return await _private_place(tx, arrival, author, key, thread)


async def _waiting_for(tx: Transaction, arrival: Arrival) -> list[Conversation]:
    """Give the conversations of replies that came before this message: they wait under its names."""
    return await store.conversations_by_keys(tx.conn, arrival.brand_id, arrival.account.scope, arrival.names)


async def _public_place(
    tx: Transaction, arrival: Arrival, author: Handle, key: str, thread: list[Conversation]
) -> Place:
    own = next((c for c in thread if c.partner == str(author.id) and c.visibility is Visibility.PUBLIC), None)
    common = own or next((c for c in thread if not c.partner), None) or next(iter(thread), None)
    if common is None:
        case = await _new_case(tx, arrival, author)
        return Place(case, await _converse(tx, arrival, case.id, key), opened=True)
    case = await locked(tx, arrival.brand_id, common.case_id)
    if may_reopen(case, arrival.now, arrival.reopen_window):
        partner = own.partner if own else ""
        return Place(case, await _converse(tx, arrival, case.id, key, partner), opened=False)
    for conversation in thread:
        await _retire(tx, arrival, conversation)
    follower = await _new_case(tx, arrival, author, follows=case.id)
    return Place(follower, await _converse(tx, arrival, follower.id, key), opened=True)


async def _private_place(
    tx: Transaction, arrival: Arrival, author: Handle, key: str, thread: list[Conversation]
) -> Place:
    old: CaseId | None = None
    for conversation in thread:
        case = await locked(tx, arrival.brand_id, conversation.case_id)
        if conversation.partner != str(author.id) and not await _is_of(tx, case, author):
            continue
        if may_reopen(case, arrival.now, arrival.reopen_window):
            return Place(case, await _converse(tx, arrival, case.id, key, str(author.id)), opened=False)
        await _retire(tx, arrival, conversation)
        old = case.id
    found = None
    if old is None:
        since = arrival.now - arrival.reopen_window
        found = await store.cases_for_private(tx.conn, arrival.brand_id, author.customer_id, since)
    if found is not None:
        case = await locked(tx, arrival.brand_id, found)
        return Place(case, await _converse(tx, arrival, case.id, key, str(author.id)), opened=False)
    old = old or await store.newest_case_of(tx.conn, arrival.brand_id, author.customer_id)
    case = await _new_case(tx, arrival, author, follows=old)
    return Place(case, await _converse(tx, arrival, case.id, key, str(author.id)), opened=True)


async def _is_of(tx: Transaction, case: Case, author: Handle) -> bool:
    if case.handle_id == author.id:
        return True
    customer = await find_handle(tx.conn, case.brand_id, case.handle_id)
    return customer is not None and customer.customer_id == author.customer_id


async def _new_case(tx: Transaction, arrival: Arrival, author: Handle, follows: CaseId | None = None) -> Case:
    return await open_case(
        tx,
        arrival.brand_id,
        handle_id=author.id,
        account_id=arrival.account.id,
        waiting_since=min(arrival.event.occurred_at, arrival.now),
        now=arrival.now,
        follows=follows,
    )


async def _converse(
    tx: Transaction, arrival: Arrival, case_id: CaseId, key: str, partner: str = ""
) -> Conversation:
    conversation = await store.open_conversation(
        tx.conn, arrival.brand_id, ConversationId(new_id()), case_id, arrival.account.id, arrival.account.scope,
        key, arrival.event.visibility, partner, arrival.event.occurred_at,
    )  # fmt: skip
    assert conversation is not None  # an upsert always gives its row
    return conversation


RETIRED = "\N{INFORMATION SEPARATOR ONE}"


async def _retire(tx: Transaction, arrival: Arrival, conversation: Conversation) -> None:
    """Free the thread's key for the case that follows; the old conversation keeps its messages."""
    key = f"{base_key(conversation.thread_key)}{RETIRED}{conversation.id}"
    await store.rekey_conversation(tx.conn, arrival.brand_id, conversation.id, key)


def base_key(key: str) -> str:
    """Give the key of the thread itself, also of a conversation that made room for a following case."""
    return key.partition(RETIRED)[0]
