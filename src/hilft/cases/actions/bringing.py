"""What reached the brand outside every network and an agent puts into the desk: a letter. Its sender waits for an answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from hilft.accounts import Account
from hilft.cases import store
from hilft.cases.actions.settle import locked, settle
from hilft.cases.actions.taking_down import case_for
from hilft.cases.actions.write import write_message
from hilft.cases.model import Arrival, Case, Direction
from hilft.channels import InboundEvent, Visibility
from hilft.customers import Handle
from hilft.db import Transaction
from hilft.ids import ConversationId, MessageId, new_id
from hilft.staff import Agent
from hilft.timeline import Subject, append


async def bring_in(
    tx: Transaction,
    agent: Agent,
    account: Account,
    who: Handle,
    event: InboundEvent,
    blobs: Mapping[int, str],
    now: datetime,
    code: str | None = None,
) -> tuple[Case, MessageId]:
    """Give a private message of ``who`` to a case (``code``), or to a new one; give both.

    ``blobs``: where the bytes of the event's attachments lie, by their position. The same name of the event on the same
    account again is the same message, nothing is written twice. A case that was put off or solved is open again, a
    closed one is followed by a new one. The sender waits since now: before, nobody could read it. Raises ``NoSuchCase``.
    """
    brand_id, name = agent.brand_id, event.message.external_id
    await store.lock_scope(tx.conn, brand_id, account.scope)
    known = await store.message_by_names(tx.conn, brand_id, account.scope, [name])
    if known is not None:
        return await locked(tx, brand_id, known.case_id), known.id
    case = await case_for(tx, agent, account, who.id, event.occurred_at, now, code)
    conversation = await store.open_conversation(
        tx.conn, brand_id, ConversationId(new_id()), case.id, account.id, account.scope, name,
        Visibility.PRIVATE, str(who.id), event.occurred_at,
    )  # fmt: skip
    assert conversation is not None  # an upsert always gives its row
    message_id = await write_message(
        tx, Arrival(account, event, now, timedelta(0), blobs=blobs), case.id, conversation.id, Direction.IN,
        author_id=who.id, needs_answer=True,
    )  # fmt: skip
    await store.taken_down_by(tx.conn, brand_id, message_id, agent.id)
    await append(
        tx.conn,
        brand_id,
        Subject.CASE,
        case.id,
        "message.brought",
        now,
        agent_id=agent.id,
        message=message_id,
    )
    case = replace(await locked(tx, brand_id, case.id), snoozed_until=None)
    return await settle(tx, case, now, voices=True), message_id
