"""What administrators do with receipts that could not be read."""

from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import BrandId, ReceiptId
from hilft.intake import store
from hilft.intake.actions.receive import TOPIC
from hilft.intake.model import ReceiptLine, ReceiptState
from hilft.problems import NotFound


class NoSuchReceipt(NotFound):
    """There is no such receipt, or it was not set aside."""


async def receipts(
    conn: Connection, brand_id: BrandId, state: ReceiptState = ReceiptState.FAILED, limit: int = 100
) -> list[ReceiptLine]:
    """List receipts in a state, newest first."""
    return await store.receipts_in_state(conn, brand_id, state, limit)


async def raw(conn: Connection, brand_id: BrandId, receipt_id: ReceiptId) -> bytes:
    """Give what the network delivered, byte for byte."""
    payload = await store.raw_payload(conn, brand_id, receipt_id)
    if payload is None:
        raise NoSuchReceipt
    return payload


async def retry(tx: Transaction, brand_id: BrandId, receipt_id: ReceiptId, now: datetime) -> None:
    """Digest a receipt that was set aside once more, with all its attempts."""
    if not await store.try_again(tx.conn, brand_id, receipt_id, now):
        raise NoSuchReceipt
    tx.nudge(brand_id, TOPIC)
