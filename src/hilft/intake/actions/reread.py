"""Look again at messages of cases that still matter: networks that announce neither edits nor deletions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hilft.accounts import Account, AccountState, Switchboard, accounts, brands
from hilft.cases import messages_to_reread
from hilft.channels import ChannelError, MessageRef, Rereader
from hilft.db import Pool, transaction
from hilft.intake.actions.receive import receive

MOST = 40
"Messages looked at in one round and account: one or two requests."
WINDOW = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Rereading:
    """The beat that finds edits and deletions nobody announced."""

    pool: Pool
    switchboard: Switchboard
    now: Callable[[], datetime]

    async def run(self) -> None:
        """Go once through all active accounts."""
        async with transaction(self.pool) as tx:
            found = [a for brand in await brands(tx.conn) for a in await accounts(tx.conn, brand.id)]
        for account in found:
            if account.state is AccountState.ACTIVE:
                await self._account(account)

    async def _account(self, account: Account) -> None:
        channel = await self.switchboard.channel_of(account)
        if not isinstance(channel, Rereader):
            return
        async with transaction(self.pool) as tx:
            known = await messages_to_reread(tx.conn, account.brand_id, self.now() - WINDOW, account.id, MOST)
        if not known:
            return
        try:
            items = await channel.look_again(
                [MessageRef(each.external_id, tuple(each.names)) for each in known]
            )
        except ChannelError:
            return  # the listener tells of trouble; this comes round again
        async with transaction(self.pool) as tx:
            await receive(tx, account, items, self.now())
