"""Young tables: analyzed as they grow, left to autovacuum when they are grown up, never all the time."""

import pytest

from hilft.db import Pool, YoungTables

pytestmark = pytest.mark.anyio


class Tables(YoungTables):
    """Looks whenever it is asked."""

    seconds = 0.0

    async def grown(self) -> set[str]:
        self.seconds += 2.0
        await self.pool.execute("select pg_stat_force_next_flush()")
        return {name for name in await self.look() if name in {"public.cups", "public.mugs"}}


@pytest.fixture
async def tables(pool: Pool) -> Tables:
    # Autovacuum would be faster at a busy moment.
    await pool.execute("create table cups (n int) with (autovacuum_enabled = off)")
    young = Tables(pool, lambda: young.seconds)
    await pool.execute("create table mugs (n int) with (autovacuum_enabled = off)")
    return young


async def _pour(tables: Tables, table: str, count: int) -> None:
    async with tables.pool.acquire() as conn:
        await conn.execute(f"insert into {table} select * from generate_series(1, {count})")  # noqa: S608
        await conn.execute("select pg_stat_force_next_flush()")


async def test_what_has_grown_is_analyzed_once(tables: Tables) -> None:
    await _pour(tables, "cups", 60)
    await _pour(tables, "mugs", 20)
    assert await tables.grown() == {"public.cups"}
    assert await tables.pool.fetchval("select reltuples::int from pg_class where relname = 'cups'") == 60
    assert await tables.grown() == set()
    await _pour(tables, "cups", 100)
    assert await tables.grown() == set()
    await _pour(tables, "cups", 100)
    assert await tables.grown() == {"public.cups"}


async def test_a_grown_up_table_is_left_to_autovacuum(tables: Tables) -> None:
    await _pour(tables, "mugs", 6_000)
    assert await tables.grown() == {"public.mugs"}
    await _pour(tables, "mugs", 20_000)
    assert await tables.grown() == set()


async def test_being_woken_all_the_time_costs_nothing(tables: Tables) -> None:
    await _pour(tables, "cups", 60)
    assert await tables.grown() == {"public.cups"}
    await _pour(tables, "mugs", 60)
    tables.seconds += 1.9
    assert await tables.look() == []
    tables.seconds += 0.1
    assert await tables.grown() == {"public.mugs"}
