"""Nudges from the commit to everybody who waits, through a real database."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest

from hilft.db import Pool, transaction
from hilft.ids import BrandId
from hilft.live import Fanout, Hub, Subscription, Wake

pytestmark = pytest.mark.anyio
WATTKABEL, OTHER = BrandId(uuid.UUID(int=1)), BrandId(uuid.UUID(int=2))
_OTHERS = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


@pytest.fixture
async def hub(database: str) -> AsyncIterator[Hub]:
    started = Hub()
    await started.start(database)
    yield started
    await started.close()


async def soon(subscription: Subscription) -> Wake:
    return await asyncio.wait_for(subscription.wait(), 3)


async def silent(subscription: Subscription) -> bool:
    try:
        await asyncio.wait_for(subscription.wait(), 0.15)
    except TimeoutError:
        return True
    return False


async def test_a_nudge_reaches_those_who_wait_for_it_and_nobody_else(hub: Hub) -> None:
    carrier: Fanout = hub
    async with (
        carrier.subscribe(WATTKABEL, ["inbox", "case/1"]) as page,
        carrier.subscribe(OTHER, ["inbox"]) as foreign,
        carrier.subscribe(WATTKABEL, ["case/2"]) as elsewhere,
        carrier.subscribe(None, ["inbox"]) as worker,
    ):
        carrier.publish(WATTKABEL, "inbox")
        assert await soon(page) == Wake(frozenset({"inbox"}))
        assert await soon(worker) == Wake(frozenset({"inbox"}))
        assert await silent(foreign)
        assert await silent(elsewhere)


async def test_it_is_sent_after_the_commit_and_never_after_a_rollback(hub: Hub, pool: Pool) -> None:
    pool.nudges = hub

    async def fall() -> None:
        async with transaction(pool) as tx:
            tx.nudge(WATTKABEL, "case/1")
            raise ZeroDivisionError

    async with hub.subscribe(WATTKABEL, ["inbox", "case/1"]) as page:
        with pytest.raises(ZeroDivisionError):
            await fall()
        assert await silent(page)
        async with transaction(pool) as tx:
            await tx.conn.execute("create table cups (n int)")
            tx.nudge(WATTKABEL, "inbox")
            assert await silent(page)
        assert await soon(page) == Wake(frozenset({"inbox"}))
        assert await pool.fetchval("select to_regclass('cups') is not null")


async def test_a_storm_becomes_few_statements_and_one_wake_per_look(hub: Hub) -> None:
    assert hub._nudger is not None
    topics = [f"case/{n}" for n in range(2000)]
    async with hub.subscribe(WATTKABEL, topics) as page:
        for _ in range(5):
            for topic in topics:
                hub.publish(WATTKABEL, topic)
        seen: set[str] = set()
        looks = 0
        while len(seen) < len(topics):
            seen |= (await soon(page)).topics
            looks += 1
        assert hub._nudger.sent <= 3
        assert looks <= 20
        assert await silent(page)


async def test_many_nudges_over_time_are_gathered(hub: Hub) -> None:
    assert hub._nudger is not None
    for n in range(100):
        hub.publish(WATTKABEL, f"case/{n}")
        await asyncio.sleep(0.001)
    assert 2 <= hub._nudger.sent <= 30


async def test_after_a_lost_connection_everybody_looks_again_and_nudges_flow(hub: Hub, pool: Pool) -> None:
    async with hub.subscribe(WATTKABEL, ["inbox"]) as page:
        hub.publish(WATTKABEL, "inbox")
        await soon(page)
        await pool.execute(_OTHERS)
        assert (await soon(page)).again
        hub.publish(WATTKABEL, "inbox")
        assert "inbox" in (await soon(page)).topics


async def test_strangers_payloads_are_left_out(hub: Hub, pool: Pool) -> None:
    async with hub.subscribe(WATTKABEL, ["inbox"]) as page:
        await pool.execute("select pg_notify('hilft', $1)", f"nonsense\n:\nzz:inbox\n{WATTKABEL.hex}:inbox")
        assert await soon(page) == Wake(frozenset({"inbox"}))


async def test_closing_ends_the_waiting(database: str) -> None:
    hub = Hub()
    await hub.start(database)
    async with hub.subscribe(WATTKABEL, ["inbox"]) as page:
        hub.publish(WATTKABEL, "inbox")
        await hub.close()
        assert [wake async for wake in page] == []
    assert hub._waiting == {}


async def test_a_database_that_is_away_blocks_nobody() -> None:
    hub = Hub()
    await asyncio.wait_for(hub.start("postgresql://hilft@127.0.0.1:1/hilft"), 5)
    hub.publish(WATTKABEL, "inbox")
    await asyncio.wait_for(hub.close(), 5)
