"""Identities: UUIDv7 made by the program, one type per kind of thing that travels between rooms."""

import secrets
import time
import uuid
from typing import NewType

BrandId = NewType("BrandId", uuid.UUID)
AccountId = NewType("AccountId", uuid.UUID)
AgentId = NewType("AgentId", uuid.UUID)
CustomerId = NewType("CustomerId", uuid.UUID)
HandleId = NewType("HandleId", uuid.UUID)
CaseId = NewType("CaseId", uuid.UUID)
ConversationId = NewType("ConversationId", uuid.UUID)
MessageId = NewType("MessageId", uuid.UUID)
DeliveryId = NewType("DeliveryId", uuid.UUID)
ReceiptId = NewType("ReceiptId", uuid.UUID)

_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62


def new_id() -> uuid.UUID:
    """Make a UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, 12 bits of fraction, 62 random bits."""
    now = time.time_ns()
    milliseconds, rest = divmod(now, 1_000_000)
    fraction = (rest << 12) // 1_000_000
    return uuid.UUID(
        int=(milliseconds << 80) | _VERSION_7 | (fraction << 64) | _VARIANT | secrets.randbits(62)
    )
