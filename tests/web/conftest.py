"""The desk's pages over a real database, without a network and without a browser."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from hilft.app import House
from hilft.web import desk
from tests.api.conftest import Office, house, office

__all__ = ["house", "office"]

PASSWORD = "Deichgraf-17"


@dataclass
class Visitor:
    """Somebody at the desk's doors, signed in or not."""

    client: httpx.AsyncClient
    csrf: str = field(default="")

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def page(self, path: str) -> str:
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(path, data={"csrf": self.csrf} | (fields or {}), headers=named)

    async def ask(self, path: str, fields: dict[str, Any] | None = None) -> httpx.Response:
        """Post as our own scripts do: facts come back as JSON."""
        return await self.post(path, fields, accept="application/json")

    async def sign_in(self, login: str = "romina", password: str = PASSWORD) -> httpx.Response:
        answer = await self.post("/desk/sign-in", {"login": login, "password": password})
        if answer.status_code == 303:
            found = re.search(r'data-csrf="([^"]+)"', await self.page("/desk/settings"))
            assert found is not None
            self.csrf = found.group(1)
        return answer


@asynccontextmanager
async def visiting(house: House) -> AsyncIterator[Visitor]:
    transport = httpx.ASGITransport(app=desk(house))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        yield Visitor(client)


@pytest.fixture
async def stranger(house: House) -> AsyncIterator[Visitor]:
    """Nobody is signed in; there may be no brand yet."""
    async with visiting(house) as visitor:
        yield visitor


@pytest.fixture
async def romina(office: Office) -> AsyncIterator[Visitor]:
    async with visiting(office.house) as visitor:
        assert (await visitor.sign_in()).status_code == 303
        yield visitor


@pytest.fixture
async def kai(office: Office) -> AsyncIterator[Visitor]:
    async with visiting(office.house) as visitor:
        assert (await visitor.sign_in("kai")).status_code == 303
        yield visitor
