"""Two brands, and Romina who works for the first."""

from datetime import UTC, datetime

import pytest

from hilft import accounts, staff
from hilft.db import Connection, Transaction
from hilft.ids import BrandId

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
PASSWORD = "a line is more than copper"


@pytest.fixture
def tx(conn: Connection) -> Transaction:
    return Transaction(conn)


@pytest.fixture
async def brand(tx: Transaction) -> BrandId:
    return await found(tx, "wattkabel")


@pytest.fixture
async def other_brand(tx: Transaction) -> BrandId:
    return await found(tx, "funkhaus")


@pytest.fixture
async def romina(tx: Transaction, brand: BrandId) -> staff.Agent:
    return await hire(tx, brand, "romina", "Romina Sommer", "ro")


async def found(tx: Transaction, slug: str) -> BrandId:
    """Found a brand."""
    brand = await accounts.create_brand(
        tx, slug=slug, name=slug.title(), zone="Europe/Berlin", language="de", now=NOW
    )
    return brand.id


async def hire(
    tx: Transaction,
    brand: BrandId,
    login: str,
    name: str,
    initials: str,
    role: staff.Role = staff.Role.AGENT,
    password: str = PASSWORD,
) -> staff.Agent:
    """Take somebody into the team."""
    return await staff.add_agent(
        tx, brand, login=login, name=name, initials=initials, role=role, password=password, now=NOW
    )
