"""Restore a backup into an empty place.

1. Sums and versions are checked before anything is written.  2. Database, files and key are put together beside the place
they go to.  3. What was restored must hold what was backed up.  4. Only then it moves in. It wakes up as a copy.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from hilft.backup.making import DUMP, FILES, KEY, MANIFEST
from hilft.backup.manifest import Manifest, difference, from_json
from hilft.backup.problems import NoBackup, NotEmpty, NotRestored, OtherProgram
from hilft.backup.stage import becoming
from hilft.backup.sums import check_sums, sync
from hilft.db import connect, contents, is_empty, known_steps, load, newest_tools, served, snapshot
from hilft.seal import unseal


@dataclass(frozen=True, slots=True)
class Home:
    """Where it goes: a folder, and a database of the operator's own if ``database_url`` is set."""

    data: Path
    database_url: str = field(default="", repr=False)
    binaries: str = ""
    run_as: str = ""


async def restore(source: Path, home: Home) -> Manifest:
    """Restore the backup ``source``; the place must be empty. Give what it says about itself.

    Raises ``NoBackup``, ``BackupDamaged``, ``OtherProgram``, ``NotEmpty``, ``ToolFailed``, ``NotRestored``; then a folder
    is as it was, and an own database that was begun must be emptied before the next attempt.
    """
    manifest = await asyncio.to_thread(_read, source)
    if home.database_url and not await is_empty(home.database_url):
        raise NotEmpty(place="The database of HILFT_DATABASE_URL")
    with becoming(home.data, 0o711) as part:
        async with _database(home, part) as dsn:
            await _fill(source, dsn, home, manifest)
        await asyncio.to_thread(_put_files, source, part)
    return manifest


def _read(source: Path) -> Manifest:
    try:
        manifest = from_json((source / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise NoBackup(path=str(source), reason=f"it has no {MANIFEST}") from error
    except ValueError as error:
        raise NoBackup(path=str(source), reason=str(error)) from error
    check_sums(source)
    if newer := [step for step in manifest.migrations if step not in known_steps()]:
        raise OtherProgram(version=manifest.hilft, step=newer[-1])
    return manifest


@contextlib.asynccontextmanager
async def _database(home: Home, part: Path) -> AsyncIterator[str]:
    if home.database_url:
        yield home.database_url
        return
    async with served(part / "postgres", binaries=home.binaries, run_as=home.run_as) as dsn:
        yield dsn


async def _fill(source: Path, dsn: str, home: Home, manifest: Manifest) -> None:
    tools = await asyncio.to_thread(newest_tools, home.binaries)
    await load(source / DUMP, dsn, tools=tools.folder)
    async with snapshot(dsn) as moment:
        if table := difference(manifest.tables, await contents(moment.conn)):
            raise NotRestored(table=table)
    if "installation" in manifest.tables:
        conn = await connect(dsn)
        try:
            await unseal(conn)
        finally:
            await conn.close()


def _put_files(source: Path, part: Path) -> None:
    if (source / FILES).is_dir():
        shutil.copytree(source / FILES, part / FILES)
        for path in (part / FILES, *(part / FILES).rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
            sync(path)
    if (source / KEY).exists():
        shutil.copyfile(source / KEY, part / KEY)
        (part / KEY).chmod(0o600)
        sync(part / KEY)
    sync(part)
