"""One channel per account, built anew only when something changed."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

import anyio
import httpx
import pytest

from hilft import accounts
from hilft.accounts import Account, Switchboard, Vault
from hilft.accounts.keeper import AccountKeeper
from hilft.channels import AccountConfig, Channel, Keeper, Surroundings
from hilft.db import Pool, transaction
from tests.accounts.conftest import KEY, NOW, OTHER_KEY, TOKEN, add, found

pytestmark = pytest.mark.anyio


@dataclass
class Line:
    """Stands where a channel stands, remembers what it was built with."""

    config: AccountConfig
    keeper: Keeper
    closed: int = 0

    async def close(self) -> None:
        self.closed += 1


@dataclass
class Board:
    """A switchboard with what it built."""

    pool: Pool
    switchboard: Switchboard
    built: list[Line]


@pytest.fixture
async def board(pool: Pool) -> AsyncIterator[Board]:
    built: list[Line] = []

    def build(kind: str, config: AccountConfig, surroundings: Surroundings) -> Channel:
        built.append(Line(config, surroundings.keeper))
        return cast("Channel", built[-1])

    async with httpx.AsyncClient() as http:
        surroundings = Surroundings(http, lambda: datetime.now(UTC))
        switchboard = Switchboard(pool, Vault([KEY]), surroundings, build)
        yield Board(pool, switchboard, built)
        await switchboard.close()


@pytest.fixture
async def service(pool: Pool) -> Account:
    async with transaction(pool) as tx:
        return await add(tx, Vault([KEY]), await found(tx, "wattkabel"), "wattkabel_hilft")


async def test_a_channel_is_built_once_with_the_opened_secrets(board: Board, service: Account) -> None:
    channels = []

    async def ask() -> None:
        channels.append(await board.switchboard.channel_of(service))

    async with anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(ask)
    assert len(board.built) == 1
    assert all(channel is channels[0] for channel in channels)
    assert board.built[0].config.secrets == {"token": TOKEN}


async def test_a_new_token_builds_a_new_channel_and_the_old_one_stays_usable(
    board: Board, service: Account
) -> None:
    await board.switchboard.channel_of(service)
    async with transaction(board.pool) as tx:
        again = await add(tx, Vault([KEY]), service.brand_id, "wattkabel_hilft", token="fresh")
    await board.switchboard.channel_of(again)
    assert [line.config.secrets["token"] for line in board.built] == [TOKEN, "fresh"]
    assert board.built[0].closed == 0
    await board.switchboard.channel_of(service)
    assert len(board.built) == 2, "an out-of-date row does not bring the old token back"
    await board.switchboard.close()
    assert [line.closed for line in board.built] == [1, 1]


async def test_a_pause_changes_no_channel(board: Board, service: Account) -> None:
    await board.switchboard.channel_of(service)
    async with transaction(board.pool) as tx:
        await accounts.pause(tx, service, "resting", NOW)
        paused = await accounts.account(tx.conn, service.brand_id, service.id)
        await board.switchboard.channel_of(paused, tx.conn)
    assert len(board.built) == 1


async def test_the_callers_connection_is_enough(board: Board, service: Account) -> None:
    async with AsyncExitStack() as held, transaction(board.pool) as tx:
        for _ in range(board.pool.get_max_size() - 1):
            await held.enter_async_context(board.pool.acquire())
        with anyio.fail_after(2):
            await board.switchboard.channel_of(service, tx.conn)
    assert len(board.built) == 1


async def test_what_is_not_there_is_told(board: Board, service: Account) -> None:
    async with transaction(board.pool) as tx:
        other = await found(tx, "funkhaus")
    with pytest.raises(accounts.NoSuchAccount):
        await board.switchboard.channel_of(replace(service, brand_id=other))
    async with transaction(board.pool) as tx:
        await accounts.remove_account(tx, service, NOW)
    with pytest.raises(accounts.AccountRemoved):
        await board.switchboard.channel_of(service)
    assert board.built == []


async def test_what_a_channel_keeps_is_there_for_every_process_and_builds_nothing_anew(
    board: Board, service: Account, pool: Pool
) -> None:
    first = await board.switchboard.channel_of(service)
    mine = board.built[0].keeper
    assert await mine.recall() == {}
    await mine.keep({"session": "a token nobody may read"})
    async with httpx.AsyncClient() as http:
        elsewhere = Switchboard(
            pool, Vault([KEY]), Surroundings(http, lambda: datetime.now(UTC)), board.switchboard._build
        )
        await elsewhere.channel_of(service)
    assert await board.built[1].keeper.recall() == {"session": "a token nobody may read"}
    async with transaction(pool) as tx:
        again = await accounts.account(tx.conn, service.brand_id, service.id)
        sealed = await tx.conn.fetchval("select kept from accounts where id = $1", service.id)
    assert await board.switchboard.channel_of(again) is first
    assert b"nobody may read" not in sealed


async def test_new_secrets_forget_what_was_kept_and_another_key_seals_it_anew(
    board: Board, service: Account, pool: Pool
) -> None:
    await board.switchboard.channel_of(service)
    keeper = board.built[0].keeper
    await keeper.keep({"session": "old"})
    both = Vault([OTHER_KEY, KEY])
    async with transaction(pool) as tx:
        assert await accounts.reseal(tx, both, service.brand_id) == 1
    assert await AccountKeeper(pool, Vault([OTHER_KEY]), service.brand_id, service.id).recall() == {
        "session": "old"
    }
    async with transaction(pool) as tx:
        await add(tx, both, service.brand_id, "wattkabel_hilft", token="another")
    assert await keeper.recall() == {}
    async with transaction(pool) as tx:
        await accounts.remove_account(tx, service, NOW)
    await keeper.keep({"session": "too late"})
    assert await keeper.recall() == {}
