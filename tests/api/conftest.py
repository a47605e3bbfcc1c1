"""The API over a real database, without a network: brand, two agents, another brand beside it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from hilft import accounts, cases, staff
from hilft.accounts import Account, AccountRole, Brand, Switchboard, Vault
from hilft.app import House
from hilft.cases import Arrival
from hilft.channels import (
    EventType,
    InboundEvent,
    MessageRef,
    Profile,
    PublicClient,
    Surroundings,
    Visibility,
    pin,
)
from hilft.db import Pool, transaction
from hilft.files import Store
from hilft.ids import CaseId
from hilft.intake import Batcher
from hilft.live import Hub
from hilft.settings import Settings
from hilft.staff import Agent, Role
from hilft.web.api import api

EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WINDOW = timedelta(days=14)


@dataclass
class Clock:
    """Stands still until a test moves it."""

    at: datetime = EIGHT

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Office:
    """One brand with a service account, Romina and Kai."""

    house: House
    clock: Clock
    brand: Brand
    account: Account
    romina: Agent
    kai: Agent
    token: str
    client: httpx.AsyncClient
    said: int = field(default=0)

    async def hear(
        self,
        text: str,
        *,
        who: str = "otto",
        parent: str | None = None,
        visibility: Visibility = Visibility.PUBLIC,
    ) -> str:
        """Let somebody write to the service account; give the name of the message."""
        self.said += 1
        name = f"https://town.test/{who}/{self.said}"
        event = InboundEvent(
            type=EventType.MESSAGE,
            occurred_at=self.clock(),
            message=MessageRef(name, (f"town.test#{self.said}",), url=name),
            author=Profile(f"https://town.test/users/{who}", f"@{who}@town.test", who.title()),
            visibility=visibility,
            network_visibility="public" if visibility is Visibility.PUBLIC else "direct",
            text=text,
            parent=parent,
        )
        async with transaction(self.house.pool) as tx:
            await cases.take_in(tx, Arrival(self.account, event, self.clock(), WINDOW))
        return name

    async def codes(self, **query: str) -> list[str]:
        found = await self.get("/cases", **query)
        return [item["code"] for item in found["items"]]

    async def case_id(self, code: str) -> CaseId:
        async with self.house.pool.acquire() as conn:
            return (await cases.find(conn, self.romina, code)).id

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        answer = await self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def post(
        self, path: str, body: object = None, *, status: int = 200, **headers: str
    ) -> dict[str, Any]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.client.post(path, json=body, headers=named)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found


async def found_brand(pool: Pool, slug: str) -> Brand:
    async with transaction(pool) as tx:
        return await accounts.create_brand(
            tx, slug=slug, name=slug.title(), zone="Europe/Berlin", language="de", now=EIGHT
        )


async def hire(pool: Pool, brand: Brand, login: str, initials: str) -> tuple[Agent, str]:
    async with transaction(pool) as tx:
        agent = await staff.add_agent(
            tx,
            brand.id,
            login=login,
            name=login.title(),
            initials=initials,
            role=Role.AGENT,
            password="Deichgraf-17",
            now=EIGHT,
        )
        return agent, await staff.create_token(tx, agent, "test", EIGHT)


async def open_account(house: House, brand: Brand) -> Account:
    async with transaction(house.pool) as tx:
        return await accounts.add_account(
            tx,
            house.vault,
            brand.id,
            channel="mastodon",
            profile=Profile("https://town.test/users/wattkabel_hilft", "@wattkabel_hilft@town.test"),
            scope="mastodon",
            role=AccountRole.SERVICE,
            settings={"url": "http://127.0.0.1:9"},
            secrets={"token": "secret"},
            now=EIGHT,
        )


@pytest.fixture
async def house(pool: Pool, database: str, tmp_path: Path) -> AsyncIterator[House]:
    """The house without loops: nothing is fetched and nothing sent."""
    hub, clock = Hub(), Clock()
    await hub.start(database)
    pool.nudges = hub
    async with PublicClient(allow_loopback=True) as http:
        outside = Surroundings(http, clock, allow_loopback=True, pin=partial(pin, allow_loopback=True))
        vault = Vault(["a key of a test, long enough for it"])
        switchboard = Switchboard(pool, vault, outside)
        yield House(
            settings=Settings(data=tmp_path, undo_seconds=0),
            pool=pool,
            hub=hub,
            vault=vault,
            switchboard=switchboard,
            files=Store(tmp_path / "files"),
            http=http,
            surroundings=outside,
            batcher=Batcher(pool, clock),
            origin="http://desk.test",
            clock=clock,
        )
        await switchboard.close()
    await hub.close()


def client_of(house: House, token: str) -> httpx.AsyncClient:
    """A program that talks to the API; errors of the server are answers, not exceptions."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=api(house), raise_app_exceptions=False),
        base_url="http://desk.test/v1",
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    brand = await found_brand(house.pool, "wattkabel")
    romina, token = await hire(house.pool, brand, "romina", "ro")
    kai, _ = await hire(house.pool, brand, "kai", "ka")
    account = await open_account(house, brand)
    clock = house.clock
    assert isinstance(clock, Clock)
    async with client_of(house, token) as client:
        yield Office(house, clock, brand, account, romina, kai, token, client)
