"""Figures of a year of 1,000,000 cases: every one, by everything, from the API to the answer read whole."""

import os
from functools import partial

import asyncpg

from benchmarks.desk import desk
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
TIMES = 20
TARGET = "<= 300"
_WAYS = ("", *GROUPS, "day", "week", "month")


async def run() -> list[Figure]:
    """Ask for each figure in every way; the slowest way speaks for a figure."""
    figures: list[Figure] = []
    async with ground() as server, desk(await _filled(server)) as at:
        app.settle_memory()
        year = {"from": a_year_before(NOW).isoformat(), "to": NOW.date().isoformat()}
        for figure in Asked:
            worst: list[float] = []
            name = ""
            for by in _WAYS:
                ask = partial(at.get, f"/api/v1/reports/{figure.value}", **year, by=by)
                await timed(ask, 3)
                taken = await timed(ask, TIMES)
                if not worst or percentile(taken, 95) > percentile(worst, 95):
                    worst, name = taken, by or "as a whole"
            figures.append(Figure(f"{figure.value}, {name}: p95", percentile(worst, 95), "ms", target=TARGET))
        page = partial(at.get, "/reports", **year, by="agent")
        await timed(page, 3)
        figures.append(
            Figure("the page, by agent: p95", percentile(await timed(page, TIMES), 95), "ms", target=TARGET)
        )
    return figures


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
