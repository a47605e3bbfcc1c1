"""Many deliveries, one commit: each is answered after its own is stored, whatever happens to the others."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilft.accounts import Account, AccountRole, Vault, add_account, create_brand
from hilft.channels import Profile, RawItem
from hilft.db import Pool, Transaction, transaction
from hilft.ids import AccountId
from hilft.intake import Batcher, Overloaded
from hilft.intake.actions.receive import keep_rows, rows_of, short_key

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Counted(Batcher):
    """Counts its commits by looking at what each transaction was."""

    async def commits(self) -> int:
        return int(await self.pool.fetchval("select count(distinct xmin::text) from receipts"))

    async def keys(self) -> list[str]:
        return [row[0] for row in await self.pool.fetch("select dedupe_key from receipts order by id")]


@pytest.fixture
async def batcher(pool: Pool) -> Counted:
    return Counted(pool, lambda: NOW)


@pytest.fixture
async def account(pool: Pool) -> Account:
    async with transaction(pool) as tx:
        brand = await create_brand(tx, slug="w", name="W", zone="UTC", language="de", now=NOW)
        return await add_account(
            tx, Vault(["a key of a test that is long enough for it"]), brand.id, channel="webhook",
            profile=Profile("p", "p"), scope="webhook:p", role=AccountRole.SERVICE, settings={}, secrets={}, now=NOW,
        )  # fmt: skip


def item(key: str, payload: bytes = b"{}") -> RawItem:
    return RawItem(key, payload, NOW)


async def test_alone_it_is_stored_at_once(batcher: Counted, account: Account) -> None:
    for number in range(3):
        await batcher.keep(account, [item(f"k{number}")])
        assert await batcher.keys() == [f"k{each}" for each in range(number + 1)]
    assert await batcher.commits() == 3


async def test_what_queues_while_a_commit_runs_shares_the_next(batcher: Counted, account: Account) -> None:
    await asyncio.gather(*(batcher.keep(account, [item(f"k{number}")]) for number in range(200)))
    assert await batcher.keys() == [f"k{number}" for number in range(200)]
    assert await batcher.commits() <= 8


async def test_each_is_answered_only_when_its_own_is_stored(batcher: Counted, account: Account) -> None:
    async def one(number: int) -> None:
        await batcher.keep(account, [item(f"k{number}")])
        assert await batcher.pool.fetchval("select 1 from receipts where dedupe_key = $1", f"k{number}")

    await asyncio.gather(*(one(number) for number in range(50)))


async def test_the_same_thing_twice_in_one_commit_is_kept_once(batcher: Counted, account: Account) -> None:
    await asyncio.gather(*(batcher.keep(account, [item("same"), item("same")]) for _ in range(20)))
    assert await batcher.keys() == ["same"]


async def test_an_account_nobody_knows_fails_alone(batcher: Counted, account: Account) -> None:
    nobody = replace(account, id=AccountId(uuid4()))
    wanted = [(account if number % 7 else nobody, [item(f"k{number}")]) for number in range(64)]
    answers = await asyncio.gather(*(batcher.keep(*each) for each in wanted), return_exceptions=True)
    for number, answer in enumerate(answers):
        assert isinstance(answer, asyncpg.ForeignKeyViolationError) if number % 7 == 0 else answer is None
    assert len(await batcher.keys()) == 64 - len(range(0, 64, 7))


async def test_what_must_hold_beside_holds_in_the_same_commit(batcher: Counted, account: Account) -> None:
    async def move(tx: Transaction) -> None:
        await tx.conn.execute("update accounts set cursor = '7' where id = $1", account.id)

    async def break_(tx: Transaction) -> None:
        await move(tx)
        raise RuntimeError("killed between")

    await batcher.keep(account, [item("a")], move)
    xmin = "select xmin::text from receipts where dedupe_key = 'a' union select xmin::text from accounts"
    assert len(await batcher.pool.fetch(xmin)) == 1
    await batcher.pool.execute("update accounts set cursor = null")
    good, bad = await asyncio.gather(
        batcher.keep(account, [item("b")]), batcher.keep(account, [item("c")], break_), return_exceptions=True
    )
    assert good is None
    assert isinstance(bad, RuntimeError)
    assert await batcher.keys() == ["a", "b"]
    assert await batcher.pool.fetchval("select cursor from accounts") is None


async def test_the_queue_is_bounded_in_rows_and_bytes(batcher: Counted, account: Account) -> None:
    batcher.most_waiting = 10
    answers = await asyncio.gather(
        *(batcher.keep(account, [item(f"k{number}")]) for number in range(50)), return_exceptions=True
    )
    assert sum(isinstance(each, Overloaded) for each in answers) == 40
    assert len(await batcher.keys()) == 10
    batcher.most_waiting, batcher.most_bytes_waiting = 1000, 3_000_000
    large = [batcher.keep(account, [item(f"b{number}", b"x" * 1_000_000)]) for number in range(5)]
    answers = await asyncio.gather(*large, return_exceptions=True)
    assert sum(isinstance(each, Overloaded) for each in answers) == 2
    await batcher.keep(
        account, [item("huge", b"x" * 4_000_000)]
    )  # alone, anything that a door let in is taken


async def test_a_caller_who_left_loses_nothing(batcher: Counted, account: Account) -> None:
    first = asyncio.create_task(batcher.keep(account, [item("a")]))
    second = asyncio.create_task(batcher.keep(account, [item("b")]))
    await asyncio.sleep(0)
    first.cancel()
    await second
    await batcher.close()
    assert await batcher.keys() == ["a", "b"]


async def test_a_commit_that_hangs_does_not_hold_up_the_others(batcher: Counted, account: Account) -> None:
    async with batcher.pool.acquire() as other, other.transaction():
        await keep_rows(other, list(rows_of(account, [item("locked")], NOW)))
        hanging = asyncio.create_task(batcher.keep(account, [item("locked")]))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(5):
            await batcher.keep(account, [item("free")])
        assert not hanging.done()
    await hanging
    assert sorted(await batcher.keys()) == ["free", "locked"]


async def test_two_processes_given_the_same_in_other_orders_do_not_lock_each_other(
    pool: Pool, account: Account
) -> None:
    one, two = Batcher(pool, lambda: NOW), Batcher(pool, lambda: NOW)
    for turn in range(10):
        keys = [f"{turn}-{number}" for number in range(100)]
        async with asyncio.timeout(5):
            await asyncio.gather(
                *(one.keep(account, [item(key)]) for key in keys),
                *(two.keep(account, [item(key)]) for key in reversed(keys)),
            )
    assert await pool.fetchval("select count(*) from receipts") == 1000
    assert (
        await pool.fetchval("select deadlocks from pg_stat_database where datname = current_database()") == 0
    )


async def test_who_waits_when_it_is_ended_is_told(batcher: Counted, account: Account) -> None:
    waiting = [asyncio.create_task(batcher.keep(account, [item(f"k{number}")])) for number in range(5)]
    await asyncio.sleep(0)
    for each in batcher._committing:
        each.cancel()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(each, Overloaded) for each in answers)
    await batcher.keep(account, [item("after")])
    assert "after" in await batcher.keys()


@given(st.text(max_size=2000))
def test_every_key_fits_the_index_and_keeps_its_difference(key: str) -> None:
    short = short_key(key)
    assert len(short.encode()) <= 500
    assert "\0" not in short
    assert short_key(short) == short
    long = key + "x" * 600
    assert short_key(long + "1") != short_key(long + "2")
