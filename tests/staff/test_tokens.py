"""Tokens for programs."""

from datetime import timedelta

import pytest

from hilft import staff
from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from hilft.staff.model import hash_of
from tests.staff.conftest import NOW, hire

pytestmark = pytest.mark.anyio


async def test_a_token_opens_the_api_until_it_is_revoked(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    token = await staff.create_token(tx, romina, "reports", NOW)
    assert token.startswith(f"ht_{brand.hex}_")
    assert await staff.by_token(conn, token, NOW) == romina
    [listed] = await staff.tokens_of(conn, brand, romina.id)
    assert (listed.label, listed.revoked_at) == ("reports", None)
    await staff.revoke_token(tx, brand, listed.token_hash, NOW)
    assert await staff.by_token(conn, token, NOW) is None
    [listed] = await staff.tokens_of(conn, brand, romina.id)
    assert listed.revoked_at == NOW


async def test_the_demo_gets_the_same_token_again_unless_it_was_revoked(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    first = await staff.create_token(tx, romina, "demo", NOW, secret="demo-romina")
    again = await staff.create_token(tx, romina, "demo", NOW, secret="demo-romina")
    assert first == again
    assert len(await staff.tokens_of(conn, brand, romina.id)) == 1
    await staff.revoke_token(tx, brand, hash_of(first), NOW)
    await staff.create_token(tx, romina, "demo", NOW, secret="demo-romina")
    assert await staff.by_token(conn, first, NOW) is None


async def test_a_token_of_somebody_else_is_not_taken_over(
    tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    kai = await hire(tx, brand, "kai", "Kai Brandt", "ka")
    token = await staff.create_token(tx, romina, "demo", NOW, secret="same")
    with pytest.raises(staff.TokenTaken):
        await staff.create_token(tx, kai, "demo", NOW, secret="same")
    assert await staff.by_token(tx.conn, token, NOW) == romina


async def test_use_is_noted_at_most_every_five_minutes(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    token = await staff.create_token(tx, romina, "reports", NOW)
    for minute, noted in ((0, 0), (4, 0), (5, 5)):
        await staff.by_token(conn, token, NOW + timedelta(minutes=minute))
        [listed] = await staff.tokens_of(conn, brand, romina.id)
        assert listed.last_used_at == NOW + timedelta(minutes=noted)


@pytest.mark.parametrize("text", ["", "ht_", "ht__", "ht_x_y", "Bearer x", "\x00", "ht_" + "0" * 32 + "_x"])
async def test_what_is_no_token_opens_nothing(conn: Connection, romina: staff.Agent, text: str) -> None:
    assert await staff.by_token(conn, text, NOW) is None
