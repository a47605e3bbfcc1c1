"""Take apart what is two problems, put together what is one; both can be undone."""

from dataclasses import replace
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.belongs import base_key
from hilft.cases.actions.finding import find, find_to_change, keep_threads_still
from hilft.cases.actions.moving import give, move_everything
from hilft.cases.actions.opening import open_case
from hilft.cases.actions.settle import locked, settle
from hilft.cases.codes import read_code
from hilft.cases.model import Case, CaseState, Direction
from hilft.cases.problems import NoSuchCase, NoSuchMessage, NothingToPart, NothingToSplit, SameCase
from hilft.customers import find_handle
from hilft.db import Transaction
from hilft.ids import ConversationId, MessageId, new_id
from hilft.staff import Agent
from hilft.timeline import Subject, append


async def split(tx: Transaction, agent: Agent, code: str, message_id: MessageId, now: datetime) -> Case:
    """Give somebody else who speaks in the thread a case of their own: their words and the answers to them.

    What they write in this thread from now on comes to their case.
    """
    message = await store.message_by_id(tx.conn, agent.brand_id, message_id)
    home = (
        await store.conversation_by_id(tx.conn, agent.brand_id, message.conversation_id) if message else None
    )
    if home is not None:
        await store.lock_scope(tx.conn, agent.brand_id, home.scope)  # nobody adds to the thread meanwhile
    case = await find_to_change(tx, agent, code)
    if message is None or home is None or message.case_id != case.id:
        raise NoSuchMessage
    if message.direction is Direction.OUT or message.author_id is None or message.author_id == case.handle_id:
        raise NothingToSplit
    handle = await find_handle(tx.conn, agent.brand_id, message.author_id)
    assert handle is not None  # a foreign key points here
    own = await open_case(
        tx, agent.brand_id, handle_id=handle.id, account_id=home.account_id,
        waiting_since=message.occurred_at, now=now,
    )  # fmt: skip
    part = await store.open_conversation(
        tx.conn, agent.brand_id, ConversationId(new_id()), own.id, home.account_id, home.scope,
        base_key(home.thread_key), home.visibility, str(handle.id), message.occurred_at,
    )  # fmt: skip
    assert part is not None  # an upsert always gives its row
    await give(tx, part, own.id, now)
    if part.id != home.id:
        await store.move_own_words(tx.conn, agent.brand_id, home.id, handle.id, part.id, own.id)
    await store.fix_customer(tx.conn, agent.brand_id, own.id)
    case = await locked(tx, agent.brand_id, case.id)
    own = await locked(tx, agent.brand_id, own.id)
    await append(
        tx.conn, agent.brand_id, Subject.CASE, case.id, "case.split", now, agent_id=agent.id, to=own.id
    )
    await append(
        tx.conn, agent.brand_id, Subject.CASE, own.id, "case.split_from", now, agent_id=agent.id, case=case.id
    )
    await settle(tx, case, now, voices=True)
    return await settle(tx, own, now)


async def join(tx: Transaction, agent: Agent, code: str, into: str, now: datetime) -> Case:
    """Make one case of two: everything of the first goes to the second, which is given."""
    stays = await find(tx.conn, agent, into)
    goes = await find(tx.conn, agent, code)
    if goes.id == stays.id:
        raise SameCase
    await keep_threads_still(tx, goes, stays)
    goes, stays = await locked(tx, agent.brand_id, goes.id), await locked(tx, agent.brand_id, stays.id)
    if goes.id == stays.id:
        raise SameCase  # somebody has just joined the two
    await store.fix_customer(tx.conn, agent.brand_id, stays.id)
    return await move_everything(tx, goes, stays, now)


async def part(tx: Transaction, agent: Agent, code: str, now: datetime) -> Case:
    """Undo a join: the conversations a case had brought go back to it, with what was said in them since."""
    read = read_code(code)
    goes = await store.case_by_code(tx.conn, agent.brand_id, read) if read else None
    if goes is None:
        raise NoSuchCase(code=code[:20])
    if goes.joined_into_id is None:
        return goes
    await keep_threads_still(tx, goes, await find(tx.conn, agent, code))
    stays = await locked(tx, agent.brand_id, goes.id)
    if stays.id == goes.id:
        return stays  # somebody has just parted the two
    brought = await store.gave_conversations(tx.conn, agent.brand_id, goes.id, stays.id)
    if not brought:
        raise NothingToPart
    for conversation in brought:
        await store.move_conversation(tx.conn, agent.brand_id, conversation, goes.id)
        await store.move_messages_of_conversation(tx.conn, agent.brand_id, conversation, goes.id)
    await store.gave_notes(tx.conn, agent.brand_id, goes.id, stays.id)
    back = replace(goes, state=CaseState.OPEN, closed_at=None, joined_into_id=None, queue_at=now)
    await append(
        tx.conn, agent.brand_id, Subject.CASE, goes.id, "case.parted", now, agent_id=agent.id, was=stays.id
    )
    await append(
        tx.conn,
        agent.brand_id,
        Subject.CASE,
        stays.id,
        "case.gave_back",
        now,
        agent_id=agent.id,
        case=goes.id,
    )
    await settle(tx, stays, now, voices=True)
    return await settle(tx, back, now, voices=True)
