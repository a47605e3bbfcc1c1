"""Threads that arrived in pieces become one: a parent came after its replies.

A thread goes by the name of its topmost message that anybody spoke of. A reply whose parent is not known yet opens
its thread under the parent's name; when the parent comes, that thread takes the parent's own key, and where both
stand in cases of their own, the two become one.
"""

from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.moving import give, merge
from hilft.cases.actions.settle import locked, settle
from hilft.cases.model import Conversation
from hilft.channels import Visibility
from hilft.db import Transaction
from hilft.ids import BrandId, CaseId


def is_common(conversation: Conversation) -> bool:
    """Whether this is the public part of a thread, where everybody speaks who was not split off."""
    return conversation.visibility is Visibility.PUBLIC and not conversation.partner


async def heal(
    tx: Transaction, brand_id: BrandId, scope: str, names: list[str], key: str, now: datetime
) -> None:
    """Bring every conversation that waited under one of ``names`` into the thread ``key``."""
    waiting = await store.conversations_by_keys(tx.conn, brand_id, scope, names)
    strays = [each for each in waiting if each.thread_key != key]
    for stray in sorted(strays, key=lambda each: not is_common(each)):
        found = await store.conversation_by_id(tx.conn, brand_id, stray.id)
        assert found is not None  # a stray is dropped only when its own turn comes
        await _rekey(tx, found, key, now)


async def _rekey(tx: Transaction, stray: Conversation, key: str, now: datetime) -> None:
    thread = await store.conversations_by_keys(tx.conn, stray.brand_id, stray.scope, [key])
    twin = next((c for c in thread if (c.visibility, c.partner) == (stray.visibility, stray.partner)), None)
    if twin is None:
        await store.rekey_conversation(tx.conn, stray.brand_id, stray.id, key)
        return
    case_id = await _one_case(tx, stray, twin, now)
    await store.merge_messages(tx.conn, stray.brand_id, stray.id, twin.id, case_id)
    await store.merge_deliveries(tx.conn, stray.brand_id, stray.id, twin.id)
    await store.drop_conversation(tx.conn, stray.brand_id, stray.id)
    await settle(tx, await locked(tx, stray.brand_id, case_id), now, voices=True)


async def _one_case(tx: Transaction, stray: Conversation, twin: Conversation, now: datetime) -> CaseId:
    """Bring two parts of one conversation into one case, which is given."""
    if stray.case_id == twin.case_id:
        return twin.case_id
    moved, stays = stray, twin
    if is_common(stray):
        silent = [c for c in (stray, twin) if await store.only_ours(tx.conn, c.brand_id, c.id)]
        if not silent:
            one = await locked(tx, stray.brand_id, twin.case_id)
            other = await locked(tx, stray.brand_id, stray.case_id)
            return (await merge(tx, one, other, now)).id
        # What we alone said in public may stand in the case of somebody who answered it in private: that case stays.
        moved, stays = (stray, twin) if silent[0].id == stray.id else (twin, stray)
    await give(tx, moved, stays.case_id, now)
    return (await locked(tx, stray.brand_id, stays.case_id)).id
