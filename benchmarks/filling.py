"""Fills a migrated database with a brand's invented history, by COPY and without indexes to keep up meanwhile."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import asyncpg

from benchmarks.figures import told
from benchmarks.moments import NOW, YEARS
from benchmarks.rows import COLUMNS, Batch
from benchmarks.telling import DOMAIN, SCOPE, Story, Storyteller
from hilft import accounts, staff
from hilft.accounts import AccountRole, Brand, Vault, open_vault
from hilft.channels import Profile
from hilft.db import Transaction, migrate, open_pool, transaction

_BATCH = 500
_AT_ONCE = 2
_AGENTS = ("Romina", "Kai", "Hauke", "Benjamin", "Tatjana", "Wiebke", "Sabrina")
_LOAD = """
set session_replication_role = 'replica'; set synchronous_commit = off; set statement_timeout = 0;
set maintenance_work_mem = '1GB'; set timezone = 'UTC'
"""
"Foreign keys are not checked row by row (the storyteller keeps them), a crash means filling again."
_INDEXES = """
select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index
 where indrelid::regclass::text = any($1) and not indisprimary
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A brand to be filled: a large one, and a small one beside it, as brands share an installation."""

    slug: str
    cases: int


async def fill(dsn: str, cases: int, key_file: Path, seed: str = "hilft") -> None:
    """Fill the database with ``cases`` cases of one brand (about ten messages each) and a tenth of that of another."""
    await migrate(dsn)
    async with told(f"filling {cases:,} cases"):
        stories = [
            await _story(dsn, Neighbour("wattkabel", cases), key_file, seed),
            await _story(dsn, Neighbour("nordwatt", max(100, cases // 10)), key_file, seed),
        ]
        async with _without_indexes(dsn):
            await asyncio.to_thread(_tell_all, dsn, stories)
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute("vacuum (analyze)")
        await conn.execute("checkpoint")
    finally:
        await conn.close()


async def _story(dsn: str, brand: Neighbour, key_file: Path, seed: str) -> Story:
    pool = await open_pool(dsn, max_size=1)
    try:
        async with transaction(pool) as tx:
            vault = await open_vault(tx.conn, secret_key="", key_file=key_file)
            made = await accounts.create_brand(
                tx,
                slug=brand.slug,
                name=brand.slug.title(),
                zone="Europe/Berlin",
                language="de",
                now=NOW - YEARS,
            )
            own = (
                await _account(tx, vault, made, f"{brand.slug}_hilft", AccountRole.SERVICE),
                await _account(tx, vault, made, brand.slug, AccountRole.MAIN),
            )
            team = [
                await staff.add_agent(
                    tx, made.id, login=name.lower(), name=name, initials=name[:2].lower(),
                    role=staff.Role.AGENT, password=f"{name}-Deichgraf-17", now=NOW - YEARS,
                )
                for name in _AGENTS
            ]  # fmt: skip
    finally:
        await pool.close()
    team_ids = tuple(each.id for each in team)
    years = YEARS - timedelta(days=1)
    return Story(seed, brand.slug, made.id, own, team_ids, brand.cases, years)


async def _account(tx: Transaction, vault: Vault, brand: Brand, handle: str, role: AccountRole) -> UUID:
    made = await accounts.add_account(
        tx, vault, brand.id, channel="mastodon",
        profile=Profile(f"https://{DOMAIN}/users/{handle}", f"@{handle}@{DOMAIN}", handle.title()),
        scope=SCOPE, role=role, settings={"url": "http://127.0.0.1:9"}, secrets={"token": "invented"}, now=NOW - YEARS,
    )  # fmt: skip
    return made.id


def _tell_all(dsn: str, stories: list[Story]) -> None:
    """Tell every chapter, in as many processes as the machine has processors: inventing takes most of the time."""
    chapters = [(dsn, story, chapter) for story in stories for chapter in story.chapters()]
    with ProcessPoolExecutor(min(len(chapters), os.cpu_count() or 1), get_context("spawn")) as processes:
        for number, _ in enumerate(processes.map(_tell_chapter, chapters), 1):
            print(f"  {number} of {len(chapters)} chapters", flush=True)


def _tell_chapter(task: tuple[str, Story, int]) -> None:
    dsn, story, chapter = task
    asyncio.run(_tell(dsn, Storyteller(story, chapter)))


async def _tell(dsn: str, teller: Storyteller) -> None:
    """Invent the next batch while the server still takes in the one before."""
    free: asyncio.Queue[asyncpg.Connection] = asyncio.Queue()
    for _ in range(_AT_ONCE):
        conn = await asyncpg.connect(dsn)
        await conn.execute(_LOAD)
        free.put_nowait(conn)
    async with asyncio.TaskGroup() as group:
        for start in range(0, teller.count, _BATCH):
            conn = await free.get()
            group.create_task(_write(conn, teller.batch(start, _BATCH), free))
    while not free.empty():
        await free.get_nowait().close()


async def _write(conn: asyncpg.Connection, batch: Batch, free: asyncio.Queue[asyncpg.Connection]) -> None:
    for table, columns in COLUMNS.items():
        await conn.copy_records_to_table(table, records=batch.tables[table], columns=columns.split())
    free.put_nowait(conn)


@contextlib.asynccontextmanager
async def _without_indexes(dsn: str) -> AsyncIterator[None]:
    """Drop what is not a primary key, build it again at the end: minutes instead of an hour."""
    conn = await asyncpg.connect(dsn)
    try:
        found = await conn.fetch(_INDEXES, list(COLUMNS))
        for index in found:
            await conn.execute(f"drop index {index['name']}")
    finally:
        await conn.close()
    yield
    async with told("building indexes"):
        waiting = [str(index["definition"]) for index in found]
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(_build(dsn, waiting))


async def _build(dsn: str, waiting: list[str]) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(_LOAD)
        while waiting:
            await conn.execute(waiting.pop())
    finally:
        await conn.close()
