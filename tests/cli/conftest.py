"""Commands called as from a script: no terminal, a database of the test's own."""

import asyncio
import uuid
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest
from anyio import to_thread
from click.testing import CliRunner, Result

from hilft.cli import main
from tests.server import TestServer


class Hilft(Protocol):
    """Call a command; its stdout and stderr are one text."""

    async def __call__(self, *arguments: str, env: Mapping[str, str] | None = None) -> Result: ...


def caller(environment: Mapping[str, str]) -> Hilft:
    """Run commands in a thread, because each brings its own event loop."""

    async def call(*arguments: str, env: Mapping[str, str] | None = None) -> Result:
        invoke = partial(CliRunner().invoke, main, arguments, env={**environment, **(env or {})})
        return await to_thread.run_sync(invoke)

    return call


@pytest.fixture
def bare() -> Hilft:
    """Nothing is set: the embedded server of whatever ``--data`` says."""
    return caller({})


@pytest.fixture
def hilft(database: str, tmp_path: Path) -> Hilft:
    """An own PostgreSQL, and a data directory of the test's own."""
    return caller({"HILFT_DATABASE_URL": database, "HILFT_DATA": str(tmp_path / "data")})


@pytest.fixture
def empty_database(database_server: TestServer) -> Iterator[str]:
    """A database without any table."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    asyncio.run(_run(database_server, f'create database "{name}"'))
    yield database_server.dsn_of(name)
    asyncio.run(_run(database_server, f'drop database "{name}" with (force)'))


async def _run(server: TestServer, command: str) -> None:
    conn = await asyncpg.connect(server.dsn_of("postgres"))
    try:
        await conn.execute(command)
    finally:
        await conn.close()
