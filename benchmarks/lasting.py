"""What web process and worker hold in memory after a tenth of many messages, and after all of them."""

import asyncio
import os
import shutil
import time
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import psutil

from benchmarks.doorway import Door, open_door, program
from benchmarks.figures import Figure
from benchmarks.ground import BENCH
from benchmarks.webhooks import apart
from hilft.db.embedded import embedded

MESSAGES = int(os.environ.get("MESSAGES", "1000000"))
"Through the real door, signed and digested; the first weighing is after a tenth of them."
PEOPLE = 100_000
CONNECTIONS = 8
_SECONDS, _PREPARED = 10.0, 40_000
_MOST_BEHIND = 20_000
"Receipts that may wait for the worker, before the knocking pauses."
_MEGABYTE = 1024 * 1024
_WAITING = "select count(*)::int from (select from receipts where brand_id = $1 and state = 'new' limit 100000) as few"


async def run() -> list[Figure]:
    """Post, digest, weigh, go on, weigh again; pages are opened all the while."""
    folder = BENCH / "lasting"
    shutil.rmtree(folder, ignore_errors=True)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(embedded(folder / "postgres"))
        door = await open_door(server.dsn, folder)
        web, origin = await stack.enter_async_context(program(door, "serve", "--no-work", "--port", "0"))
        worker, _ = await stack.enter_async_context(program(door, "work"))
        conn = await asyncpg.connect(door.dsn)
        stack.push_async_callback(conn.close)
        early = await _after(conn, door, origin, 0, MESSAGES // 10, web, worker)
        late = await _after(conn, door, origin, early["messages"], MESSAGES, web, worker)
    figures = []
    for name in ("web", "worker"):
        grown = late[name] / early[name]
        figures.append(
            Figure(
                f"memory of the {name} process after {int(late['messages']):,} messages, beside {int(early['messages']):,}",
                late[name],
                "MB",
                early[name],
                grown,
                "<= 1.1",
            )
        )
    return figures


async def _after(
    conn: asyncpg.Connection, door: Door, origin: str, done: float, count: int, web: psutil.Process,
    worker: psutil.Process,
) -> dict[str, float]:  # fmt: skip
    """Go on until so many messages were stored and digested; weigh what belongs to each process alone."""
    where = urlsplit(origin)
    task: dict[str, Any] = {
        "host": where.hostname, "port": where.port, "path": door.path, "secret": door.secret,
        "connections": CONNECTIONS, "seconds": _SECONDS, "people": PEOPLE,
    }  # fmt: skip
    stored, began = int(done), time.monotonic()
    while stored < count:
        await _caught_up(conn, door, _MOST_BEHIND)
        seen = await apart("webhooks", task | {"prepared": min(_PREPARED, count - stored), "first": stored})
        stored += seen["count"]
        print(f"  {stored:,} stored, {time.monotonic() - began:.0f} s", flush=True)
    await _caught_up(conn, door, 0)
    await asyncio.sleep(5)
    return {"messages": float(stored), "web": _weight(web), "worker": _weight(worker)}


async def _caught_up(conn: asyncpg.Connection, door: Door, most: int) -> None:
    while await conn.fetchval(_WAITING, door.brand_id) > most:  # noqa: ASYNC110 - a table has no event
        await asyncio.sleep(0.5)


def _weight(process: psutil.Process) -> float:
    return float(process.memory_full_info().uss) / _MEGABYTE
