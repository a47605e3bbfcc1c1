"""Migrations: in order, once, under one lock, with sentences when they cannot."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from hilft.db import DatabaseAway, Pool, migrate, pending
from hilft.db.migrate import MigrationBlocked, SchemaTooNew, known_migrations

pytestmark = pytest.mark.anyio

_HELD = (  # here: other tests use other databases of the same server
    "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
    " where l.locktype = 'advisory' and d.datname = current_database()"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two migrations beyond the house's own."""
    for migration in known_migrations():
        (tmp_path / migration.path.name).write_text(migration.path.read_text())
    (tmp_path / "0901_cups.sql").write_text("create table cups (n int); insert into cups values (1);")
    (tmp_path / "0902_more.sql").write_text("select pg_sleep(0.1); insert into cups values (2);")
    return tmp_path


async def test_applies_what_is_missing_once(pool: Pool, folder: Path) -> None:
    async with pool.acquire() as conn:
        assert await pending(conn) == []
        assert await pending(conn, folder=folder) == ["0901_cups", "0902_more"]
        assert await migrate(conn, folder=folder) == ["0901_cups", "0902_more"]
        assert await migrate(conn, folder=folder) == []
        assert await conn.fetchval("select array_agg(n order by n) from cups") == [1, 2]


async def test_two_at_once_apply_everything_once(database: str, folder: Path) -> None:
    applied = await asyncio.gather(*(migrate(database, folder=folder) for _ in range(3)))
    assert sorted(map(len, applied)) == [0, 0, 2]


async def test_a_failing_one_leaves_those_before_it_and_nothing_of_itself(pool: Pool, folder: Path) -> None:
    (folder / "0902_more.sql").write_text("create table plates (n int); select nothing from nowhere;")
    async with pool.acquire() as conn:
        with pytest.raises(asyncpg.UndefinedTableError):
            await migrate(conn, folder=folder)
        assert await pending(conn, folder=folder) == ["0902_more"]
        assert await conn.fetchval("select to_regclass('plates')") is None
        assert await conn.fetchval(_HELD) == 0


async def test_refuses_a_database_from_the_future(pool: Pool, folder: Path) -> None:
    async with pool.acquire() as conn:
        await migrate(conn, folder=folder)
        with pytest.raises(SchemaTooNew, match="stands at migration 902"):
            await migrate(conn)
        with pytest.raises(SchemaTooNew):
            await pending(conn)


async def test_does_not_queue_behind_a_long_transaction(pool: Pool, database: str, folder: Path) -> None:
    (folder / "0901_cups.sql").write_text(
        "set local lock_timeout = '50ms'; alter table brands add column cup int"
    )
    async with pool.acquire() as reader, pool.acquire() as conn, reader.transaction():
        await reader.execute("select * from brands")
        with pytest.raises(MigrationBlocked, match="0901_cups"):
            await migrate(conn, folder=folder)
    assert "0901_cups" in await migrate(database, folder=_without_second(folder))


async def test_nobody_there_is_a_sentence() -> None:
    with pytest.raises(DatabaseAway):
        await migrate("postgresql://hilft@127.0.0.1:1/hilft")


@pytest.mark.parametrize("name", ["1_short.sql", "0001_UPPER.sql"])
def test_names_have_one_form(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(ValueError, match="is not named like"):
        known_migrations(tmp_path)


def test_numbers_are_used_once(tmp_path: Path) -> None:
    (tmp_path / "0001_a.sql").touch()
    (tmp_path / "0001_b.sql").touch()
    with pytest.raises(ValueError, match="two migrations"):
        known_migrations(tmp_path)


def _without_second(folder: Path) -> Path:
    (folder / "0902_more.sql").unlink()
    return folder
