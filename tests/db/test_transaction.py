"""The edge: commit, rollback, nudges after the commit and never without it, sentences when the database is away."""

import asyncio
import uuid

import asyncpg
import pytest

from hilft.db import Connection, Crossed, DatabaseAway, DiskFull, Pool, open_pool, transaction
from hilft.db.errors import as_problem
from hilft.ids import BrandId

pytestmark = pytest.mark.anyio
BRAND = BrandId(uuid.UUID(int=1))


class Heard:
    """Keeps what was published, with what a second connection could see at that moment."""

    def __init__(self) -> None:
        self.topics: list[tuple[BrandId, str]] = []

    def publish(self, brand_id: BrandId, topic: str, /) -> None:
        self.topics.append((brand_id, topic))


async def test_commits_and_nudges_once_per_topic_in_order(pool: Pool) -> None:
    pool.nudges = heard = Heard()
    async with transaction(pool) as tx:
        await tx.conn.execute("create table cups (n int); insert into cups values (1)")
        for topic in ("inbox", "case/1", "inbox"):
            tx.nudge(BRAND, topic)
        assert heard.topics == []
    assert heard.topics == [(BRAND, "inbox"), (BRAND, "case/1")]
    assert await pool.fetchval("select n from cups") == 1


async def test_a_rollback_leaves_nothing_and_nudges_nobody(pool: Pool) -> None:
    pool.nudges = heard = Heard()
    await pool.execute("create table cups (n int)")

    async def spill() -> None:
        async with transaction(pool) as tx:
            await tx.conn.execute("insert into cups values (1)")
            tx.nudge(BRAND, "inbox")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await spill()
    assert heard.topics == []
    assert await pool.fetchval("select count(*) from cups") == 0


async def test_json_and_times_travel_as_python_values(conn: Connection) -> None:
    value = {"a": [1, None, "ü🐙"], "b": {"c": 1.5}}
    assert await conn.fetchval("select $1::jsonb", value) == value
    assert str((await conn.fetchval("select now()")).tzinfo) == "UTC"
    assert await conn.fetchval("show timezone") == "UTC"


async def test_nobody_at_the_door_is_a_sentence() -> None:
    with pytest.raises(DatabaseAway, match="does not answer") as caught:
        await open_pool("postgresql://hilft@127.0.0.1:1/hilft")
    assert caught.value.status == 503


async def test_a_connection_cut_in_mid_flight_is_a_sentence_and_the_pool_recovers(pool: Pool) -> None:
    async def cut() -> None:
        async with transaction(pool) as tx, transaction(pool) as other:
            pid = await tx.conn.fetchval("select pg_backend_pid()")
            await other.conn.execute("select pg_terminate_backend($1)", pid)
            await tx.conn.execute("select 1")

    with pytest.raises(DatabaseAway):
        await cut()
    async with transaction(pool) as tx:
        assert await tx.conn.fetchval("select 1") == 1


async def test_an_error_of_the_query_stays_what_it_is(pool: Pool) -> None:
    with pytest.raises(asyncpg.UndefinedTableError):
        async with transaction(pool) as tx:
            await tx.conn.execute("select * from nowhere")
    with pytest.raises(asyncpg.QueryCanceledError):
        async with transaction(pool) as tx:
            await tx.conn.execute("set local statement_timeout = '20ms'; select pg_sleep(5)")


async def test_a_full_disk_has_its_own_sentence(pool: Pool) -> None:
    with pytest.raises(DiskFull, match="disk of the database is full"):
        async with transaction(pool) as tx:
            await tx.conn.execute("do $$ begin raise exception 'no space' using errcode = '53100'; end $$")
    assert as_problem(ValueError("no")) is None


async def test_of_two_who_meet_in_a_deadlock_one_is_told_to_come_again(pool: Pool) -> None:
    await pool.execute(
        "create table crossed (id int primary key, n int); insert into crossed values (1, 0), (2, 0)"
    )
    both = asyncio.Barrier(2)

    async def change(first: int, second: int) -> None:
        async with transaction(pool) as tx:
            await tx.conn.execute("update crossed set n = n + 1 where id = $1", first)
            await both.wait()
            await tx.conn.execute("update crossed set n = n + 1 where id = $1", second)

    told = await asyncio.gather(change(1, 2), change(2, 1), return_exceptions=True)
    assert sorted(type(each).__name__ for each in told) == ["Crossed", "NoneType"]
    assert next(each.status for each in told if isinstance(each, Crossed)) == 503
    assert await pool.fetchval("select sum(n) from crossed") == 2
