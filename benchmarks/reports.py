"""Figures of a year of 1,000,000 cases: every one, by everything, from the API to the answer read whole."""

import os
from functools import partial

import asyncpg

from benchmarks.desk import Desk, desk
from benchmarks.figures import Figure, percentile, timed, told
from benchmarks.ground import ground, key_file
from benchmarks.moments import NOW
from benchmarks.reporting import a_year_before, fill
from hilft import app
from hilft.db import migrate
from hilft.db.embedded import Server
from hilft.reports import GROUPS
from hilft.reports import Figure as Asked

CASES = int(os.environ.get("CASES", "1000000").rpartition(",")[2])
TIMES = 10
TARGET = "<= 300"
_WAYS = ("", *GROUPS, "day", "week", "month")


async def run() -> list[Figure]:
    """Ask for each figure in every way; the way that costs most speaks for a figure."""
    figures: list[Figure] = []
    async with ground() as server, desk(await _filled(server)) as at:
        app.settle_memory()
        for figure in Asked:
            path = f"/api/v1/reports/{figure.value}"
            ways = [await _measured(at, path, by) for by in _WAYS]
            worst: list[Figure] = max(ways, key=_cost)
            figures += worst
        figures += await _measured(at, "/reports", "agent")
    return figures


def _cost(way: list[Figure]) -> float:
    return way[0].value


async def _measured(at: Desk, path: str, by: str) -> list[Figure]:
    """Give processor time of desk and database for one answer, which a busy machine does not change, and the clock's."""
    year = {"from": a_year_before(NOW).isoformat(), "to": NOW.date().isoformat()}
    ask = partial(at.get, path, **year, by=by)
    await timed(ask, 3)
    labour = await at.labour()
    before = labour.milliseconds()
    taken = await timed(ask, TIMES)
    worked = (labour.milliseconds() - before) / TIMES
    name = f"{path.rpartition('/')[2]}, {by or 'as a whole'}"
    return [
        Figure(f"{name}: processor time", worked, "ms", target=TARGET),
        Figure(f"{name}: p50", percentile(taken, 50), "ms", target=TARGET),
    ]


async def _filled(server: Server) -> str:
    name = f"reports_{CASES}"
    admin = await asyncpg.connect(server.dsn)
    try:
        if not await admin.fetchval("select exists (select from pg_database where datname = $1)", name):
            await admin.execute(f'drop database if exists "{name}_part" with (force)')
            await admin.execute(f'create database "{name}_part"')
            async with told("a year of figures"):
                await fill(server.dsn_of(f"{name}_part"), CASES, key_file())
            await admin.execute(f'alter database "{name}_part" rename to "{name}"')
    finally:
        await admin.close()
    await migrate(server.dsn_of(name))
    return server.dsn_of(name)
