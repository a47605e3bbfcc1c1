"""Sessions slide, end and are ended."""

from datetime import timedelta

import pytest

from hilft import staff
from hilft.db import Connection, Transaction
from hilft.ids import BrandId
from tests.staff.conftest import NOW, PASSWORD

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


async def enter(tx: Transaction, agent: staff.Agent) -> str:
    """Sign in, give the session's token."""
    signed = await staff.sign_in(tx, agent.brand_id, agent.login, PASSWORD, origin_ip="192.0.2.1", now=NOW)
    assert isinstance(signed, staff.SignedIn)
    return signed.session_token


async def test_an_unused_session_ends_after_twelve_hours(tx: Transaction, romina: staff.Agent) -> None:
    token = await enter(tx, romina)
    assert await staff.session(tx, token, NOW + 12 * HOUR) is None
    assert await staff.session(tx, token, NOW + 12 * HOUR - timedelta(seconds=1)) is not None


async def test_use_moves_the_end_until_seven_days_are_over(tx: Transaction, romina: staff.Agent) -> None:
    token = await enter(tx, romina)
    for hours in range(10, 7 * 24, 10):
        assert await staff.session(tx, token, NOW + hours * HOUR) is not None
    assert await staff.session(tx, token, NOW + 7 * 24 * HOUR - timedelta(minutes=1)) is not None
    assert await staff.session(tx, token, NOW + 7 * 24 * HOUR) is None


async def test_a_glance_does_not_keep_an_empty_chair_signed_in(tx: Transaction, romina: staff.Agent) -> None:
    token = await enter(tx, romina)
    assert await staff.session(tx, token, NOW + 11 * HOUR, used=False) is not None
    assert await staff.session(tx, token, NOW + 13 * HOUR) is None


async def test_use_is_written_at_most_every_five_minutes(
    conn: Connection, tx: Transaction, romina: staff.Agent
) -> None:
    token = await enter(tx, romina)
    seen = "select seen_at from sessions where agent_id = $1"
    await staff.session(tx, token, NOW + timedelta(minutes=4))
    assert await conn.fetchval(seen, romina.id) == NOW
    await staff.session(tx, token, NOW + timedelta(minutes=5))
    assert await conn.fetchval(seen, romina.id) == NOW + timedelta(minutes=5)


async def test_no_token_is_kept_in_the_clear(conn: Connection, tx: Transaction, romina: staff.Agent) -> None:
    token = await enter(tx, romina)
    api = await staff.create_token(tx, romina, "reports", NOW)
    for table in ("sessions", "tokens", "agents", "attempts"):
        rows = await conn.fetch(f"select t::text as row from {table} t")  # noqa: S608 - our own names
        kept = " ".join(row["row"] for row in rows)
        assert token.partition(".")[2] not in kept
        assert api.rpartition("_")[2] not in kept
        assert PASSWORD not in kept


async def test_signing_out_ends_this_session_and_the_last_one_out_is_off(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    desk, phone = await enter(tx, romina), await enter(tx, romina)
    for token, here in ((desk, 1), (phone, 0)):
        ended = await staff.session(tx, token, NOW)
        assert ended is not None
        await staff.sign_out(tx, ended, NOW)
        assert await staff.session(tx, token, NOW) is None
        assert len(await staff.who_is_here(conn, brand)) == here


async def test_a_new_password_ends_the_other_sessions(tx: Transaction, romina: staff.Agent) -> None:
    mine, stolen = await enter(tx, romina), await enter(tx, romina)
    keep = await staff.session(tx, mine, NOW)
    await staff.change_password(tx, romina, "more than copper and glass", keep=keep)
    assert await staff.session(tx, mine, NOW) is not None
    assert await staff.session(tx, stolen, NOW) is None
    old = await staff.sign_in(tx, romina.brand_id, "romina", PASSWORD, origin_ip="192.0.2.1", now=NOW)
    assert isinstance(old, staff.Rejected)
    with pytest.raises(staff.PasswordTooShort):
        await staff.change_password(tx, romina, "short")


async def test_who_is_disabled_is_out_at_once(tx: Transaction, romina: staff.Agent) -> None:
    token, api = await enter(tx, romina), await staff.create_token(tx, romina, "reports", NOW)
    held = await staff.session(tx, token, NOW)
    assert held is not None
    await staff.disable_agent(tx, romina, NOW)
    assert await staff.session(tx, token, NOW) is None
    assert await staff.by_token(tx.conn, api, NOW) is None
    assert await staff.who_is_here(tx.conn, romina.brand_id) == []


async def test_the_sweep_forgets_what_ended(
    conn: Connection, tx: Transaction, brand: BrandId, romina: staff.Agent
) -> None:
    await enter(tx, romina)
    await staff.sign_in(tx, brand, "nobody", "wrong", origin_ip="192.0.2.1", now=NOW)
    await staff.sweep(tx, brand, NOW + 11 * HOUR)
    assert len(await staff.who_is_here(conn, brand)) == 1
    tx.nudges.clear()
    await staff.sweep(tx, brand, NOW + 25 * HOUR)
    assert await staff.who_is_here(conn, brand) == []
    assert (brand, "staff") in tx.nudges
    left = "select (select count(*) from sessions) + (select count(*) from attempts)"
    assert await conn.fetchval(left) == 0


async def test_a_changed_token_opens_nothing(tx: Transaction, romina: staff.Agent) -> None:
    token = await enter(tx, romina)
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in ("", "x", changed, token + "x", token.replace(".", "_"), "\ud800", "\x00" * 50):
        assert await staff.session(tx, wrong, NOW) is None
