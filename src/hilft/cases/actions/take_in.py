"""Take in what a network delivered: one event, in the transaction of its digest batch."""

from dataclasses import replace

from hilft.cases import store
from hilft.cases.actions.belongs import Place, above, base_key, place
from hilft.cases.actions.changed import take_in_deletion, take_in_edit
from hilft.cases.actions.heal import heal
from hilft.cases.actions.mentioned import note_mentions
from hilft.cases.actions.own import take_in_own
from hilft.cases.actions.privately import sort_private_words
from hilft.cases.actions.reported import take_in_report
from hilft.cases.actions.settle import locked, settle
from hilft.cases.actions.write import write_message
from hilft.cases.model import Arrival, CaseState, Direction, Known, Taken, addressed, not_ahead
from hilft.cases.thanks import is_short_thanks
from hilft.channels import EventType
from hilft.customers import Handle, recognise
from hilft.db import Transaction
from hilft.ids import CaseId
from hilft.timeline import Subject, append

_LATER = {
    EventType.EDITED: take_in_edit,
    EventType.DELETED: take_in_deletion,
    EventType.REPORTED: take_in_report,
}
"What is told of a message that is there already."


async def take_in(tx: Transaction, arrival: Arrival) -> Taken:
    """Give an event to its case: exactly one message whatever the order, however often it comes.

    Raises ``Parked`` for a post of our own in a thread nobody joined and for what changes a message that has not
    come yet, ``NotYet`` when a send of the same account must be recorded first.
    """
    arrival = not_ahead(arrival)
    event = arrival.event
    await store.lock_scope(tx.conn, arrival.brand_id, arrival.account.scope)
    later = _LATER.get(event.type)
    if later is not None:
        await later(tx, arrival)
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
    scope = arrival.account.scope
    await store.name_message(tx.conn, arrival.brand_id, scope, arrival.called, known.id)
    if arrival.account.role == "service" and known.to_main:
        account_id = arrival.account.id
        await store.addressed_to_service(tx.conn, arrival.brand_id, known.id, account_id)
        await store.case_to_service(tx.conn, arrival.brand_id, known.case_id, account_id)
        await _note_addressed(tx, arrival, known.case_id, known)
        tx.nudge(arrival.brand_id, "inbox")
        tx.nudge(arrival.brand_id, f"case:{known.case_id}")
    await _named_us_after_all(tx, arrival, known)
    conversation = await store.conversation_by_id(tx.conn, arrival.brand_id, known.conversation_id)
    assert conversation is not None  # a foreign key points here
    key = base_key(conversation.thread_key)
    await heal(tx, arrival.brand_id, scope, arrival.names, key, arrival.now)
    await sort_private_words(tx, arrival.brand_id, scope, key, arrival.now)
    if arrival.event.edited_at is not None:
        await take_in_edit(tx, arrival)
    return Taken(arrival.called)


async def _named_us_after_all(tx: Transaction, arrival: Arrival, known: Known) -> None:
    """Each account tells only of its own name in a text: the first to deliver it may not have seen itself named."""
    if known.needs_answer or known.direction is Direction.OUT or not addressed(arrival, None):
        return
    case = await locked(tx, arrival.brand_id, known.case_id)
    if case.state is not CaseState.SOLVED or not is_short_thanks(known.text):
        await store.wants_answer(tx.conn, arrival.brand_id, [known.id])
        await _note_addressed(tx, arrival, case.id, known)
        await settle(tx, case, arrival.now, voices=True)


async def _note_addressed(tx: Transaction, arrival: Arrival, case_id: CaseId, known: Known) -> None:
    """A message turned out to be meant for us, or for another account: whoever follows the timeline looks again."""
    await append(
        tx.conn, arrival.brand_id, Subject.CASE, case_id, "message.addressed", arrival.now, message=known.id
    )


async def _take_in_words(tx: Transaction, arrival: Arrival) -> Taken:
    event = arrival.event
    author = await recognise(tx.conn, arrival.brand_id, arrival.account.scope, event.author, arrival.now)
    over = await above(tx, arrival, author)
    where = await place(tx, arrival, author, over.key)
    thanks = where.case.state is CaseState.SOLVED and is_short_thanks(event.text)
    waits = not thanks and (
        addressed(arrival, over.parent) or (over.news is not None and not event.automatic)
    )
    message_id = await write_message(
        tx,
        arrival,
        where.case.id,
        where.conversation.id,
        Direction.IN,
        author_id=author.id,
        needs_answer=waits,
    )
    await append(
        tx.conn, arrival.brand_id, Subject.CASE, where.case.id, "message.in", event.occurred_at,
        message=message_id, thanks=int(thanks),
    )  # fmt: skip
    if over.news is not None:
        await append(
            tx.conn, arrival.brand_id, Subject.CASE, where.case.id, "message.on_news", event.occurred_at,
            message=message_id, delivery=over.news.id,
        )  # fmt: skip
    await note_mentions(tx, arrival, where.case, author, message_id)
    await _reopen_and_settle(tx, arrival, where, author, waits=waits)
    await heal(tx, arrival.brand_id, arrival.account.scope, arrival.names, over.key, arrival.now)
    await sort_private_words(tx, arrival.brand_id, arrival.account.scope, over.key, arrival.now)
    names = [*arrival.called, *([event.parent] if event.parent else [])]
    unknown = event.parent is not None and over.parent is None and over.news is None
    return Taken(names, parent_missing=unknown)


async def _reopen_and_settle(
    tx: Transaction, arrival: Arrival, where: Place, author: Handle, *, waits: bool
) -> None:
    """Bring the case back if somebody waits there now; a thanks, or talk among others, disturbs nobody."""
    case = await locked(tx, arrival.brand_id, where.case.id)
    if case.state is CaseState.SOLVED and waits:
        case = replace(case, state=CaseState.OPEN, solved_at=None)
        await append(tx.conn, arrival.brand_id, Subject.CASE, case.id, "case.reopened", arrival.now)
    if case.snoozed_until is not None and waits:
        case = replace(case, snoozed_until=None)
        await append(tx.conn, arrival.brand_id, Subject.CASE, case.id, "case.woken", arrival.now)
    earlier = case.last_message_at is not None and arrival.event.occurred_at <= case.last_message_at
    await settle(tx, case, arrival.now, voices=author.id != case.handle_id or earlier)
