"""Decide to which case and conversation a customer's message belongs (design: domain, four rules).

1. A reply in a known thread belongs to that thread's case; a private one is a private conversation of it.
2. A private message without a thread belongs to the customer's open case, of several to the one answered last.
3. A new thread is a new case, a public one and a private one (a mail). Nothing is joined by subject, wording, name or
   picture.
4. Where 2 or 3 would apply, a case code in the text leads to that case, if it is the author's own.
"""

from dataclasses import dataclass

from hilft.cases import store
from hilft.cases.actions.heal import is_common
from hilft.cases.actions.moving import give
from hilft.cases.actions.opening import open_case
from hilft.cases.actions.settle import locked
from hilft.cases.codes import codes_in
from hilft.cases.model import Arrival, Case, CaseState, Conversation, Known, NotYet, may_reopen
from hilft.channels import Visibility
from hilft.customers import Handle, find_handle
from hilft.db import Transaction
from hilft.ids import CaseId, ConversationId, new_id
from hilft.outbox import SaidToAll, said_to_all


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes. ``opened``: the case is new with it."""

    case: Case
    conversation: Conversation
    opened: bool


@dataclass(frozen=True, slots=True)
class Above:
    """What a message answers, as far as it is known: a message, or something we said to everybody."""

    key: str
    "Of its thread."
    parent: Known | None = None
    news: SaidToAll | None = None


async def above(tx: Transaction, arrival: Arrival, author: Handle) -> Above:
    """Give the key of the message's thread and what it answers; ``NotYet`` while that is being said by us.

    Whoever answers what we said to everybody begins a thread of their own, the same however often they do.
    """
    event, brand_id = arrival.event, arrival.brand_id
    if event.parent is None:
        return Above(event.thread_key or event.message.external_id)
    parent = await _nearest_known(tx, arrival)
    if parent is not None:
        conversation = await store.conversation_by_id(tx.conn, brand_id, parent.conversation_id)
        assert conversation is not None  # a foreign key points here
        return Above(base_key(conversation.thread_key), parent)
    said = await said_to_all(tx.conn, brand_id, arrival.account.scope, [event.parent], arrival.now)
    news = next((each for each in said if event.parent in each.names), None)
    if news is not None:
        return Above(f"{news.external_id}{ANSWERED_BY}{author.id}", news=news)
    if any(each.external_id is None for each in said):
        raise NotYet
    return Above(event.thread_key or event.parent)


ANSWERED_BY = "\N{INFORMATION SEPARATOR TWO}"


async def _nearest_known(tx: Transaction, arrival: Arrival) -> Known | None:
    """Give the message answered, or where nobody here knows that one, the nearest known above it."""
    assert arrival.event.parent is not None  # asked only then
    for name in (arrival.event.parent, *arrival.event.ancestors):
        found = await store.message_by_names(tx.conn, arrival.brand_id, arrival.account.scope, [name])
        if found is not None:
            return found
    return None


async def place(tx: Transaction, arrival: Arrival, author: Handle, key: str) -> Place:
    """Find or open the case and the conversation of an inbound message.

    Looked at is the thread as it is known, and what waits under the message's own names: replies that came before it.
    """
    keys = [key, *arrival.names]
    thread = await store.conversations_by_keys(tx.conn, arrival.brand_id, arrival.account.scope, keys)
    thread.sort(key=lambda each: each.thread_key != key)
    if arrival.event.visibility is Visibility.PUBLIC:
        return await _public_place(tx, arrival, author, key, thread)
    return await _private_place(tx, arrival, author, key, thread)


async def _public_place(
    tx: Transaction, arrival: Arrival, author: Handle, key: str, thread: list[Conversation]
) -> Place:
    part = next(
        (c for c in thread if c.visibility is Visibility.PUBLIC and c.partner == str(author.id)), None
    )
    home = part or next((c for c in thread if is_common(c)), None)
    if home is None:
        case = await _only_this_so_far(tx, author, thread) or await _named_by_code(tx, arrival, author)
        opened = case is None
        case = case or await _new_case(tx, arrival, author)
        return Place(case, await _converse(tx, arrival, case.id, key), opened)
    partner = part.partner if part else ""
    case = await locked(tx, arrival.brand_id, home.case_id)
    if not may_reopen(case, arrival.now, arrival.reopen_window):
        for each in thread:
            if each.case_id == case.id:
                await _retire(tx, arrival, each)
        follower = await _new_case(tx, arrival, author, follows=case.id)
        return Place(follower, await _converse(tx, arrival, follower.id, key, partner), opened=True)
    if part is None and await store.only_ours(tx.conn, arrival.brand_id, home.id):
        # What we said in public may stand in a case of other words, by somebody who answered it in private.
        own = await _only_this_so_far(tx, author, thread) or await _new_case(tx, arrival, author)
        await give(tx, home, own.id, arrival.now)
        case = await locked(tx, arrival.brand_id, own.id)
    return Place(case, await _converse(tx, arrival, case.id, key, partner), opened=False)


async def _only_this_so_far(tx: Transaction, author: Handle, thread: list[Conversation]) -> Case | None:
    """Give the author's case that holds nothing but this thread: what came before the message at hand."""
    known = {each.id for each in thread}
    for each in thread:
        case = await locked(tx, each.brand_id, each.case_id)
        if case.state not in {CaseState.OPEN, CaseState.WAITING} or not await is_of(tx, case, author):
            continue
        if all(c.id in known for c in await store.conversations_of_case(tx.conn, each.brand_id, case.id)):
            return case
    return None


