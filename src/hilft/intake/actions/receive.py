"""Store what a network delivered, before anything else is done with it."""

from collections.abc import Sequence
from datetime import datetime

from hilft.accounts import Account
from hilft.channels import RawItem
from hilft.db import Transaction, storable
from hilft.ids import new_id
from hilft.intake import store

TOPIC = "intake"


async def receive(tx: Transaction, account: Account, items: Sequence[RawItem], now: datetime) -> int:
    """Keep each item once as a receipt; gives how many were new.

    Only after this transaction is committed may a webhook be answered with 200 or a cursor be moved.
    """
    if not items:
        return 0
    new = await store.keep(
        tx.conn,
        account.brand_id,
        account.id,
        account.scope,
        [new_id() for _ in items],
        [storable(item.dedupe_key)[:1000] for item in items],
        [item.payload for item in items],
        [item.occurred_at for item in items],
        now,
    )
    if new:
        tx.nudge(account.brand_id, TOPIC)
    return new
