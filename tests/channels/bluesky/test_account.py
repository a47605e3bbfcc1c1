"""A Bluesky account added by the command line and in the desk, at real servers: tried, told what is wrong, kept."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hilft import accounts, staff
from hilft.app import House
from hilft.db import transaction
from hilft.staff import Role
from tests.api.conftest import EIGHT, found_brand, house
from tests.channels.bluesky.town import PASSWORD, Person, Town
from tests.cli.conftest import caller
from tests.web.conftest import Visitor, visiting

__all__ = ["house"]

pytestmark = pytest.mark.anyio
ADD = "/desk/accounts/add/bluesky"


async def test_added_by_the_command_line(town: Town, service: Person, database: str, tmp_path: Path) -> None:
    hilft = caller({"HILFT_DATABASE_URL": database, "HILFT_DATA": str(tmp_path / "data")})
    await hilft(
        "init", "--brand", "Wattkabel", "--zone", "Europe/Berlin", "--language", "de", "--name", "Hauke Haien",
        "--login", "hauke", "--initials", "ha", "--password", "Deichgraf-17",
    )  # fmt: skip
    told = ("account", "add", "bluesky", "--handle", f"@{service.handle}", "--service", town.pds)
    wrong = await hilft(*told, "--password", "falsch")
    assert wrong.exit_code != 0
    assert "Invalid identifier or password" in wrong.output
    done = await hilft(*told, "--password", PASSWORD)
    assert f"Added @{service.handle} (bluesky, service)." in done.output
    assert PASSWORD not in done.output
    listed = await hilft("account", "list")
    assert re.search(rf"@{re.escape(service.handle)}  bluesky  service  active", listed.output)


@pytest.fixture
async def admin(house: House) -> AsyncIterator[Visitor]:
    brand = await found_brand(house.pool, "wattkabel")
    async with transaction(house.pool) as tx:
        await staff.add_agent(
            tx, brand.id, login="hauke", name="Hauke Haien", initials="ha", role=Role.ADMIN,
            password="Deichgraf-17", now=EIGHT,
        )  # fmt: skip
    async with visiting(house) as visitor:
        assert (await visitor.sign_in("hauke")).status_code == 303
        yield visitor


async def test_added_in_the_desk(town: Town, service: Person, admin: Visitor, house: House) -> None:
    given = {"handle": service.handle, "service": town.pds, "password": "falsch"}
    refused = await admin.post(ADD, given)
    assert refused.status_code == 422
    assert "Das Netzwerk lässt uns nicht hinein" in refused.text
    assert "falsch" not in refused.text
    assert f'value="{service.handle}"' in refused.text
    added = await admin.post(ADD, given | {"password": PASSWORD})
    assert (added.status_code, added.headers["location"]) == (303, "/desk/accounts")
    page = await admin.page("/desk/accounts")
    assert service.handle in page
    assert PASSWORD not in page
    async with house.pool.acquire() as conn:
        [brand] = await accounts.brands(conn)
        [account] = await accounts.accounts(conn, brand.id)
        kept = await conn.fetchval("select kept from accounts")
    assert (account.external_id, account.scope) == (service.did, "bluesky")
    assert kept is not None
    assert service.did.encode() not in kept
