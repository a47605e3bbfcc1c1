"""The desk of a whole-house test: real database, real channel, a town square over real HTTP."""

import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from hilft import accounts
from hilft.accounts import Account, AccountRole, Switchboard, Vault
from hilft.channels import AccountConfig, Cursor, PublicClient, Pullable, RawItem, Surroundings, build, pin
from hilft.db import Pool, transaction
from hilft.files import Store
from hilft.intake import Digestion, receive

WINDOW = timedelta(days=14)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Desk:
    """Everything between a network and the cases; each brand it founds starts empty."""

    pool: Pool
    files: Store
    vault: Vault
    switchboard: Switchboard
    outside: Surroundings

    @property
    def digestion(self) -> Digestion:
        return Digestion(self.pool, self.switchboard, now, WINDOW, self.files)

    async def brand_with(self, url: str, handles: dict[str, AccountRole]) -> list[Account]:
        """Found a brand with these accounts on the town square; their tokens are the town's ``token-…``."""
        made = []
        async with transaction(self.pool) as tx:
            brand = await accounts.create_brand(
                tx, slug=f"b{uuid.uuid4().hex[:12]}", name="Wattkabel", zone="Europe/Berlin", language="de",
                now=now(),
            )  # fmt: skip
        for handle, role in handles.items():
            secrets, settings = {"token": f"token-{handle}"}, {"url": url}
            me = await build("mastodon", AccountConfig(settings, secrets), self.outside).identify()
            async with transaction(self.pool) as tx:
                made.append(
                    await accounts.add_account(
                        tx, self.vault, brand.id, channel="mastodon", profile=me, scope="mastodon", role=role,
                        settings=settings, secrets=secrets, now=now(),
                    )
                )  # fmt: skip
        return made

    async def pull_all(self, account: Account, cursor: Cursor | None) -> tuple[list[RawItem], Cursor]:
        """Pull until nothing is left."""
        channel = await self.switchboard.channel_of(account)
        assert isinstance(channel, Pullable)
        items: list[RawItem] = []
        while True:
            page = await channel.pull(cursor, 80)
            items += page.items
            cursor = page.next_cursor
            if page.complete:
                return items, cursor

    async def deliver(self, account: Account, items: Sequence[RawItem]) -> None:
        """Keep these receipts in this order and digest them."""
        async with transaction(self.pool) as tx:
            await receive(tx, account, items, now())
        await self.digestion.digest(account.brand_id)


@asynccontextmanager
async def opened(pool: Pool, folder: Path) -> AsyncIterator[Desk]:
    async with PublicClient(allow_loopback=True) as http:
        outside = Surroundings(http, now, allow_loopback=True, pin=partial(pin, allow_loopback=True))
        vault = Vault(["a key of a test that is long enough for it"])
        switchboard = Switchboard(pool, vault, outside)
        yield Desk(pool, Store(folder / "files"), vault, switchboard, outside)
        await switchboard.close()
