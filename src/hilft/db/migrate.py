"""Migrations: numbered plain SQL, forward only, each in its own transaction, under one advisory lock.

Each must be safe under the running version of the program (expand, migrate, contract).
"""

import re
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from hilft.db.pool import Connection, connect
from hilft.problems import Problem

_FOLDER = Path(__file__).parent / "migrations"
_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_LOCK = 0x68696C6674  # "hilft"
_TABLE = """
create table if not exists migrations (
    number      integer primary key,
    name        text not null,
    applied_at  timestamptz not null default now()
)
"""


class SchemaTooNew(Problem):
    """The database stands at migration {found}, this program knows them up to {known}. Install the newer program."""

    status = 503


class MigrationBlocked(Problem):
    """Migration {name} waited 5 seconds for a table that something else holds. Nothing changed; try again later."""

    status = 503


@dataclass(frozen=True, slots=True, order=True)
class Migration:
    """One file: ``0002_jobs.sql`` is number 2, name ``jobs``."""

    number: int
    name: str
    path: Path

    @property
    def label(self) -> str:
        return f"{self.number:04}_{self.name}"


def known_migrations(folder: Path = _FOLDER) -> list[Migration]:
    """Give the migrations of this program in order; raises ``ValueError`` on a bad name or a number used twice."""
    found: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE.fullmatch(path.name)
        if match is None:
            raise ValueError(f"{path.name} is not named like 0001_name.sql")
        if found and found[-1].number == int(match[1]):
            raise ValueError(f"two migrations have the number {match[1]}")
        found.append(Migration(int(match[1]), match[2], path))
    return found


async def migrate(database: str | Connection, *, folder: Path = _FOLDER) -> list[str]:
    """Apply what is missing, give the labels of what was applied (a second run at the same time waits, then gives none).

    Raises ``SchemaTooNew``, ``MigrationBlocked``, ``DatabaseAway``; what was applied before an error stays applied.
    """
    if not isinstance(database, str):
        return await _migrate(database, folder)
    conn = await connect(database)
    try:
        return await _migrate(conn, folder)
    finally:
        await conn.close()


async def pending(conn: Connection, *, folder: Path = _FOLDER) -> list[str]:
    """Give the labels of what ``migrate`` would apply; raises ``SchemaTooNew``."""
    exists = await conn.fetchval("select to_regclass('migrations') is not null")
    return [migration.label for migration in await _missing(conn, folder, exists=bool(exists))]


def known_steps() -> list[str]:
    """Give the labels of every migration of this program, in order."""
    return [migration.label for migration in known_migrations()]


async def applied(conn: Connection) -> list[str]:
    """Give the labels of what was applied to this database, in order."""
    if not await conn.fetchval("select to_regclass('migrations') is not null"):
        return []
    rows = await conn.fetch("select number, name from migrations order by number")
    return [f"{row['number']:04}_{row['name']}" for row in rows]


async def _migrate(conn: Connection, folder: Path) -> list[str]:
    # The wait for another migrator is not limited by lock_timeout: it may be rewriting a large table.
    await conn.execute("select pg_advisory_lock($1)", _LOCK)
    try:
        await conn.execute(_TABLE)
        missing = await _missing(conn, folder, exists=True)
        for migration in missing:
            await _apply(conn, migration)
        return [migration.label for migration in missing]
    finally:
        if not conn.is_closed():
            await conn.execute("select pg_advisory_unlock($1)", _LOCK)


async def _missing(conn: Connection, folder: Path, *, exists: bool) -> list[Migration]:
    known = known_migrations(folder)
    applied = (
        {row["number"] for row in await conn.fetch("select number from migrations")} if exists else set()
    )
    highest = max((migration.number for migration in known), default=0)
    if applied and max(applied) > highest:
        raise SchemaTooNew(found=max(applied), known=highest)
    return [migration for migration in known if migration.number not in applied]


async def _apply(conn: Connection, migration: Migration) -> None:
    try:
        async with conn.transaction():
            await conn.execute("set local lock_timeout = '5s'; set local statement_timeout = 0")
            await conn.execute(migration.path.read_text(encoding="utf-8"))
            await conn.execute(
                "insert into migrations (number, name) values ($1, $2)", migration.number, migration.name
            )
    except asyncpg.LockNotAvailableError as error:
        raise MigrationBlocked(name=migration.label) from error
