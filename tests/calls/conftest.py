"""The whole house without its loops, a hotline, Romina and Kai, and the real doors in front of it all."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from hilft import accounts, app, staff
from hilft.accounts import Account, AccountRole, Brand
from hilft.app import House
from hilft.channels import AccountConfig, build
from hilft.channels.phone.signing import key_of, make_secret, signature
from hilft.db import transaction
from hilft.files import Store
from hilft.intake import Digestion
from hilft.memory import Learning
from hilft.settings import Settings
from hilft.staff import Agent, Role
from tests.web.conftest import Visitor

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"A Monday, nine o'clock in Berlin."
OTTO = "+49305557001"
HOTLINE = "+4930901820"


@dataclass
class Clock:
    at: datetime = MORNING

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Hotline:
    """The telephone system, and the desk it tells of its calls."""

    house: House
    clock: Clock
    brand: Brand
    client: httpx.AsyncClient
    romina: Visitor
    kai: Visitor
    agents: dict[str, Agent]
    secret: str = field(default_factory=make_secret)
    sipgate_key: str = ""

    async def open(self) -> "Hotline":
        config = AccountConfig({"number": HOTLINE, "sipgate_key": self.sipgate_key}, {"secret": self.secret})
        channel = build("phone", config, self.house.surroundings)
        async with transaction(self.house.pool) as tx:
            self.account: Account = await accounts.add_account(
                tx, self.house.vault, self.brand.id, channel="phone", profile=await channel.identify(),
                scope=channel.scope, role=AccountRole.SERVICE, settings=dict(config.settings),
                secrets=dict(config.secrets), now=self.clock(),
            )  # fmt: skip
        return self

    @property
    def path(self) -> str:
        return f"/hooks/phone/{self.account.id}"

    async def post(self, content: object, secret: str = "") -> httpx.Response:
        """Post one step, signed now."""
        body = json.dumps(content).encode()
        name, stamp = str(uuid4()), str(int(self.clock().timestamp()))
        headers = {
            "webhook-id": name,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(key_of(secret or self.secret), name, stamp, body),
            "Content-Type": "application/json",
        }
        return await self.client.post(self.path, content=body, headers=headers)

    def step(self, what: str, call: str = "c-1", **more: Any) -> dict[str, Any]:
        at = self.clock().isoformat()
        return {"type": f"call.{what}", "call": call, "at": at, "from": OTTO, "to": HOTLINE, **more}

    async def tell(self, what: str, call: str = "c-1", **more: Any) -> None:
        """Let a step happen now, and the desk hear of it."""
        answer = await self.post(self.step(what, call, **more))
        assert answer.status_code == 200, answer.text
        await self.digest()

    async def digest(self) -> None:
        house = self.house
        digestion = Digestion(
            house.pool, house.switchboard, self.clock, timedelta(days=14), Store(house.settings.data)
        )
        await digestion.digest(self.brand.id)

    async def learn(self) -> None:
        await Learning(self.house.pool, self.clock).learn_all(self.brand.id)

    async def rows(self, query: str) -> list[dict[str, Any]]:
        async with self.house.pool.acquire() as conn:
            return [dict(row) for row in await conn.fetch(query)]

    async def call(self) -> dict[str, Any]:
        (found,) = await self.rows("select * from calls")
        return found

    async def token(self, login: str) -> dict[str, str]:
        async with transaction(self.house.pool) as tx:
            return {
                "Authorization": "Bearer "
                + await staff.create_token(tx, self.agents[login], "test", self.clock())
            }

    async def timeline(self) -> list[str]:
        return [
            row["kind"]
            for row in await self.rows("select kind from timeline where kind like 'call.%' order by at, id")
        ]


@pytest.fixture
async def hotline(database: str, tmp_path: Path) -> AsyncIterator[Hotline]:
    clock = Clock()
    settings = Settings(data=tmp_path, database_url=database, undo_seconds=0, allow_loopback=True)
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(
            app.open_house(settings, database, clock=clock, origin="http://desk.test")
        )
        async with transaction(house.pool) as tx:
            brand = await accounts.create_brand(
                tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=MORNING
            )
            agents = {
                login: await staff.add_agent(
                    tx, brand.id, login=login, name=login.title(), initials=login[:2], role=Role.AGENT,
                    password="Deichgraf-17", now=MORNING,
                )
                for login in ("romina", "kai")
            }  # fmt: skip
        doors = httpx.ASGITransport(app=app.asgi(house), raise_app_exceptions=False)
        clients = [
            await stack.enter_async_context(httpx.AsyncClient(transport=doors, base_url="http://desk.test"))
            for _ in range(3)
        ]
        romina, kai = Visitor(clients[1]), Visitor(clients[2])
        assert (await romina.sign_in("romina")).status_code == 303
        assert (await kai.sign_in("kai")).status_code == 303
        yield await Hotline(house, clock, brand, clients[0], romina, kai, agents).open()
