"""Who is writing: a handle is found again, its profile follows the network, its customer stays."""

from datetime import UTC, datetime, timedelta

import pytest

from hilft import accounts, customers
from hilft.channels import Profile
from hilft.customers.model import MAX_NAME, shown_name
from hilft.db import Connection, Transaction
from hilft.ids import BrandId

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OTTO = Profile(
    "https://town.test/users/otto", "@otto@town.test", "Otto", "https://town.test/otto.png", local_id="7"
)


@pytest.fixture
async def brand(conn: Connection) -> BrandId:
    made = await accounts.create_brand(
        Transaction(conn), slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=NOW
    )
    return made.id


async def test_a_new_handle_brings_its_customer(conn: Connection, brand: BrandId) -> None:
    handle = await customers.recognise(conn, brand, "mastodon", OTTO, NOW)
    assert (handle.evidence, handle.handle) == ("first contact", "@otto@town.test")
    person = await customers.person(conn, brand, handle.customer_id)
    assert person is not None
    assert person.name == "Otto"


async def test_a_known_handle_takes_over_the_profile_and_keeps_its_customer(
    conn: Connection, brand: BrandId
) -> None:
    first = await customers.recognise(conn, brand, "mastodon", OTTO, NOW)
    await customers.keep_avatar(conn, brand, first.id, "https://town.test/otto.png", "ab" * 32)
    await customers.mark_gone(conn, brand, first.id, NOW)
    newer = Profile(OTTO.external_id, "@otto2@town.test", "Otto Meier", OTTO.avatar_url)
    again = await customers.recognise(conn, brand, "mastodon", newer, NOW + timedelta(days=1))
    assert (again.id, again.customer_id, again.gone_at) == (first.id, first.customer_id, None)
    assert (again.display_name, again.handle, again.avatar_blob) == (
        "Otto Meier",
        "@otto2@town.test",
        "ab" * 32,
    )
    new_picture = Profile(OTTO.external_id, OTTO.handle, "Otto", "https://town.test/new.png")
    assert (await customers.recognise(conn, brand, "mastodon", new_picture, NOW)).avatar_blob is None
    assert len(await customers.handles_of_customer(conn, brand, first.customer_id)) == 1


async def test_handles_of_another_scope_or_brand_are_other_people(conn: Connection, brand: BrandId) -> None:
    other = await accounts.create_brand(
        Transaction(conn), slug="funkhaus", name="Funkhaus", zone="Europe/Berlin", language="de", now=NOW
    )
    ours = await customers.recognise(conn, brand, "mastodon", OTTO, NOW)
    for brand_id, scope in ((other.id, "mastodon"), (brand, "bluesky")):
        theirs = await customers.recognise(conn, brand_id, scope, OTTO, NOW)
        assert theirs.customer_id != ours.customer_id
    assert await customers.find_handle(conn, other.id, ours.id) is None
    assert await customers.person(conn, other.id, ours.customer_id) is None


async def test_pictures_are_asked_for_once(conn: Connection, brand: BrandId) -> None:
    handle = await customers.recognise(conn, brand, "mastodon", OTTO, NOW)
    await customers.recognise(conn, brand, "mastodon", Profile("x", "@x@town.test"), NOW)
    waiting = await customers.handles_to_picture(conn, brand, NOW - timedelta(days=1), 10)
    assert [each.id for each in waiting] == [handle.id]
    await customers.keep_avatar(conn, brand, handle.id, "https://town.test/otto.png", "")
    assert await customers.handles_to_picture(conn, brand, NOW - timedelta(days=1), 10) == []


@pytest.mark.parametrize(
    ("display_name", "handle", "shown"),
    [
        ("Otto", "@otto", "Otto"),
        ("  ", "@otto", "@otto"),
        ("", "", "?"),
        ("x" * 900, "@otto", "x" * MAX_NAME),
    ],
)
def test_somebody_always_has_a_name(display_name: str, handle: str, shown: str) -> None:
    assert shown_name(display_name, handle) == shown
