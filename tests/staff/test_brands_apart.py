"""Two brands with the same people by name see nothing of each other."""

import pytest

from hilft import staff
from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from hilft.staff.model import api_token, hash_of, session_token
from tests.staff.conftest import NOW, PASSWORD, hire

pytestmark = pytest.mark.anyio
OTHER_PASSWORD = "another house, another key"


@pytest.fixture
async def namesake(tx: Transaction, other_brand: BrandId) -> staff.Agent:
    return await hire(tx, other_brand, "romina", "Romina Sommer", "ro", password=OTHER_PASSWORD)


async def test_the_same_login_has_its_own_password(
    tx: Transaction, brand: BrandId, other_brand: BrandId, romina: staff.Agent, namesake: staff.Agent
) -> None:
    for where, password, agent in ((brand, PASSWORD, romina), (other_brand, OTHER_PASSWORD, namesake)):
        right = await staff.sign_in(tx, where, "romina", password, origin_ip="::1", now=NOW)
        assert isinstance(right, staff.SignedIn)
        assert right.agent.id == agent.id
    wrong = await staff.sign_in(tx, brand, "romina", OTHER_PASSWORD, origin_ip="::1", now=NOW)
    assert isinstance(wrong, staff.Rejected)


async def test_a_door_closed_at_one_brand_is_open_at_the_other(
    tx: Transaction, brand: BrandId, other_brand: BrandId, romina: staff.Agent, namesake: staff.Agent
) -> None:
    for _ in range(6):
        await staff.sign_in(tx, brand, "romina", "wrong", origin_ip="::1", now=NOW)
    there = await staff.sign_in(tx, other_brand, "romina", OTHER_PASSWORD, origin_ip="::1", now=NOW)
    assert isinstance(there, staff.SignedIn)


async def test_nothing_of_one_brand_shows_at_the_other(
    conn: Connection,
    tx: Transaction,
    brand: BrandId,
    other_brand: BrandId,
    romina: staff.Agent,
    namesake: staff.Agent,
) -> None:
    await staff.set_presence(tx, namesake, staff.Presence.HERE, NOW)
    await staff.create_token(tx, namesake, "theirs", NOW)
    found = await staff.find_agent(conn, brand, "romina")
    assert found is not None
    assert found.id == romina.id
    assert await staff.agent_by_id(conn, brand, namesake.id) is None
    assert [agent.id for agent in await staff.colleagues(conn, brand)] == [romina.id]
    assert await staff.who_is_here(conn, brand) == []
    assert await staff.tokens_of(conn, brand, namesake.id) == []


async def test_a_token_with_another_brand_written_on_it_opens_nothing(
    conn: Connection, tx: Transaction, brand: BrandId, other_brand: BrandId, romina: staff.Agent
) -> None:
    api = await staff.create_token(tx, romina, "reports", NOW, secret="s" * 40)
    signed = await staff.sign_in(tx, brand, "romina", PASSWORD, origin_ip="::1", now=NOW)
    assert isinstance(signed, staff.SignedIn)
    secret = signed.session_token.partition(".")[2]
    assert await staff.by_token(conn, api_token(other_brand, "s" * 40), NOW) is None
    assert await staff.session(conn, session_token(other_brand, secret), NOW) is None
    await staff.revoke_token(tx, other_brand, hash_of(api), NOW)
    assert await staff.by_token(conn, api, NOW) == signed.agent
