"""Which PostgreSQL: the operator's own, or the embedded one; and how a second command finds the running one."""

import asyncio
import contextlib
import json
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import structlog

from hilft.db import DatabaseAway, Pool, connect, migrate, open_pool, pending
from hilft.db.check import prepare_all
from hilft.db.embedded import DataDirectoryInUse, EmbeddedProblem, embedded
from hilft.problems import Problem
from hilft.settings import Settings

_log = structlog.get_logger("hilft")
_RETRY_SECONDS = (0.5, 1.0, 2.0, 5.0)


class NeedsMigration(Problem):
    """The database is older than this program ({count} steps are missing). Run: hilft migrate."""

    status = 503


class DoesNotFit(Problem):
    """The database does not fit this program: {count} queries fail, the first one is {first}. Run: hilft doctor."""

    status = 503


class DataUnusable(Problem):
    """The data directory {path} cannot be used: {reason}. Make it writable, or choose another one with --data."""

    status = 503


def prepare_data(data: Path) -> Path:
    """Make the data directory and prove that it can be written; raises ``DataUnusable``."""
    folder = data.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        proof = folder / f".proof-{os.getpid()}"
        proof.write_bytes(b"")
        proof.unlink()
    except OSError as error:
        raise DataUnusable(path=str(folder), reason=error.strerror or str(error)) from error
    return folder


@contextlib.asynccontextmanager
async def database(settings: Settings, *, share: bool = False) -> AsyncIterator[str]:
    """Give the DSN of the database: ``HILFT_DATABASE_URL``, else the embedded server, running inside the block.

    ``share``: where another hilft already runs the embedded server, use that one instead of refusing.
    """
    if settings.database_url:
        yield settings.database_url
        return
    data = prepare_data(settings.data)
    note = data / "running.json"
    async with contextlib.AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(
                embedded(
                    data / "postgres",
                    binaries=settings.postgres_bin or None,
                    run_as=settings.postgres_user or None,
                )
            )
        except DataDirectoryInUse:
            found = _read_note(note) if share else None
            if found is None:
                raise
            yield found
            return
        _write_note(note, server.dsn)
        stack.callback(note.unlink, missing_ok=True)
        yield server.dsn


def _write_note(note: Path, dsn: str) -> None:
    part = note.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump({"dsn": dsn}, out)
    part.replace(note)


def _read_note(note: Path) -> str | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(note.read_text())["dsn"])
    return None


async def patient_pool(dsn: str, *, patience: float, max_size: int = 10) -> Pool:
    """Open the pool; while the database is away say so and try again, for ``patience`` seconds."""
    until = time.monotonic() + patience
    for attempt in range(1_000_000):
        try:
            return await open_pool(dsn, max_size=max_size)
        except (DatabaseAway, EmbeddedProblem):
            wait = _RETRY_SECONDS[min(attempt, len(_RETRY_SECONDS) - 1)]
            if time.monotonic() + wait > until:
                raise
            _log.warning("the database does not answer yet, trying again", seconds=wait)
            await asyncio.sleep(wait)
    raise DatabaseAway


async def migrated(dsn: str, *, by_itself: bool) -> None:
    """Bring the schema up to date, or (an own database) refuse until the operator has: ``NeedsMigration``.

    Then every query of every room is prepared once: a program that does not fit its schema says so here
    (``DoesNotFit``) and not when an agent presses send.
    """
    if by_itself:
        for name in await migrate(dsn):
            _log.info("migrated", step=name)
    conn = await connect(dsn)
    try:
        missing = 0 if by_itself else len(await pending(conn))
        wrong = [] if missing else await prepare_all(conn)
    finally:
        await conn.close()
    if missing:
        raise NeedsMigration(count=missing)
    if wrong:
        raise DoesNotFit(first=wrong[0], count=len(wrong))
