"""Words of the customer taken down by an agent: on the telephone, at the counter. A message like any other, with a scribe."""

from dataclasses import replace
from datetime import datetime, timedelta

from hilft.accounts import Account
from hilft.cases import store
from hilft.cases.actions.finding import find
from hilft.cases.actions.opening import open_case
from hilft.cases.actions.settle import locked, save, settle
from hilft.cases.actions.write import write_message
from hilft.cases.answer import profile_of
from hilft.cases.model import Arrival, Case, CaseState, Direction
from hilft.cases.problems import EmptyText, NoteTooLong
from hilft.channels import EventType, InboundEvent, MessageRef, ReplyPolicy, Visibility
from hilft.customers import Handle
from hilft.db import Transaction, storable
from hilft.ids import CaseId, ConversationId, HandleId, MessageId, new_id
from hilft.staff import Agent
from hilft.timeline import Subject, append

LONGEST = 20_000


async def take_down(
    tx: Transaction,
    agent: Agent,
    account: Account,
    who: Handle,
    text: str,
    now: datetime,
    code: str | None = None,
    *,
    said_at: datetime | None = None,
    name: str = "",
) -> tuple[Case, MessageId]:
    """Write down what a customer said to an agent; give the case and the message.

    ``code``: the case it belongs to, None: a new one. ``said_at``: when, else now. ``name``: the same name on the same
    account again is the same words, nothing is written twice. Private, read for facts like anything the customer
    writes; nobody waits for an answer, because somebody was there. A solved case opens again, so does one that waited
    for the customer; a closed one is followed by a new one. Raises ``EmptyText``, ``NoteTooLong``, ``NoSuchCase``.
    """
    text = storable(text).strip()
    if not text:
        raise EmptyText
    if len(text) > LONGEST:
        raise NoteTooLong(used=len(text), limit=LONGEST)
    name = name or f"taken-down:{new_id()}"
    said_at = min(said_at or now, now)
    await store.lock_scope(tx.conn, agent.brand_id, account.scope)
    known = await store.message_by_names(tx.conn, agent.brand_id, account.scope, [name])
    if known is not None:
        return await locked(tx, agent.brand_id, known.case_id), known.id
    case = await case_for(tx, agent, account, who.id, said_at, now, code)
    message_id = await _write(tx, agent, account, who, text, name, said_at, now, case.id)
    await append(
        tx.conn, agent.brand_id, Subject.CASE, case.id, "words.taken_down", now, agent_id=agent.id,
        message=message_id,
    )  # fmt: skip
    case = await locked(tx, agent.brand_id, case.id)
    case = replace(case, owner_id=case.owner_id or agent.id)
    if case.state is CaseState.WAITING and not case.waiting_for:
        case = replace(case, state=CaseState.OPEN, queue_at=now)
    return await settle(tx, case, now, voices=True), message_id


async def case_for(
    tx: Transaction,
    agent: Agent,
    account: Account,
    handle_id: HandleId,
    at: datetime,
    now: datetime,
    code: str | None,
) -> Case:
    """Give the case the agent chose, open again where it was solved, or a new one."""
    follows: CaseId | None = None
    if code is not None:
        case = await locked(tx, agent.brand_id, (await find(tx.conn, agent, code)).id)
        if case.state is not CaseState.CLOSED:
            if case.state is CaseState.SOLVED:
                case = replace(case, state=CaseState.OPEN, solved_at=None, queue_at=now)
                await append(tx.conn, agent.brand_id, Subject.CASE, case.id, "case.reopened", now)
                case = await save(tx, case, now)
            return case
        follows = case.id
    return await open_case(
        tx, agent.brand_id, handle_id=handle_id, account_id=account.id, waiting_since=at, now=now, follows=follows
    )  # fmt: skip


async def _write(
    tx: Transaction,
    agent: Agent,
    account: Account,
    who: Handle,
    text: str,
    name: str,
    said_at: datetime,
    now: datetime,
    case_id: CaseId,
) -> MessageId:
    conversation = await store.open_conversation(
        tx.conn, agent.brand_id, ConversationId(new_id()), case_id, account.id, account.scope, name,
        Visibility.PRIVATE, str(who.id), said_at,
    )  # fmt: skip
    assert conversation is not None  # an upsert always gives its row
    event = InboundEvent(
        type=EventType.MESSAGE,
        occurred_at=said_at,
        message=MessageRef(name),
        author=profile_of(who),
        visibility=Visibility.PRIVATE,
        text=text,
        reply=ReplyPolicy(allowed=False, visibilities=(Visibility.PRIVATE,)),
    )
    message_id = await write_message(
        tx, Arrival(account, event, now, timedelta(0)), case_id, conversation.id, Direction.IN, author_id=who.id,
        needs_answer=False,
    )  # fmt: skip
    await store.taken_down_by(tx.conn, agent.brand_id, message_id, agent.id)
    return message_id
