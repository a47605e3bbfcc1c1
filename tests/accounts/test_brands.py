"""Brands are founded once and found by host."""

import pytest

from hilft import accounts
from hilft.accounts.model import plain_host
from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from hilft.problems import Problem
from tests.accounts.conftest import NOW, found

pytestmark = pytest.mark.anyio


async def test_a_brand_is_found_by_its_host_else_the_first_one(conn: Connection, tx: Transaction) -> None:
    assert await accounts.brand_by_host(conn, "desk.example") is None
    first = await found(tx, "wattkabel")
    second = await accounts.create_brand(
        tx, slug="funkhaus", name="Funkhaus", zone="Europe/Vienna", language="de", now=NOW,
        hosts=["Hilfe.Funkhaus.Example"],
    )  # fmt: skip
    assert await accounts.brand_by_host(conn, "HILFE.funkhaus.example.:8480") == second
    for host in ("elsewhere.example", "", "[::1]:8480", "\x00", "\ud800"):
        brand = await accounts.brand_by_host(conn, host)
        assert brand is not None
        assert brand.id == first
    assert await accounts.brand_by_id(conn, second.id) == second
    assert [brand.slug for brand in await accounts.brands(conn)] == ["wattkabel", "funkhaus"]


async def test_a_short_name_belongs_to_one(tx: Transaction, brand: BrandId) -> None:
    with pytest.raises(accounts.SlugTaken, match="already a brand called wattkabel"):
        await found(tx, " Wattkabel ")


@pytest.mark.parametrize(
    ("slug", "name", "zone", "language", "problem"),
    [
        ("Wátt", "W", "Europe/Berlin", "de", accounts.BadSlug),
        ("", "W", "Europe/Berlin", "de", accounts.BadSlug),
        ("watt", " ", "Europe/Berlin", "de", accounts.BadBrandName),
        ("watt", "W", "Europe/Atlantis", "de", accounts.UnknownZone),
        ("watt", "W", "../../etc/passwd", "de", accounts.UnknownZone),
        ("watt", "W", "", "de", accounts.UnknownZone),
        ("watt", "W", "Europe/Berlin", "deutsch", accounts.BadLanguage),
    ],
)
async def test_a_bad_field_is_told(
    tx: Transaction, slug: str, name: str, zone: str, language: str, problem: type[Problem]
) -> None:
    with pytest.raises(problem):
        await accounts.create_brand(tx, slug=slug, name=name, zone=zone, language=language, now=NOW)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Desk.Example:8480", "desk.example"),
        ("[::1]:80", "[::1]"),
        (" desk.example. ", "desk.example"),
        ("", ""),
    ],
)
def test_a_host_has_one_form(sent: str, kept: str) -> None:
    assert plain_host(sent) == kept
