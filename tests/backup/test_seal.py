"""A copy starts silent and stays so until a person says that it is the only one; everything else is harmless."""

import asyncio
import dataclasses
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from hilft import accounts, outbox
from hilft.app import House
from hilft.db import Transaction, transaction
from hilft.ids import BrandId
from hilft.outbox import DeliveryState
from hilft.seal import COPY_PAUSED, COPY_UNCLEAR, Seal, StillACopy, find_installation, unseal
from hilft.seal.model import COPIED, FOREIGN, NO_SEAL, RESTORED, SET_BACK
from tests.backup.conftest import (
    NOW,
    Installed,
    add_account,
    administer,
    put_on_the_way,
    reasons,
    states,
)
from tests.server import TestServer

pytestmark = pytest.mark.anyio


async def why(house: House) -> str:
    async with house.pool.acquire() as conn:
        return await house.seal.copy_reason(conn)


async def confirm(house: House) -> bool:
    async with transaction(house.pool) as tx:
        return await house.seal.confirm(tx, NOW)


def copied(installed: Installed, where: Path) -> Installed:
    shutil.copytree(installed.settings.data, where, copy_function=shutil.copy2)
    return replace(installed, settings=replace(installed.settings, data=where))


async def test_a_new_installation_seals_itself_and_starts_again(installed: Installed) -> None:
    async with installed.furnished() as (house, brand_id):
        assert not house.seal.suspected
        first = (installed.seal_folder() / "seal.json").read_bytes()
    for _ in range(2):
        async with installed.start() as house:
            assert await why(house) == ""
            assert set((await reasons(house, brand_id)).values()) == {""}
    assert (installed.seal_folder() / "seal.json").read_bytes() != first


async def test_a_copied_folder_is_silent(installed: Installed, tmp_path: Path) -> None:
    async with installed.furnished() as (house, brand_id):
        other = await add_account(house, brand_id, "other")
        await put_on_the_way(house, brand_id, other.id)
        async with transaction(house.pool) as tx:
            await accounts.pause(tx, other, "Holidays.", NOW)
    async with copied(installed, tmp_path / "copy").start() as house:
        assert house.seal.suspected
        assert await why(house) == COPIED
        assert await reasons(house, brand_id) == {
            "wattkabel_hilft": COPY_PAUSED,
            "wattkabel": COPY_PAUSED,
            "other": "Holidays.",
        }
        assert await states(house) == [DeliveryState.UNKNOWN] * 2
        async with house.pool.acquire() as conn:
            finished = await outbox.finished(conn, brand_id, 9)
        assert {one.reason for one in finished} == {COPY_UNCLEAR}  # shown to people like every unclear one


async def test_a_moved_folder_is_at_home(installed: Installed, tmp_path: Path) -> None:
    async with installed.furnished():
        pass
    installed.settings.data.rename(tmp_path / "moved")
    async with installed.start(settings=replace(installed.settings, data=tmp_path / "moved")) as house:
        assert await why(house) == ""


async def test_a_copied_database_is_silent_whatever_lies_beside_it(
    installed: Installed, database_server: TestServer
) -> None:
    async with installed.furnished():
        pass
    name = installed.dsn.rpartition("/")[2].partition("?")[0]
    await administer(database_server, f'create database "{name}_b" template "{name}" strategy file_copy')
    try:
        own = replace(installed.settings, database_url="postgresql://of-the-operator")
        for settings in (installed.settings, own):
            async with installed.start(dsn=database_server.dsn_of(f"{name}_b"), settings=settings) as house:
                assert await why(house) == RESTORED
    finally:
        await database_server.drop(f"{name}_b")


async def test_a_database_of_the_operators_own_may_be_used_from_anywhere(
    installed: Installed, tmp_path: Path
) -> None:
    own = replace(installed.settings, database_url="postgresql://of-the-operator")
    for folder in ("one", "two"):
        async with installed.start(settings=replace(own, data=tmp_path / folder)) as house:
            assert await why(house) == ""
        assert not (tmp_path / folder / "postgres").exists()


async def test_an_older_state_a_foreign_seal_and_none(installed: Installed) -> None:
    file = installed.seal_folder() / "seal.json"
    async with installed.furnished() as (house, _):
        pool = house.pool
        await pool.execute("create table earlier as select * from installation")
        await house.seal.renew(pool)
    for damage, reason in (
        ("update installation set renewals = (select renewals from earlier)", SET_BACK),
        ("update installation set id = gen_random_uuid()", FOREIGN),
        ("", NO_SEAL),
    ):
        async with installed.start() as house:
            assert await why(house) == ""
            if damage:
                await house.pool.execute(damage)
            else:
                file.unlink()
        async with installed.start() as house:
            assert await why(house) == reason
            assert await confirm(house)


