"""How accounts are doing: what the listeners note, and what the account page shows."""

from datetime import datetime, timedelta

from hilft.accounts import store
from hilft.accounts.model import CAP, Account, AccountHealth, kept_error
from hilft.channels import Cursor
from hilft.db import Connection, Transaction
from hilft.ids import BrandId

_OK_EVERY = timedelta(seconds=30)


async def save_cursor(
    conn: Connection,
    account: Account,
    cursor: Cursor | None,
    complete_until: datetime | None,
    now: datetime,
) -> None:
    """Move the pull on, in the transaction that stored the page's receipts. None for ``complete_until``: as before."""
    await store.set_cursor(conn, account.brand_id, account.id, cursor, complete_until, now)


async def note_ok(tx: Transaction, account: Account, now: datetime) -> None:
    """Note that the network answered; written at most every 30 s, at once after an error."""
    was_trouble = await store.set_ok(tx.conn, account.brand_id, account.id, now, now - _OK_EVERY)
    if was_trouble:
        tx.nudge(account.brand_id, "accounts")


async def note_error(tx: Transaction, account: Account, text: str, now: datetime) -> None:
    """Note what went wrong, for the account page; must not hold a secret (the channels see to it)."""
    await store.set_error(tx.conn, account.brand_id, account.id, kept_error(text), now)
    tx.nudge(account.brand_id, "accounts")


async def note_sent(tx: Transaction, account: Account) -> None:
    """Note that the network took an answer: whatever was in the way of sending is gone."""
    if await store.clear_send_error(tx.conn, account.brand_id, account.id):
        tx.nudge(account.brand_id, "accounts")


async def note_not_sent(tx: Transaction, account: Account, text: str, now: datetime) -> None:
    """Note why an answer did not leave; stays until one does, however well fetching goes meanwhile."""
    await store.set_send_error(tx.conn, account.brand_id, account.id, kept_error(text), now)
    tx.nudge(account.brand_id, "accounts")


async def health(conn: Connection, brand_id: BrandId) -> list[AccountHealth]:
    """Say how every account that was not removed is doing; two queries however many there are."""
    loads = {load.id: load for load in await store.loads(conn, brand_id, CAP)}
    return [_health(each, loads.get(each.id)) for each in await store.accounts(conn, brand_id)]


def _health(account: Account, load: store.Load | None) -> AccountHealth:
    if load is None:  # added between the two queries
        return AccountHealth(account, 0, 0, 0)
    return AccountHealth(account, load.waiting, load.failed, load.unfinished)
