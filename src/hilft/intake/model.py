"""Receipts: the raw things networks delivered, and what became of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hilft.ids import AccountId, BrandId, ReceiptId

MOST_ATTEMPTS = 5
"How often a receipt that breaks the digestion is tried before it is set aside."


class ReceiptState(StrEnum):
    NEW = "new"
    DIGESTED = "digested"
    PARKED = "parked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One raw thing, stored before anything else was done with it."""

    brand_id: BrandId
    id: ReceiptId
    account_id: AccountId
    scope: str
    dedupe_key: str
    payload: bytes
    attempts: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt in a list for administrators."""

    id: ReceiptId
    account_id: AccountId
    dedupe_key: str
    state: ReceiptState
    received_at: datetime
    attempts: int
    error: str
    size: int


@dataclass(frozen=True, slots=True)
class Load:
    """A scope that has receipts to digest now."""

    brand_id: BrandId
    scope: str


def pause_after(attempts: int) -> timedelta:
    """Give the pause before a receipt that failed is tried again: 2, 4, 8, 16 seconds."""
    return timedelta(seconds=2 ** min(attempts, 4))
