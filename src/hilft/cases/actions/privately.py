"""Keep private words with the person who said them, whatever order a thread's messages came in.

Who is the customer of a public thread may become clear only later. Then their private words in it join its case, and
what others said in private while the case looked like theirs leaves it. A case whose customer a person has settled on
keeps what it was given.
"""

import uuid
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.heal import is_common
from hilft.cases.actions.moving import give
from hilft.cases.actions.opening import case_of_person
from hilft.cases.actions.settle import locked
from hilft.customers import find_handle
from hilft.db import Transaction
from hilft.ids import BrandId, HandleId


async def sort_private_words(tx: Transaction, brand_id: BrandId, scope: str, key: str, now: datetime) -> None:
    """Bring the private conversations around one thread to the cases of those who had them."""
    thread = await store.conversations_by_keys(tx.conn, brand_id, scope, [key])
    common = next((each for each in thread if is_common(each)), None)
    if common is None:
        return
    case = await locked(tx, brand_id, common.case_id)
    customer = await find_handle(tx.conn, brand_id, case.handle_id)
    assert customer is not None  # a foreign key points here
    for theirs in await store.private_words_of_others(tx.conn, brand_id, case.id, customer.customer_id):
        person = await find_handle(tx.conn, brand_id, HandleId(uuid.UUID(theirs.partner)))
        assert person is not None  # the query joined it
        own = await case_of_person(tx, brand_id, person, theirs.account_id, theirs.opened_at, now)
        await give(tx, theirs, own.id, now)
    if len(thread) == 1:
        return
    for ours in await store.private_words_elsewhere(
        tx.conn, brand_id, scope, key, customer.customer_id, case.id
    ):
        await give(tx, ours, case.id, now)