@pytest.mark.parametrize("ahead", [1, 2])
async def test_a_kill_between_row_and_file_is_harmless(installed: Installed, ahead: int) -> None:
    async with installed.start() as house:
        await house.pool.execute("update installation set renewals = renewals + $1", ahead)
    async with installed.start() as house:
        assert await why(house) == ""


async def test_a_kill_before_the_first_commit_is_harmless(installed: Installed) -> None:
    async with installed.start() as house:
        await house.pool.execute("delete from installation")
    async with installed.start() as house:
        assert await why(house) == ""


async def test_a_copy_cannot_be_talked_into_speaking(installed: Installed, tmp_path: Path) -> None:
    async with installed.furnished() as (_, brand_id):
        pass
    there = copied(installed, tmp_path / "copy")
    async with there.start() as house:
        account = await add_account(house, brand_id, "wattkabel")  # a new token does not help
        assert account.reason == COPY_PAUSED
        fresh = await add_account(house, brand_id, "fresh")
        for one in (account, fresh):
            with pytest.raises(StillACopy, match="confirm-only-copy"):
                await _resume(house, brand_id, one)
        await put_on_the_way(house, brand_id, fresh.id)
    async with there.start() as house:  # it stays one, and what its own people wrote meanwhile is not doubted
        assert await why(house) == COPIED
        assert set((await reasons(house, brand_id)).values()) == {COPY_PAUSED}
        assert sorted(await states(house)) == [DeliveryState.HELD, DeliveryState.QUEUED]


async def _resume(house: House, brand_id: BrandId, account: accounts.Account) -> None:
    async with transaction(house.pool) as tx:
        await accounts.resume(tx, await accounts.account(tx.conn, brand_id, account.id), NOW)


async def test_the_only_one_speaks_again(installed: Installed, tmp_path: Path) -> None:
    async with installed.furnished() as (house, brand_id), house.pool.acquire() as conn:
        before = await find_installation(conn)
    there = copied(installed, tmp_path / "copy")
    async with there.start() as house:
        assert await confirm(house)
        assert await why(house) == ""
        assert not await confirm(house)
        assert set((await reasons(house, brand_id)).values()) == {COPY_PAUSED}  # people look first
        async with transaction(house.pool) as tx:
            after = await find_installation(tx.conn)
            assert await accounts.resume_all(tx, brand_id, COPY_PAUSED, NOW) == 2
    assert before is not None
    assert after is not None
    assert before.id != after.id
    async with there.start() as house:
        assert await why(house) == ""
        assert set((await reasons(house, brand_id)).values()) == {""}


async def test_a_confirmation_whose_commit_failed_can_be_repeated(
    installed: Installed, tmp_path: Path
) -> None:
    async with installed.furnished():
        pass
    there = copied(installed, tmp_path / "copy")
    async with there.start() as house, house.pool.acquire() as conn:
        cut_off = conn.transaction()
        await cut_off.start()
        assert await house.seal.confirm(Transaction(conn), NOW)
        await cut_off.rollback()
    async with there.start() as house:
        assert await why(house) == COPIED
        assert await confirm(house)
    async with there.start() as house:
        assert await why(house) == ""


async def test_a_restored_database_is_a_copy_even_where_it_came_from(installed: Installed) -> None:
    async with installed.furnished() as (house, _), transaction(house.pool) as tx:
        await unseal(tx.conn)
    async with installed.start() as house:
        assert await why(house) == RESTORED


async def test_many_start_at_once_and_one_seals(installed: Installed) -> None:
    async with installed.start() as house:
        await house.pool.execute("delete from installation")
        seals = [Seal(house.seal.folder) for _ in range(8)]

        async def start(seal: Seal) -> None:
            async with transaction(house.pool) as tx:
                found = await seal.examine(tx.conn, NOW)
            assert found.copy_since is None
            await seal.renew(house.pool)

        await asyncio.gather(*(start(seal) for seal in seals))
    async with installed.start() as house:
        assert await why(house) == ""


async def test_a_server_that_hides_its_identity_is_known_by_name(installed: Installed) -> None:
    name = f"shy_{installed.dsn.rpartition('/')[2].partition('?')[0]}"
    async with installed.start() as house, house.pool.acquire() as conn, conn.transaction():
        await conn.execute("revoke execute on function pg_control_system() from public")
        await conn.execute(f'create role "{name}"')
        await conn.execute(f'grant select, insert, update on installation to "{name}"')
        await conn.execute("delete from installation")
        await conn.execute(f'set local role "{name}"')
        found = await Seal().examine(conn, NOW)
        assert found.home.startswith("unnamed:")
        assert (await Seal().examine(conn, NOW)) == dataclasses.replace(found)
        await conn.execute("reset role")
        await conn.execute("grant execute on function pg_control_system() to public")
        await conn.execute(f'drop owned by "{name}"; drop role "{name}"')
