"""Accounts come, rest and go; their secrets stay sealed."""

import logging
from uuid import uuid4

import anyio
import pytest

from hilft import accounts
from hilft.accounts import Account, AccountRole, AccountState, Vault
from hilft.channels import Profile
from hilft.db import Connection, Pool, Transaction, transaction
from hilft.ids import BrandId
from hilft.timeline import Subject, entries_of
from tests.accounts.conftest import KEY, NOW, OTHER_KEY, TOKEN, add, found

pytestmark = pytest.mark.anyio


async def test_an_account_is_listed_and_its_channel_gets_its_secrets(
    conn: Connection, vault: Vault, brand: BrandId, service: Account
) -> None:
    assert await accounts.accounts(conn, brand) == [service]
    assert await accounts.account(conn, brand, service.id) == service
    config = await accounts.config_of(conn, vault, service)
    assert config.settings == {"url": "https://town.test"}
    assert config.secrets == {"token": TOKEN}
    assert config.account_key == str(service.id)


async def test_secrets_are_nowhere_in_the_clear(
    conn: Connection, vault: Vault, service: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    config = await accounts.config_of(conn, vault, service)
    row = await conn.fetchval("select a::text || encode(secrets, 'escape') from accounts a")
    assert TOKEN not in f"{service!r} {config!r} {row} {caplog.text}"


async def test_the_same_account_again_takes_the_new_token_and_works(
    conn: Connection, tx: Transaction, vault: Vault, brand: BrandId, service: Account
) -> None:
    await accounts.save_cursor(conn, service, None, NOW, NOW)
    await accounts.pause(tx, service, "The network does not accept our token any more.", NOW)
    again = await add(tx, vault, brand, "wattkabel_hilft", token="a fresh one")
    assert (again.id, again.state, again.reason) == (service.id, AccountState.ACTIVE, "")
    assert again.complete_until == NOW
    assert again.fingerprint != service.fingerprint
    assert (await accounts.config_of(conn, vault, again)).secrets == {"token": "a fresh one"}


async def test_pausing_is_told_once(
    conn: Connection, tx: Transaction, brand: BrandId, service: Account
) -> None:
    for _ in range(2):
        await accounts.pause(tx, service, "The token was revoked.", NOW)
    paused = await accounts.account(conn, brand, service.id)
    assert (paused.state, paused.reason) == (AccountState.PAUSED, "The token was revoked.")
    for _ in range(2):
        await accounts.resume(tx, service, NOW)
    resumed = await accounts.account(conn, brand, service.id)
    assert (resumed.state, resumed.reason) == (AccountState.ACTIVE, "")
    told = await entries_of(conn, brand, Subject.ACCOUNT, service.id, 10)
    assert [entry.kind for entry in told] == ["account.resumed", "account.paused", "account.added"]
    assert (brand, "accounts") in tx.nudges


async def test_a_removed_account_keeps_its_history_and_no_secret(
    conn: Connection, tx: Transaction, vault: Vault, brand: BrandId, service: Account
) -> None:
    await accounts.remove_account(tx, service, NOW)
    assert await accounts.accounts(conn, brand) == []
    removed = await accounts.account(conn, brand, service.id)
    assert removed.state is AccountState.REMOVED
    with pytest.raises(accounts.AccountRemoved, match=r"@wattkabel_hilft.* was removed"):
        await accounts.config_of(conn, vault, removed)
    assert await conn.fetchval("select length(secrets) from accounts where id = $1", service.id) == 0
    back = await add(tx, vault, brand, "wattkabel_hilft")
    assert (back.id, back.state) == (service.id, AccountState.ACTIVE)


async def test_a_main_account_is_answered_from_the_service_account(
    conn: Connection, tx: Transaction, vault: Vault, brand: BrandId, main: Account
) -> None:
    assert await accounts.answering_account(conn, brand, main) == main
    service = await add(tx, vault, brand, "wattkabel_hilft")
    await add(tx, vault, brand, "elsewhere", channel="bluesky")
    assert await accounts.answering_account(conn, brand, main) == service
    assert await accounts.answering_account(conn, brand, service) == service
    await accounts.pause(tx, service, "resting", NOW)
    assert (await accounts.answering_account(conn, brand, main)).id == service.id
    second = await add(tx, vault, brand, "wattkabel_hilft2")
    assert await accounts.answering_account(conn, brand, main) == second


async def test_a_removed_service_account_is_stood_in_for(
    conn: Connection, tx: Transaction, vault: Vault, brand: BrandId, service: Account
) -> None:
    second = await add(tx, vault, brand, "wattkabel_hilft2")
    await accounts.remove_account(tx, service, NOW)
    removed = await accounts.account(conn, brand, service.id)
    assert await accounts.answering_account(conn, brand, removed) == second


async def test_a_sealed_blob_moved_in_the_database_does_not_open(
    conn: Connection, vault: Vault, brand: BrandId, service: Account, main: Account
) -> None:
    await conn.execute(
        "update accounts set secrets = (select secrets from accounts where id = $1) where id = $2",
        service.id, main.id,
    )  # fmt: skip
    with pytest.raises(accounts.SecretsLocked):
        await accounts.config_of(conn, vault, main)


async def test_a_new_key_takes_over_and_the_old_one_can_go(
    conn: Connection, tx: Transaction, brand: BrandId, service: Account, main: Account
) -> None:
    both = Vault([OTHER_KEY, KEY])
    assert await accounts.reseal(tx, both, brand) == 2
    assert await accounts.reseal(tx, both, brand) == 0
    assert (await accounts.config_of(conn, Vault([OTHER_KEY]), main)).secrets == {"token": TOKEN}


async def test_two_brands_may_hold_the_same_account_and_never_see_the_other(
    conn: Connection, tx: Transaction, vault: Vault, brand: BrandId, other_brand: BrandId, service: Account
) -> None:
    theirs = await add(tx, vault, other_brand, "wattkabel_hilft", token="theirs")
    assert theirs.id != service.id
    assert await accounts.accounts(conn, brand) == [service]
    assert [health.account for health in await accounts.health(conn, brand)] == [service]
    with pytest.raises(accounts.NoSuchAccount):
        await accounts.account(conn, brand, theirs.id)
    await accounts.pause(tx, theirs, "theirs rests", NOW)
    assert (await accounts.account(conn, brand, service.id)).state is AccountState.ACTIVE


async def test_settings_may_hold_any_text(
    tx: Transaction, vault: Vault, brand: BrandId, service: Account
) -> None:
    odd = {"url": 'back\\slash "quote" \\x41 \\', "note": "ümläut 🧭"}
    again = await accounts.add_account(
        tx, vault, brand, channel=service.channel, scope="mastodon", role=AccountRole.MAIN, settings=odd,
        profile=Profile(service.external_id, service.handle), secrets={}, now=NOW,
    )  # fmt: skip
    assert again.settings == odd
    assert again.role is AccountRole.MAIN


async def test_an_unknown_account_is_told(conn: Connection, brand: BrandId) -> None:
    with pytest.raises(accounts.NoSuchAccount):
        await accounts.account(conn, brand, uuid4())


async def test_two_who_add_the_same_account_at_once_add_one(pool: Pool, vault: Vault) -> None:
    async with transaction(pool) as tx:
        brand = await found(tx, "wattkabel")

    async def join(token: str) -> None:
        async with transaction(pool) as tx:
            await add(tx, vault, brand, "wattkabel_hilft", token=token)

    async with anyio.create_task_group() as group:
        for number in range(6):
            group.start_soon(join, f"token {number}")
    async with transaction(pool) as tx:
        assert len(await accounts.accounts(tx.conn, brand)) == 1
