"""Which accounts may be posted to, kept in memory for a moment: a webhook costs no query of its own."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

import structlog

from hilft.accounts import Account, accounts, brands
from hilft.channels import Channel, ChannelError, Conversing, NoSuchChannel, WebhookReceiver
from hilft.db import Connection, transaction
from hilft.problems import Problem
from hilft.web.house import House

_log = structlog.get_logger(__name__)

FRESH_SECONDS = 1.0
"For how long a changed secret or a removed account goes unnoticed at most."


@dataclass(frozen=True, slots=True)
class Known:
    """An account and its channel, which takes webhooks."""

    account: Account
    channel: Channel
    receiver: WebhookReceiver
    talks: Conversing | None
    "The channel, where its network wants more than a plain answer. Found out once: for each webhook it took 5 µs."


@dataclass(slots=True)
class KnownAccounts:
    """All accounts of the installation whose channels take webhooks, by id."""

    house: House
    _found: dict[UUID, Known] = field(default_factory=dict)
    _read_at: float = -FRESH_SECONDS
    "When the reading began whose result is in ``_found``, by ``time.monotonic``."
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, kind: str, account_id: UUID) -> Known | None:
        """Give the account; one that was added a moment ago is there. Raises ``DatabaseAway``."""
        asked_at = monotonic()
        known = self._found.get(account_id)
        if known is None or self._read_at + FRESH_SECONDS < asked_at:
            await self._read_again(asked_at)
            known = self._found.get(account_id)
        return known if known is not None and known.account.channel == kind else None

    async def _read_again(self, asked_at: float) -> None:
        """Read unless somebody began to after we asked: however many knock, one reading runs at a time."""
        async with self._reading:
            if self._read_at >= asked_at:
                return
            began = monotonic()
            async with transaction(self.house.pool) as tx:
                every = [
                    each for brand in await brands(tx.conn) for each in await accounts(tx.conn, brand.id)
                ]
                found = [await self._known(each, tx.conn) for each in every]
            self._found = {known.account.id: known for known in found if known is not None}
            self._read_at = began

    async def _known(self, account: Account, conn: Connection) -> Known | None:
        try:
            channel = await self.house.switchboard.channel_of(account, conn)
        except (ChannelError, NoSuchChannel, Problem) as error:
            _log.warning("an account cannot take webhooks", account=account.handle, why=str(error))
            return None
        if not isinstance(channel, WebhookReceiver):
            return None
        return Known(account, channel, channel, channel if isinstance(channel, Conversing) else None)
