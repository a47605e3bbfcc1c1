"""How accounts are doing."""

from datetime import timedelta

import pytest

from hilft import accounts
from hilft.accounts import Account
from hilft.channels import Cursor
from hilft.db import Connection, Transaction
from hilft.ids import BrandId, new_id
from tests.accounts.conftest import NOW

pytestmark = pytest.mark.anyio
SECOND = timedelta(seconds=1)


async def test_a_cursor_moves_and_completeness_does_not_go_back(
    conn: Connection, brand: BrandId, service: Account
) -> None:
    await accounts.save_cursor(conn, service, Cursor("7"), NOW, NOW)
    await accounts.save_cursor(conn, service, Cursor("8"), None, NOW + SECOND)
    now = await accounts.account(conn, brand, service.id)
    assert (now.cursor, now.complete_until, now.last_ok_at) == ("8", NOW, NOW + SECOND)


async def test_an_answer_is_noted_now_and_then_and_at_once_after_an_error(
    conn: Connection, tx: Transaction, brand: BrandId, service: Account
) -> None:
    async def last_ok(seconds: int) -> object:
        await accounts.note_ok(tx, service, NOW + seconds * SECOND)
        now = await accounts.account(conn, brand, service.id)
        assert now.last_ok_at is not None
        return (now.last_ok_at - NOW).total_seconds()

    assert [await last_ok(at) for at in (0, 29, 31)] == [0, 0, 31]
    tx.nudges.clear()
    assert await last_ok(62) == 62
    assert not tx.nudges
    await accounts.note_error(tx, service, "502 from the network\x00\ud800" + "x" * 1000, NOW + 63 * SECOND)
    troubled = await accounts.account(conn, brand, service.id)
    assert troubled.in_trouble
    assert troubled.last_error.startswith("502 from the network")
    assert len(troubled.last_error) == 500
    assert (brand, "accounts") in tx.nudges
    tx.nudges.clear()
    assert await last_ok(64) == 64
    assert (brand, "accounts") in tx.nudges
    assert not (await accounts.account(conn, brand, service.id)).in_trouble


async def test_an_error_before_any_answer_is_trouble(
    conn: Connection, tx: Transaction, brand: BrandId, service: Account
) -> None:
    assert not service.in_trouble
    await accounts.note_error(tx, service, "no route", NOW)
    assert (await accounts.account(conn, brand, service.id)).in_trouble
    await accounts.note_ok(tx, service, NOW + SECOND)
    assert not (await accounts.account(conn, brand, service.id)).in_trouble


async def test_health_counts_per_account(
    conn: Connection, brand: BrandId, service: Account, main: Account
) -> None:
    await receipts(conn, service, new=3, failed=2, digested=5)
    for state in ("held", "queued", "sending", "unknown", "sent", "undone", "refused"):
        await conn.execute(
            "insert into deliveries (brand_id, id, message_id, conversation_id, account_id, state, request,"
            " run_at, created_at) values ($1, $2, $3, $4, $5, $6, '{}', $7, $7)",
            brand, new_id(), new_id(), new_id(), main.id, state, NOW,
        )  # fmt: skip
    figures = {
        health.account.id: (health.waiting_receipts, health.failed_receipts, health.unfinished_deliveries)
        for health in await accounts.health(conn, brand)
    }
    assert figures == {service.id: (3, 2, 0), main.id: (0, 0, 4)}


async def test_counts_stop_at_a_thousand(conn: Connection, brand: BrandId, service: Account) -> None:
    await receipts(conn, service, new=1200, failed=0, digested=0)
    [health] = await accounts.health(conn, brand)
    assert health.waiting_receipts == 1000


async def receipts(conn: Connection, account: Account, **states: int) -> None:
    """Put so many receipts of each state on the account's desk."""
    rows = [
        (account.brand_id, new_id(), account.id, f"{state}{number}", state, NOW)
        for state, count in states.items()
        for number in range(count)
    ]
    await conn.executemany(
        "insert into receipts (brand_id, id, account_id, scope, dedupe_key, payload, received_at, state, run_at)"
        " values ($1, $2, $3, 'mastodon', $4, '', $6, $5, $6)",
        rows,
    )