async def _private_place(
    tx: Transaction, arrival: Arrival, author: Handle, key: str, thread: list[Conversation]
) -> Place:
    partner, old = str(author.id), None
    thread.sort(key=lambda each: (each.partner != partner, each.thread_key != key))
    for conversation in thread:
        case = await locked(tx, arrival.brand_id, conversation.case_id)
        if conversation.partner != partner and not await _may_speak(tx, arrival, case, author):
            continue
        if may_reopen(case, arrival.now, arrival.reopen_window):
            return Place(case, await _converse(tx, arrival, case.id, key, partner), opened=False)
        await _retire(tx, arrival, conversation)
        old = case.id
    if old is None and (found := await _case_for_private(tx, arrival, author)) is not None:
        return Place(found, await _converse(tx, arrival, found.id, key, partner), opened=False)
    if arrival.event.thread_key is None:
        old = old or await store.newest_case_of(tx.conn, arrival.brand_id, author.customer_id)
    case = await _new_case(tx, arrival, author, follows=old)
    return Place(case, await _converse(tx, arrival, case.id, key, partner), opened=True)


async def _case_for_private(tx: Transaction, arrival: Arrival, author: Handle) -> Case | None:
    named = await _named_by_code(tx, arrival, author)
    if named is not None or arrival.event.thread_key is not None:
        return named
    since = arrival.now - arrival.reopen_window
    found = await store.cases_for_private(tx.conn, arrival.brand_id, author.customer_id, since)
    return await locked(tx, arrival.brand_id, found) if found is not None else None


async def _named_by_code(tx: Transaction, arrival: Arrival, author: Handle) -> Case | None:
    """Give the author's own case whose code stands in the text; a code of somebody else's case opens nothing."""
    for code in codes_in(arrival.event.text):
        found = await store.case_by_code(tx.conn, arrival.brand_id, code)
        if found is not None:
            case = await locked(tx, arrival.brand_id, found.id)
            if may_reopen(case, arrival.now, arrival.reopen_window) and await is_of(tx, case, author):
                return case
    return None


async def _may_speak(tx: Transaction, arrival: Arrival, case: Case, author: Handle) -> bool:
    """Whether somebody's private words belong to this case: it is theirs, or they were given an answer of it."""
    return arrival.event.invited or await is_of(tx, case, author)


async def is_of(tx: Transaction, case: Case, author: Handle) -> bool:
    """Whether a case is the author's own, under whichever of their handles."""
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
