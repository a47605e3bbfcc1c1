"""A small desk on a database of its own: one brand, two accounts, answers on their way."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hilft import accounts, app, outbox
from hilft.accounts import AccountRole
from hilft.app import House
from hilft.channels import Profile, Visibility
from hilft.db import connect, transaction
from hilft.ids import AccountId, BrandId, ConversationId, MessageId, new_id
from hilft.outbox import DeliveryState, Request
from hilft.settings import Settings
from tests.server import TestServer

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Installed:
    """An installation that can be started again and again."""

    settings: Settings
    dsn: str

    def start(self, *, dsn: str = "", settings: Settings | None = None) -> AbstractAsyncContextManager[House]:
        return app.open_house(settings or self.settings, dsn or self.dsn)

    @asynccontextmanager
    async def furnished(self) -> AsyncIterator[tuple[House, BrandId]]:
        async with self.start() as house:
            yield house, await furnish(house)

    def seal_folder(self) -> Path:
        return self.settings.data / "postgres"


async def furnish(house: House) -> BrandId:
    async with transaction(house.pool) as tx:
        brand = await accounts.create_brand(
            tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=NOW
        )
    for name in ("wattkabel_hilft", "wattkabel"):
        await add_account(house, brand.id, name)
    return brand.id


async def add_account(house: House, brand_id: BrandId, name: str) -> accounts.Account:
    async with transaction(house.pool) as tx:
        return await accounts.add_account(
            tx,
            house.vault,
            brand_id,
            channel="mastodon",
            profile=Profile(f"https://town.test/users/{name}", f"@{name}@town.test"),
            scope="mastodon",
            role=AccountRole.SERVICE,
            settings={"url": "http://127.0.0.1:9"},
            secrets={"token": "secret"},
            now=NOW,
        )


async def put_on_the_way(house: House, brand_id: BrandId, account_id: AccountId) -> None:
    """One answer that is held and one that is queued."""
    async with transaction(house.pool) as tx:
        for hold_until in (NOW + timedelta(minutes=1), None):
            await outbox.hold(
                tx,
                brand_id,
                message_id=MessageId(new_id()),
                conversation_id=ConversationId(new_id()),
                account_id=account_id,
                request=Request("Moment.", Visibility.PUBLIC, idempotency_key=str(new_id())),
                hold_until=hold_until,
                now=NOW,
            )


async def states(house: House) -> list[DeliveryState]:
    async with house.pool.acquire() as conn:
        return [DeliveryState(row["state"]) for row in await conn.fetch("select state from deliveries")]


async def reasons(house: House, brand_id: BrandId) -> dict[str, str]:
    """Why each account is paused; '' for one that works."""
    async with house.pool.acquire() as conn:
        found = await accounts.accounts(conn, brand_id)
    assert all((one.state == "active") == (one.reason == "") for one in found)
    return {one.handle.split("@")[1]: one.reason for one in found}


async def administer(server: TestServer, command: str) -> None:
    """Do something to the server that holds the databases of all tests."""
    conn = await connect(server.dsn_of("postgres"))
    try:
        await conn.execute(command)
    finally:
        await conn.close()


@pytest.fixture
def installed(database: str, tmp_path: Path) -> Installed:
    # What the program takes for its embedded cluster; the server itself is shared by all tests.
    (tmp_path / "data" / "postgres" / "cluster").mkdir(parents=True)
    return Installed(Settings(data=tmp_path / "data"), database)
