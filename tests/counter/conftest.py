"""A shop beside the hotline: the same house, the same agents, the real doors."""

from dataclasses import dataclass
from typing import Any

import pytest

from hilft import accounts
from hilft.accounts import Account, AccountRole
from hilft.channels import AccountConfig, build
from hilft.db import transaction
from tests.calls.conftest import Hotline, hotline
from tests.web.conftest import Visitor

__all__ = ["Shop", "hotline", "open_shop", "shop"]

HUSUM = {"name": "Wattkabel-Laden Husum", "address": "Krämerstraße 3, 25813 Husum"}


@dataclass
class Shop:
    """The counter in Husum; Romina stands there, Kai sits at the telephone."""

    desk: Hotline
    account: Account

    @property
    def romina(self) -> Visitor:
        return self.desk.romina

    async def note(self, code: str = "new", **fields: Any) -> str:
        """Write a note as the page's form does; gives the case's code."""
        page = await self.romina.page(f"/desk/counter/{code}")
        note = page.split('name="id" value="')[1].split('"')[0]
        told = {"id": note, "next": "open"} | fields
        done = await self.romina.post(f"/desk/counter/{code}", told)
        assert done.status_code == 303, done.text
        return done.headers["location"].partition("kept=")[2]

    async def brief(self, code: str) -> str:
        headers = await self.desk.token("kai")
        answer = await self.desk.client.get(f"/api/v1/cases/{code}/brief", headers=headers)
        assert answer.status_code == 200, answer.text
        text: str = answer.json()["text"]
        return text


async def open_shop(desk: Hotline, told: dict[str, str]) -> Account:
    channel = build("counter", AccountConfig(told, {}), desk.house.surroundings)
    async with transaction(desk.house.pool) as tx:
        return await accounts.add_account(
            tx, desk.house.vault, desk.brand.id, channel="counter", profile=await channel.identify(),
            scope=channel.scope, role=AccountRole.SERVICE, settings=told, secrets={}, now=desk.clock(),
        )  # fmt: skip


@pytest.fixture
async def shop(hotline: Hotline) -> Shop:
    return Shop(hotline, await open_shop(hotline, HUSUM))
