"""The whole house without its loops, one webhook account, and a client in front of the real doors."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from hilft import accounts, app
from hilft.app import House
from hilft.db import transaction
from hilft.settings import Settings
from tests.hooks.program import Program


@pytest.fixture
async def house(database: str, tmp_path: Path) -> AsyncIterator[House]:
    settings = Settings(data=tmp_path, database_url=database, undo_seconds=0, allow_loopback=True)
    async with app.open_house(settings, database) as opened:
        yield opened


@pytest.fixture
async def program(house: House) -> AsyncIterator[Program]:
    async with transaction(house.pool) as tx:
        brand = await accounts.create_brand(
            tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=house.now()
        )
    doors = httpx.ASGITransport(app=app.asgi(house), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=doors, base_url="http://desk.test") as client:
        yield await Program(house, brand, client).open()
