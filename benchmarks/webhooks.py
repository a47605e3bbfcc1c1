"""Signed webhooks accepted and stored per second by one web process, beside single-row commits of the same PostgreSQL."""

import asyncio
import json
import shutil
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from benchmarks.doorway import open_door, processor_seconds, program
from benchmarks.figures import Figure
from benchmarks.ground import BENCH
from benchmarks.slow_disk import slow_binaries
from hilft.db.embedded import Server, embedded

CONNECTIONS = 32
SECONDS = 4.0
ROUNDS = 5
SLOW_MICROSECONDS = 2000
_PREPARED = 80_000
_TARGETS = {"": (">= 0.5", "<= 150"), " with fsync 2 ms slower": (">= 0.9", "<= 150")}


@dataclass(frozen=True, slots=True)
class Round:
    """What one turn saw: per second, milliseconds, microseconds of the web process per webhook."""

    rows: float
    webhooks: float
    p50: float
    p99: float
    cpu: float


async def run() -> list[Figure]:
    """Measure on the disk as it is, then on one that flushes slowly; the two kinds take turns, medians count."""
    folder = BENCH / "webhooks"
    shutil.rmtree(folder, ignore_errors=True)
    async with embedded(folder / "postgres") as server:
        found = await _measure(server, folder, "")
        slow = slow_binaries(server, folder / "slow", SLOW_MICROSECONDS)
    async with embedded(folder / "postgres", binaries=slow) as server:
        return [*found, *await _measure(server, folder, " with fsync 2 ms slower")]


async def _measure(server: Server, folder: Path, how: str) -> list[Figure]:
    door = await open_door(server.dsn, folder)
    task: dict[str, Any] = {
        "dsn": server.dsn, "brand": str(door.brand_id), "account": str(door.account_id), "secret": door.secret,
        "path": door.path, "connections": CONNECTIONS, "seconds": SECONDS, "prepared": _PREPARED,
    }  # fmt: skip
    async with program(door, "serve", "--no-work", "--port", "0") as (process, origin):
        where = urlsplit(origin)
        task |= {"host": where.hostname, "port": where.port}
        rounds = [await _round(task, process, number) for number in range(ROUNDS + 1)][1:]
    rows = statistics.median(each.rows for each in rounds)
    webhooks = statistics.median(each.webhooks for each in rounds)
    ratio = statistics.median(each.webhooks / each.rows for each in rounds)
    rate, cpu = _TARGETS[how]
    return [
        Figure(f"webhooks stored per second{how}", webhooks, "/s", rows, ratio, rate),
        Figure(f"  CPU of the web process per webhook{how}", _median(rounds, "cpu"), "µs", target=cpu),
        Figure(f"  answered p50{how}", _median(rounds, "p50"), "ms"),
        Figure(f"  answered p99{how}", _median(rounds, "p99"), "ms"),
    ]


def _median(rounds: list[Round], name: str) -> float:
    return statistics.median(float(getattr(each, name)) for each in rounds)


async def _round(task: dict[str, Any], process: psutil.Process, number: int) -> Round:
    rows = await apart("rows", task)
    before = processor_seconds(process)
    webhooks = await apart("webhooks", task)
    spent = processor_seconds(process) - before
    if webhooks["refused"]:
        raise RuntimeError(f"{webhooks['refused']} webhooks were refused")
    found = Round(
        rows["count"] / rows["seconds"],
        webhooks["count"] / webhooks["seconds"],
        webhooks["p50"],
        webhooks["p99"],
        spent / webhooks["count"] * 1e6,
    )
    print(
        f"  {number}: {found.rows:,.0f} rows/s, {found.webhooks:,.0f} webhooks/s, {found.cpu:.0f} µs",
        flush=True,
    )
    return found


async def apart(what: str, task: dict[str, Any]) -> dict[str, Any]:
    """Run a load as a process of its own."""
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.knocking", what, stdin=-1, stdout=-1
    )
    said, _ = await run.communicate(json.dumps(task).encode())
    found: dict[str, Any] = json.loads(said)
    return found
