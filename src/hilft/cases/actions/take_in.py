"""Take in what a network delivered: one event, in the transaction of its digest batch."""

from dataclasses import replace

from hilft.cases import store
from hilft.cases.actions.belongs import Place, place, thread_key
from hilft.cases.actions.changed import take_in_deletion, take_in_edit
from hilft.cases.actions.heal import heal
from hilft.cases.actions.own import take_in_own
from hilft.cases.actions.settle import locked, settle
from hilft.cases.actions.write import write_message
from hilft.cases.model import Arrival, CaseState, Direction, Known, Taken, addressed
from hilft.cases.thanks import is_short_thanks
from hilft.channels import EventType
from hilft.customers import Handle, recognise
from hilft.db import Transaction
from hilft.timeline import Subject, append


async def take_in(tx: Transaction, arrival: Arrival) -> Taken:
    """Give an event to its case: exactly one message whatever the order, however often it comes.

    Raises ``Parked`` for a post of our own in a thread nobody joined, ``NotYet`` when a send of the same account
    must be recorded first.
    """
    event = arrival.event
    await store.lock_scope(tx.conn, arrival.brand_id, arrival.account.scope)
    if event.type is EventType.EDITED:
        await take_in_edit(tx, arrival)
        return Taken([])
    if event.type is EventType.DELETED:
        await take_in_deletion(tx, arrival)
        return Taken([])
    if event.type is not EventType.MESSAGE:
        return Taken([])
    known = await store.message_by_names(tx.conn, arrival.brand_id, arrival.account.scope, arrival.names)
    if known is not None:
        return await _seen_again(tx, arrival, known)
    if event.own:
        return Taken(await take_in_own(tx, arrival))
    return await _take_in_words(tx, arrival)


async def _seen_again(tx: Transaction, arrival: Arrival, known: Known) -> Taken:
    """The same message by another account, server or read: learn its names, take over a newer edit."""
    await store.name_message(tx.conn, arrival.brand_id, arrival.account.scope, arrival.names, known.id)
    if arrival.account.role == "service" and known.to_main:
        await store.addressed_to_service(tx.conn, arrival.brand_id, known.id)
        tx.nudge(arrival.brand_id, f"case:{known.case_id}")
    conversation = await store.conversation_by_id(tx.conn, arrival.brand_id, known.conversation_id)
    assert conversation is not None  # a foreign key points here
    await heal(
        tx, arrival.brand_id, arrival.account.scope, arrival.names, conversation.thread_key, arrival.now
    )
    if arrival.event.edited_at is not None:
        await take_in_edit(tx, arrival)
    return Taken(arrival.names)


async def _take_in_words(tx: Transaction, arrival: Arrival) -> Taken:
    event = arrival.event
    author = await recognise(tx.conn, arrival.brand_id, arrival.account.scope, event.author, arrival.now)
    key, parent = await thread_key(tx, arrival)
    where = await place(tx, arrival, author, key)
    thanks = where.case.state is CaseState.SOLVED and is_short_thanks(event.text)
    message_id = await write_message(
        tx, arrival, where.case.id, where.conversation.id, Direction.IN,
        author_id=author.id, needs_answer=not thanks and addressed(arrival, parent),
    )  # fmt: skip
    await append(
        tx.conn, arrival.brand_id, Subject.CASE, where.case.id, "message.in", event.occurred_at,
        message=message_id, thanks=int(thanks),
    )  # fmt: skip
    await _reopen_and_settle(tx, arrival, where, author, thanks=thanks)
    await heal(tx, arrival.brand_id, arrival.account.scope, arrival.names, key, arrival.now)
    names = [*arrival.names, *([event.parent] if event.parent else [])]
    return Taken(names, parent_missing=event.parent is not None and parent is None)


async def _reopen_and_settle(
    tx: Transaction, arrival: Arrival, where: Place, author: Handle, *, thanks: bool
) -> None:
    case = await locked(tx, arrival.brand_id, where.case.id)
    if case.state is CaseState.SOLVED and not thanks:
        case = replace(case, state=CaseState.OPEN, solved_at=None)
        await append(tx.conn, arrival.brand_id, Subject.CASE, case.id, "case.reopened", arrival.now)
    if case.snoozed_until is not None:
        case = replace(case, snoozed_until=None)
        await append(tx.conn, arrival.brand_id, Subject.CASE, case.id, "case.woken", arrival.now)
    earlier = case.last_message_at is not None and arrival.event.occurred_at < case.last_message_at
    voices = not where.opened and (author.id != case.handle_id or earlier)
    await settle(tx, case, arrival.now, voices=voices)
