"""Receipts digested to cases per second by one worker, beside a script that writes the same rows by COPY and SQL."""

import asyncio
import io
import json
import shutil
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import uvloop

from benchmarks.doorway import Door, open_door
from benchmarks.figures import Figure
from benchmarks.ground import BENCH
from benchmarks.words import Words
from hilft import accounts, app
from hilft.channels.contract import RawItem
from hilft.db import transaction
from hilft.db.embedded import Server, embedded
from hilft.ids import BrandId, new_id
from hilft.intake import Digestion, receive
from hilft.settings import Settings

HISTORY, COUNT = 2_000, 3_000
ROUNDS = 2
_REPLY, _PRIVATE = 0.25, 0.15
"Shares of what comes in: replies in threads that are known, private words; the rest begins a thread."
_TABLES = ("customers", "handles", "cases", "conversations", "messages", "message_names", "timeline")
_COLUMNS = """
select string_agg(quote_ident(column_name), ', ' order by ordinal_position)
  from information_schema.columns
 where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'
"""


async def run() -> list[Figure]:
    """Let a worker and the script take turns, each on a fresh copy of the same receipts; medians count."""
    folder = BENCH / "digest"
    shutil.rmtree(folder, ignore_errors=True)
    async with embedded(folder / "postgres") as server:
        await _sql(server.dsn, 'create database "receipts"')
        door = await open_door(server.dsn_of("receipts"), folder)
        await deliver(door)
        rounds = [await _round(server, door, number) for number in range(ROUNDS + 1)][1:]
    digested, script, cpu, ratio = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        Figure("receipts digested per second, one worker", digested, "/s", script, ratio, ">= 0.25"),
        Figure("  CPU of the worker per receipt", cpu, "µs"),
    ]


def events(count: int, seed: str = "digest") -> list[RawItem]:
    """Invent what programs post: beginnings of threads, replies, private words; the same seed gives the same."""
    dice = Random(seed)
    words = Words(dice, Random("places"), 3_000)
    began: list[tuple[str, int]] = []
    at, made = datetime.now(UTC) - timedelta(hours=6), []
    for number in range(count):
        at += timedelta(milliseconds=dice.randrange(1, 1000))
        chance, german = dice.random(), dice.random() < 0.7
        person = dice.randrange(count // 2)
        whole: dict[str, Any] = {
            "type": "message", "id": f"m{number}", "at": at.isoformat(), "visibility": "public",
            "text": words.asked(german=german), "language": "de" if german else "en",
        }  # fmt: skip
        if chance < _REPLY and began:
            whole["reply_to"], person = dice.choice(began)
        elif chance < _REPLY + _PRIVATE:
            whole["visibility"] = "private"
        else:
            began.append((whole["id"], person))
        whole["from"] = {"id": f"kunde-{person}", "name": f"Kunde {person}"}
        made.append(RawItem(f"message:m{number}", json.dumps(whole, ensure_ascii=False).encode(), at))
    return made


async def deliver(door: Door) -> None:
    """Store receipts; the first of them are digested already, so that the planner knows what tables look like."""
    items = events(HISTORY + COUNT)
    async with app.open_house(door.settings, door.dsn) as house:
        for start in range(0, len(items), 500):
            async with transaction(house.pool) as tx:
                account = await accounts.account(tx.conn, door.brand_id, door.account_id)
                await receive(tx, account, items[start : start + 500], house.now())
            if start + 500 == HISTORY:
                await digestion_of(house).digest(door.brand_id)
    await _sql(door.dsn, "vacuum analyze")


def digestion_of(house: app.House) -> Digestion:
    """Build what a worker digests with."""
    return Digestion(house.pool, house.switchboard, house.clock, house.reopen_window, house.files)


async def _round(server: Server, door: Door, number: int) -> tuple[float, float, float, float]:
    """Give receipts per second of the worker and of the script, microseconds of the worker for each, the ratio."""
    name, copy = f"digested_{number}", f"written_{number}"
    for each in (name, copy):
        await _sql(server.dsn, f'create database "{each}" template "receipts"')
    began = new_id()
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.digesting", server.dsn_of(name), str(door.folder), str(door.brand_id),
        stdout=-1,
    )  # fmt: skip
    said, _ = await worker.communicate()
    seen = json.loads(said)
    if seen["done"] != COUNT:
        raise RuntimeError(f"{seen['done']} of {COUNT} receipts were digested")
    script = await _script(server.dsn_of(name), server.dsn_of(copy), began)
    found = COUNT / seen["seconds"], COUNT / script
    cpu = seen["cpu"] / COUNT * 1e6
    print(f"  {number}: {found[0]:,.0f}/s digested, {cpu:.0f} µs, {found[1]:,.0f}/s written", flush=True)
    return *found, cpu, found[0] / found[1]


async def _script(source: str, target: str, since: UUID) -> float:
    """Write the rows that digestion made since then into the other database; give the seconds."""
    have, write = await asyncpg.connect(source), await asyncpg.connect(target)
    await write.execute("set timezone = 'UTC'")
    rows, columns = {}, {}
    for table in _TABLES:
        columns[table] = await have.fetchval(_COLUMNS, table)
        out = io.BytesIO()
        id_column = "message_id" if table == "message_names" else "id"
        chosen = f"select {columns[table]} from {table} where {id_column} > $1"  # noqa: S608 - our own names
        await have.copy_from_query(chosen, since, output=out, format="binary")
        rows[table] = out.getvalue()
    await have.close()
    began = time.perf_counter()
    async with write.transaction():
        for table in _TABLES:
            names = columns[table]
            await write.execute(f"create temp table new_{table} as select {names} from {table} limit 0")  # noqa: S608
            await write.copy_to_table(f"new_{table}", source=io.BytesIO(rows[table]), format="binary")
            await write.execute(f"insert into {table} ({names}) select {names} from new_{table}")  # noqa: S608
        await write.execute("update receipts set state = 'digested', digested_at = now() where state = 'new'")
    taken = time.perf_counter() - began
    await write.close()
    return taken


async def work(dsn: str, folder: Path, brand_id: BrandId) -> None:
    """Be the worker; say what it took."""
    async with app.open_house(Settings(data=folder, database_url=dsn), dsn) as house:
        digestion = digestion_of(house)
        app.settle_memory()
        began, used = time.perf_counter(), time.process_time()
        done = await digestion.digest(brand_id)
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
    print(json.dumps({"done": done, "seconds": seconds, "cpu": cpu}))


async def _sql(dsn: str, statement: str) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(statement)
    finally:
        await conn.close()


if __name__ == "__main__":
    uvloop.run(work(sys.argv[1], Path(sys.argv[2]), BrandId(UUID(sys.argv[3]))))
