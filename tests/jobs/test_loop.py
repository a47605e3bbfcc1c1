"""The work loop on a real database: once, later, again, given up, taken over, stopped."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from hilft.db import Pool, Transaction, transaction
from hilft.ids import BrandId
from hilft.jobs import Beat, FailedJob, Job, WorkLoop, discard, enqueue, failed, retry
from hilft.jobs.loop import Terms

pytestmark = pytest.mark.anyio
BRAND = BrandId(uuid.UUID(int=1))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
QUICK = Terms(lease=timedelta(seconds=0.3), attempts=3)


@pytest.fixture
async def pool(pool: Pool) -> Pool:
    await pool.execute("create table done (n int)")
    return pool


@asynccontextmanager
async def working(loop: WorkLoop) -> AsyncIterator[None]:
    task = asyncio.create_task(loop.run())
    try:
        yield
    finally:
        await loop.stop(1)
        await task


async def until(question: Callable[[], Awaitable[object]], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not await question():  # noqa: ASYNC110 - the database does not tell
            await asyncio.sleep(0.01)


async def write(tx: Transaction, job: Job) -> None:
    await tx.conn.execute("insert into done values ($1)", job.payload["n"])


async def done(pool: Pool) -> list[int]:
    return [row["n"] for row in await pool.fetch("select n from done order by n")]


async def put(pool: Pool, n: int, *, at: datetime = LONG_AGO, key: str | None = None) -> None:
    async with transaction(pool) as tx:
        await enqueue(tx, BRAND, "write", {"n": n}, at, key)


async def given_up(pool: Pool) -> list[FailedJob]:
    async with pool.acquire() as conn:
        return await failed(conn, BRAND)


async def count(pool: Pool) -> int:
    number: int = await pool.fetchval("select count(*) from jobs")
    return number


async def test_two_loops_run_every_job_once(pool: Pool) -> None:
    for n in range(100):
        await put(pool, n)
    loops = [WorkLoop(pool, Random(n)) for n in range(2)]
    for loop in loops:
        loop.on("write", write)
    async with working(loops[0]), working(loops[1]):
        await until(lambda: _nobody(pool))
    assert await done(pool) == list(range(100))


async def test_a_rolled_back_caller_leaves_no_job(pool: Pool) -> None:
    async def fall() -> None:
        async with transaction(pool) as tx:
            await enqueue(tx, BRAND, "write", {"n": 1}, LONG_AGO)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fall()
    assert await count(pool) == 0


async def test_runs_at_its_time_and_wakes_for_a_nudge(pool: Pool) -> None:
    loop = WorkLoop(pool, Random(1))
    loop.on("write", write)
    async with working(loop):
        await put(pool, 1, at=datetime.now(UTC) + timedelta(seconds=0.4))
        loop.wake()
        await asyncio.sleep(0.2)
        assert await done(pool) == []
        await until(lambda: _nobody(pool), 1)
        await asyncio.sleep(0.05)  # the loop sleeps now, for seconds
        await put(pool, 2)
        loop.wake()
        await until(lambda: _nobody(pool), 0.5)
    assert await done(pool) == [1, 2]


async def test_one_key_is_one_waiting_job_with_the_newest_payload_and_the_earliest_time(pool: Pool) -> None:
    await put(pool, 1, at=LONG_AGO + timedelta(hours=1), key="case/1")
    await put(pool, 2, at=LONG_AGO + timedelta(hours=2), key="case/1")
    await put(pool, 3, key="case/2")
    rows = await pool.fetch("select payload, run_at from jobs order by key")
    assert [(row["payload"]["n"], row["run_at"]) for row in rows] == [
        (2, LONG_AGO + timedelta(hours=1)),
        (3, LONG_AGO),
    ]


async def test_asked_for_while_it_runs_it_runs_once_more(pool: Pool) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction, job: Job) -> None:
        entered.set()
        await go_on.wait()
        await write(tx, job)

    loop = WorkLoop(pool, Random(1))
    loop.on("write", slow)
    await put(pool, 1, key="k")
    async with working(loop):
        await entered.wait()
        await put(pool, 2, key="k")
        go_on.set()
        await until(lambda: _nobody(pool))
    assert await done(pool) == [1, 2]


async def test_failures_are_tried_again_then_kept_listed_and_revived(pool: Pool) -> None:
    attempts: list[int] = []
    broken = True

    async def stumble(tx: Transaction, job: Job) -> None:
        attempts.append(job.attempts)
        await write(tx, job)
        if broken:
            raise RuntimeError("no such luck")

    loop = WorkLoop(pool, Random(1), QUICK)
    loop.on("write", stumble)
    await put(pool, 1, key="k")
    async with working(loop):
        await until(lambda: _hurried(pool, loop, lambda: given_up(pool)))
        (one,) = await given_up(pool)
        assert (one.attempts, one.error) == (3, "RuntimeError: no such luck")
        assert attempts == [1, 2, 3]
        assert await done(pool) == []
        broken = False
        async with pool.acquire() as conn:
            assert await retry(conn, BRAND, one.id, LONG_AGO)
            assert not await discard(conn, BRAND, one.id)
        loop.wake()
        await until(lambda: _nobody(pool))
    assert await done(pool) == [1]


async def test_the_job_of_a_dead_loop_is_taken_when_its_lease_ends(pool: Pool) -> None:
    await put(pool, 1)
    dead = WorkLoop(pool, Random(1), QUICK)
    dead.on("write", write)
    dead._handlers["write"] = _hang
    await dead._round()
    assert await pool.fetchval("select lease is not null from jobs")
    loop = WorkLoop(pool, Random(2), QUICK)
    loop.on("write", write)
    async with working(loop):
        await asyncio.sleep(0.1)
        assert await done(pool) == []
        await until(lambda: _nobody(pool))
    assert await done(pool) == [1]
    await dead.stop(0)


async def test_a_long_job_keeps_its_lease(pool: Pool) -> None:
    started: list[int] = []

    async def long(job: Job) -> None:
        started.append(job.attempts)
        await asyncio.sleep(0.8)

    loops = [WorkLoop(pool, Random(n), QUICK) for n in range(2)]
    for loop in loops:
        loop.on_detached("write", long)
    await put(pool, 1)
    async with working(loops[0]), working(loops[1]):
        await until(lambda: _nobody(pool))
    assert started == [1]


async def test_who_lost_the_lease_writes_nothing(pool: Pool) -> None:
    async def robbed(tx: Transaction, job: Job) -> None:
        await write(tx, job)
        await pool.execute(
            "update jobs set lease = gen_random_uuid(), lease_until = now() + interval '1 hour'"
        )

    loop = WorkLoop(pool, Random(1))
    loop.on("write", robbed)
    await put(pool, 1)
    async with working(loop):
        await asyncio.sleep(0.2)
    assert await done(pool) == []
    assert await count(pool) == 1


async def test_stop_lets_work_end_and_cuts_off_what_does_not(pool: Pool) -> None:
    loop = WorkLoop(pool, Random(1))
    loop.on_detached("write", lambda job: asyncio.sleep(0.2 if job.payload["n"] == 1 else 60))
    await put(pool, 1)
    await put(pool, 2)
    async with working(loop):
        await asyncio.sleep(0.1)
    rows = await pool.fetch("select payload, failed_at from jobs")
    assert [(row["payload"]["n"], row["failed_at"]) for row in rows] == [(2, None)]


async def test_beats_come_round_wake_early_and_survive_their_errors(pool: Pool) -> None:
    fast, woken = [], []

    async def stumble() -> None:
        fast.append(1)
        raise RuntimeError("again")

    async def note() -> None:
        woken.append(1)

    loop = WorkLoop(pool, Random(1))
    loop.beat(Beat("fast", timedelta(seconds=0.05), stumble))
    loop.beat(Beat("woken", timedelta(hours=1), note, frozenset({"receipts"})))
    assert loop.topics == {"jobs", "receipts"}
    async with working(loop), asyncio.timeout(20):
        while len(fast) < 4:  # noqa: ASYNC110 - its errors do not end it, however busy the machine is
            await asyncio.sleep(0.02)
        assert len(woken) == 1
        loop.wake("receipts")
        while len(woken) < 2:  # noqa: ASYNC110 - a list has nothing to wait on
            await asyncio.sleep(0.01)


async def _nobody(pool: Pool) -> bool:
    return await count(pool) == 0


async def _hurried(pool: Pool, loop: WorkLoop, question: Callable[[], Awaitable[object]]) -> object:
    """Do not wait for the pauses between attempts."""
    await pool.execute("update jobs set run_at = now() where lease is null and failed_at is null")
    loop.wake()
    return await question()


async def _hang(job: Job) -> None:
    await asyncio.sleep(60)
