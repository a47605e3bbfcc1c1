"""Signed webhooks accepted and stored per second by one web process, beside single-row commits of the same PostgreSQL."""

import asyncio
import contextlib
import json
import os
import shutil
import statistics
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from benchmarks.figures import Figure
from benchmarks.ground import BENCH
from benchmarks.slow_disk import slow_binaries
from hilft import accounts, app
from hilft.accounts import AccountRole
from hilft.channels import AccountConfig, build
from hilft.channels.webhook.signing import make_secret
from hilft.db import migrate, transaction
from hilft.db.embedded import Server, embedded
from hilft.settings import Settings

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
    task = await _account(server, folder)
    async with _desk(server, folder) as (process, origin):
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
    rows = await _apart("rows", task)
    before = process.cpu_times()
    webhooks = await _apart("webhooks", task)
    after = process.cpu_times()
    if webhooks["refused"]:
        raise RuntimeError(f"{webhooks['refused']} webhooks were refused")
    spent = (after.user + after.system) - (before.user + before.system)
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


async def _apart(what: str, task: dict[str, Any]) -> dict[str, Any]:
    """Run a load as a process of its own."""
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.knocking", what, stdin=-1, stdout=-1
    )
    said, _ = await run.communicate(json.dumps(task).encode())
    found: dict[str, Any] = json.loads(said)
    return found


async def _account(server: Server, folder: Path) -> dict[str, Any]:
    """Make brand and account, anew for each server."""
    await migrate(server.dsn)
    settings, secrets = (
        Settings(data=folder, database_url=server.dsn),
        {"secret": make_secret(), "old_secret": ""},
    )
    async with app.open_house(settings, server.dsn) as house, transaction(house.pool) as tx:
        now = house.now()
        every = await accounts.brands(tx.conn)
        brand = (
            every[0]
            if every
            else await accounts.create_brand(
                tx, slug="bench", name="Bench", zone="Europe/Berlin", language="de", now=now
            )
        )
        config = AccountConfig({"name": "bench", "url": "http://127.0.0.1:9/"}, secrets, "bench")
        channel = build("webhook", config, house.surroundings)
        account = await accounts.add_account(
            tx, house.vault, brand.id, channel="webhook", profile=await channel.identify(), scope=channel.scope,
            role=AccountRole.SERVICE, settings=dict(config.settings), secrets=secrets, now=now,
        )  # fmt: skip
    return {
        "dsn": server.dsn, "brand": str(brand.id), "account": str(account.id), "secret": secrets["secret"],
        "path": f"/hooks/webhook/{account.id}", "connections": CONNECTIONS, "seconds": SECONDS,
        "prepared": _PREPARED,
    }  # fmt: skip


@contextlib.asynccontextmanager
async def _desk(server: Server, folder: Path) -> AsyncIterator[tuple[psutil.Process, str]]:
    """Run ``hilft serve --no-work`` as an operator would: one web process."""
    environment = {**os.environ, "HILFT_DATABASE_URL": server.dsn, "HILFT_DATA": str(folder)}
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hilft.cli", "serve", "--no-work", "--port", "0", env=environment, stdout=-1
    )
    try:
        assert run.stdout is not None
        said = (await run.stdout.readline()).decode()
        yield psutil.Process(run.pid), said.rpartition(" ")[2].strip()
    finally:
        run.terminate()
        await run.wait()
