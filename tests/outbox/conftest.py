"""A brand with one account, a network of memory, a clock that moves when told, and a worker between them."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from hilft.accounts import Account
from hilft.channels import Channel, RateLimit, Visibility
from hilft.db import Pool, transaction
from hilft.files import Store
from hilft.ids import AccountId, BrandId, ConversationId, DeliveryId, MessageId, new_id
from hilft.outbox import Carrier, Deliverer, Delivery, Request, find_delivery, hold
from tests.outbox.network import START, Clock, Line, Network, ReadableLine

_BRAND = """
insert into brands (id, slug, name, zone, language, created_at)
values ($1, $2, 'Wattkabel', 'Europe/Berlin', 'de', $3)
"""
_ACCOUNT = """
insert into accounts (brand_id, id, channel, scope, handle, external_id, role, secrets, created_at)
values ($1, $2, 'line', 'line', '@us', $3, 'service', '', $4)
"""


@dataclass
class Desk:
    """What the tests hold in their hands."""

    pool: Pool
    files: Store
    brand_id: BrandId
    account_id: AccountId
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.network = Network(self.clock)
        self.ready = True
        self.line: Channel = ReadableLine(self.network, key_seconds=3600)

    def connect(self, *, key_seconds: int = 3600, looks: bool = True, limit: RateLimit | None = None) -> None:
        """Choose what the channel can do."""
        kind = ReadableLine if looks else Line
        self.line = kind(self.network, key_seconds=key_seconds, limit=limit)

    async def channel_of(self, account: Account) -> Channel:
        assert account.brand_id == self.brand_id
        if not self.ready:
            raise LookupError("this channel is not installed")
        return self.line

    def worker(self, *, per_account: int = 8, altogether: int = 32) -> Deliverer:
        carrier = Carrier(self.pool, self, self.files, self.clock, lambda: 0.5, per_account)
        return Deliverer(carrier, altogether=altogether)

    async def put(
        self, text: str, conversation_id: ConversationId | None = None, hold_seconds: float | None = None
    ) -> Delivery:
        """Send as an agent would."""
        request = Request(text, Visibility.PUBLIC, idempotency_key=str(new_id()))
        return await self.put_request(request, conversation_id, hold_seconds)

    async def put_request(
        self,
        request: Request,
        conversation_id: ConversationId | None = None,
        hold_seconds: float | None = None,
        message_id: MessageId | None = None,
    ) -> Delivery:
        until = None if hold_seconds is None else self.clock() + timedelta(seconds=hold_seconds)
        async with transaction(self.pool) as tx:
            return await hold(
                tx,
                self.brand_id,
                message_id=message_id or MessageId(new_id()),
                conversation_id=conversation_id or ConversationId(new_id()),
                account_id=self.account_id,
                request=request,
                hold_until=until,
                now=self.clock(),
            )

    async def now_is(self, delivery_id: DeliveryId) -> Delivery:
        async with self.pool.acquire() as conn:
            found = await find_delivery(conn, self.brand_id, delivery_id)
        assert found is not None
        return found


@pytest.fixture
async def desk(pool: Pool, tmp_path: Path) -> Desk:
    brand_id, account_id = BrandId(uuid.uuid4()), AccountId(uuid.uuid4())
    await pool.execute(_BRAND, brand_id, str(brand_id), START)
    await pool.execute(_ACCOUNT, brand_id, account_id, str(account_id), START)
    return Desk(pool, Store(tmp_path), brand_id, account_id)
