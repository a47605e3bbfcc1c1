"""A message of ours gets its names: from now on what answers it is known to answer us."""

from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.belongs import base_key
from hilft.cases.actions.heal import heal
from hilft.cases.actions.privately import sort_private_words
from hilft.cases.actions.settle import locked, settle
from hilft.cases.model import CaseState
from hilft.cases.thanks import is_short_thanks
from hilft.db import Transaction
from hilft.ids import BrandId, MessageId
from hilft.timeline import Subject, append


async def make_known(
    tx: Transaction, brand_id: BrandId, names: list[str], message_id: MessageId, now: datetime, key: str = ""
) -> None:
    """Note the names of our message, find what waits for an answer to it, bring its thread together.

    ``key`` is the thread's, where it is not the conversation's: a parent nobody has seen, or the message itself.
    """
    message = await store.message_by_id(tx.conn, brand_id, message_id)
    assert message is not None  # somebody has just written or found it
    conversation = await store.conversation_by_id(tx.conn, brand_id, message.conversation_id)
    assert conversation is not None  # a foreign key points here
    scope = conversation.scope
    await store.name_message(tx.conn, brand_id, scope, names, message_id)
    await _answers_wait(tx, brand_id, scope, names, now)
    key = key or base_key(conversation.thread_key)
    await heal(tx, brand_id, scope, names, key, now)
    await sort_private_words(tx, brand_id, scope, key, now)


async def _answers_wait(
    tx: Transaction, brand_id: BrandId, scope: str, names: list[str], now: datetime
) -> None:
    """Who answers us waits for an answer, named us or not; a thanks on a solved case still does not."""
    for answer in await store.answers_to(tx.conn, brand_id, scope, names):
        case = await locked(tx, brand_id, answer.case_id)
        if case.state is not CaseState.SOLVED or not is_short_thanks(answer.text):
            await store.wants_answer(tx.conn, brand_id, [answer.id])
            await append(
                tx.conn, brand_id, Subject.CASE, case.id, "message.addressed", now, message=answer.id
            )
            await settle(tx, case, now, voices=True)
