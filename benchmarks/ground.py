"""The ground on which is measured: one embedded server with the house's own settings, databases filled once and kept."""

import ast
import contextlib
import hashlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg

from benchmarks.figures import told
from benchmarks.filling import fill
from hilft.db import migrate
from hilft.db.embedded import Server, embedded

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "var" / "bench"
_MADE_FROM = ("filling.py", "lives.py", "moments.py", "rows.py", "telling.py", "words.py")


@contextlib.asynccontextmanager
async def ground() -> AsyncIterator[Server]:
    """Run the server of the benchmarks; what an older generator filled is thrown away."""
    folder = BENCH / "ground"
    kept = folder / "made-from"
    now = _fingerprint()
    if kept.exists() and kept.read_text() != now:
        print("generator changed: filling anew")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    kept.write_text(now)
    async with embedded(folder / "postgres") as server:
        yield server


async def filled(server: Server, cases: int) -> str:
    """Give the DSN of a database with so many cases, filling it first where that has not been done.

    One that was filled before the schema grew is migrated, as an operator's is.
    """
    name = f"cases_{cases}"
    admin = await asyncpg.connect(server.dsn)
    try:
        if not await admin.fetchval("select exists (select from pg_database where datname = $1)", name):
            part = f"{name}_part"
            await admin.execute(f'drop database if exists "{part}" with (force)')
            await admin.execute(f'create database "{part}"')
            async with told(f"a database of {cases:,} cases"):
                await fill(server.dsn_of(part), cases, key_file())
            await admin.execute(f'alter database "{part}" rename to "{name}"')
    finally:
        await admin.close()
    await migrate(server.dsn_of(name))
    return server.dsn_of(name)


def key_file() -> Path:
    """Give the key that seals the invented accounts' secrets."""
    return BENCH / "ground" / "secret.key"


def _fingerprint() -> str:
    here = Path(__file__).parent
    generator = [ast.dump(ast.parse((here / name).read_text())) for name in _MADE_FROM]
    return hashlib.sha256("\0".join(generator).encode()).hexdigest()
