"""Two brands, a vault, and the two accounts of the first."""

from datetime import UTC, datetime

import pytest

from hilft import accounts
from hilft.accounts import Account, AccountRole, Vault
from hilft.channels import Profile
from hilft.db import Connection, Transaction
from hilft.ids import BrandId

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
KEY = "a key text of more than thirty-two characters"
OTHER_KEY = "quite another key text, of more than thirty-two"
TOKEN = "the-token-of-the-network"


@pytest.fixture
def tx(conn: Connection) -> Transaction:
    return Transaction(conn)


@pytest.fixture
def vault() -> Vault:
    return Vault([KEY])


@pytest.fixture
async def brand(tx: Transaction) -> BrandId:
    return await found(tx, "wattkabel")


@pytest.fixture
async def other_brand(tx: Transaction) -> BrandId:
    return await found(tx, "funkhaus")


@pytest.fixture
async def service(tx: Transaction, vault: Vault, brand: BrandId) -> Account:
    return await add(tx, vault, brand, "wattkabel_hilft")


@pytest.fixture
async def main(tx: Transaction, vault: Vault, brand: BrandId) -> Account:
    return await add(tx, vault, brand, "wattkabel", role=AccountRole.MAIN)


async def found(tx: Transaction, slug: str) -> BrandId:
    """Found a brand."""
    brand = await accounts.create_brand(
        tx, slug=slug, name=slug.title(), zone="Europe/Berlin", language="de", now=NOW
    )
    return brand.id


async def add(
    tx: Transaction,
    vault: Vault,
    brand: BrandId,
    name: str,
    role: AccountRole = AccountRole.SERVICE,
    *,
    channel: str = "mastodon",
    token: str = TOKEN,
) -> Account:
    """Add an account of this name on the town square."""
    return await accounts.add_account(
        tx,
        vault,
        brand,
        channel=channel,
        profile=Profile(f"https://town.test/users/{name}", f"@{name}@town.test", name.title()),
        scope=channel,
        role=role,
        settings={"url": "https://town.test"},
        secrets={"token": token},
        now=NOW,
    )
