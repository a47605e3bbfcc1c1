"""Store what a network delivered, before anything else is done with it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from hilft.accounts import Account
from hilft.channels import RawItem
from hilft.db import Connection, Transaction, storable
from hilft.ids import AccountId, BrandId, ReceiptId, new_id
from hilft.intake import store

TOPIC = "intake"
_LONGEST_KEY = 500
"In bytes: an index entry of PostgreSQL holds 2,704."

Row = tuple[BrandId, ReceiptId, AccountId, str, str, bytes, datetime | None, datetime]


async def receive(tx: Transaction, account: Account, items: Sequence[RawItem], now: datetime) -> int:
    """Keep each item once as a receipt; gives how many were new.

    Only after this transaction is committed may a webhook be answered with 200 or a cursor be moved.
    """
    if not items:
        return 0
    new = await keep_rows(tx.conn, list(rows_of(account, items, now)))
    if new:
        tx.nudge(account.brand_id, TOPIC)
    return new


def rows_of(account: Account, items: Sequence[RawItem], now: datetime) -> Iterator[Row]:
    """Give the receipts' rows in the order of the columns of ``store.keep``."""
    brand_id, account_id, scope = account.brand_id, account.id, account.scope
    for item in items:
        key = short_key(item.dedupe_key)
        yield brand_id, ReceiptId(new_id()), account_id, scope, key, item.payload, item.occurred_at, now


async def keep_rows(conn: Connection, rows: Sequence[Row]) -> int:
    """Write rows of any number of accounts with one statement; gives how many were new."""
    brands, ids, accounts, scopes, keys, payloads, occurred, received = (
        list(column) for column in zip(*rows, strict=True)
    )
    return await store.keep(conn, brands, ids, accounts, scopes, keys, payloads, occurred, received)


def short_key(key: str) -> str:
    """Give a key that the index can hold: a long one ends in its hash, so that two long ones never become one."""
    if key.isascii() and len(key) <= _LONGEST_KEY and "\0" not in key:
        return key
    kept = storable(key).encode()
    if len(kept) <= _LONGEST_KEY:
        return kept.decode()
    hashed = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return kept[: _LONGEST_KEY - 100].decode("utf-8", "ignore") + ":" + hashed
