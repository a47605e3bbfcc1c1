"""Answers sent per second by one worker to a network that answers at once, beside the bare HTTP client."""

import asyncio
import json
import shutil
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import uvloop

from benchmarks.doorway import Door, open_door
from benchmarks.figures import Figure
from benchmarks.ground import BENCH
from benchmarks.instant import instant_network, seen_by
from hilft import accounts, app, outbox
from hilft.channels import PublicClient, Visibility
from hilft.db import transaction
from hilft.db.embedded import embedded
from hilft.ids import AccountId, BrandId, ConversationId, MessageId, new_id
from hilft.outbox import Deliverer, Request
from hilft.settings import Settings

CONVERSATIONS, PARTS = 200, 6
AT_ONCE = 8
"As many as the outbox has on their way to one account's network."
ROUNDS = 3
_LEFT = "select exists (select from deliveries where state in ('held', 'queued', 'sending'))"
_TEXT = "Moin, ich habe die Störung aufgenommen, der Techniker kommt morgen zwischen 8 und 12 Uhr. ^ro"


@dataclass(frozen=True, slots=True)
class Task:
    """What the program of its own is told."""

    dsn: str
    folder: str
    brand: str
    account: str
    url: str


async def run() -> list[Figure]:
    """Let the bare client and the outbox take turns; medians count."""
    folder = BENCH / "sending"
    shutil.rmtree(folder, ignore_errors=True)
    async with instant_network() as url, embedded(folder / "postgres") as server:
        door = await open_door(server.dsn, folder, f"{url}/")
        rounds = [await _round(door, url, number) for number in range(ROUNDS + 1)][1:]
    sent, bare, cpu, ratio = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        Figure("answers sent per second, order kept", sent, "/s", bare, ratio, ">= 0.5"),
        Figure("  CPU of the worker per answer", cpu, "µs"),
    ]


async def _round(door: Door, url: str, number: int) -> tuple[float, float, float, float]:
    task = Task(door.dsn, str(door.folder), str(door.brand_id), str(door.account_id), url)
    bare = await _apart("bare", task)
    await seen_by(url)
    worker = await _apart("outbox", task)
    seen, count = await seen_by(url), CONVERSATIONS * PARTS
    if seen != {"posts": count, "disorder": 0}:
        raise RuntimeError(f"the network saw {seen} of {count} answers")
    rates, cpu = (count / worker["seconds"], count / bare["seconds"]), worker["cpu"] / count * 1e6
    print(f"  {number}: {rates[0]:,.0f} sent/s, {cpu:.0f} µs, {rates[1]:,.0f} bare/s", flush=True)
    return *rates, cpu, rates[0] / rates[1]


async def _apart(what: str, task: Task) -> dict[str, float]:
    words = [task.dsn, task.folder, task.brand, task.account, task.url]
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.sending", what, *words, stdout=-1
    )
    said, _ = await program.communicate()
    found: dict[str, float] = json.loads(said)
    return found


async def bare(task: Task) -> None:
    """Post the same texts with the same client, as many at once, and do nothing else."""
    left: Iterator[int] = iter(range(CONVERSATIONS * PARTS))

    async def post(client: PublicClient) -> None:
        for number in left:
            answer = await client.post(f"{task.url}/bare", json={"text": _TEXT, "key": str(number)})
            answer.raise_for_status()

    async with PublicClient(allow_loopback=True) as client:
        await _timed(lambda: asyncio.gather(*(post(client) for _ in range(AT_ONCE))))


async def send(task: Task) -> None:
    """Put answers on their way, then be the worker that sends them."""
    settings = Settings(data=Path(task.folder), database_url=task.dsn)
    async with app.open_house(settings, task.dsn) as house:
        await _hold(house, BrandId(UUID(task.brand)), AccountId(UUID(task.account)))
        deliverer = Deliverer(app.carrier_of(house))
        async with transaction(house.pool) as tx:  # channels are loaded once in the life of a worker
            account = await accounts.account(
                tx.conn, BrandId(UUID(task.brand)), AccountId(UUID(task.account))
            )
        await house.switchboard.channel_of(account)
        watching = await asyncpg.connect(task.dsn)

        async def until_sent() -> None:
            running = asyncio.create_task(deliverer.run())
            while await watching.fetchval(_LEFT):  # noqa: ASYNC110 - a table has no event
                await asyncio.sleep(0.02)
            await deliverer.stop()
            await running

        await _timed(until_sent)
        await watching.close()


async def _hold(house: app.House, brand_id: BrandId, account_id: AccountId) -> None:
    now = house.now()
    homes = [ConversationId(new_id()) for _ in range(CONVERSATIONS)]
    async with transaction(house.pool) as tx:
        for part in range(1, PARTS + 1):
            for number, home in enumerate(homes):
                text, message_id = f"{_TEXT} part {part} of {number}", MessageId(new_id())
                request = Request(text, Visibility.PRIVATE, str(message_id))
                await outbox.hold(
                    tx, brand_id, message_id=message_id, conversation_id=home, account_id=account_id,
                    request=request, hold_until=None, now=now,
                )  # fmt: skip
    async with transaction(house.pool) as tx:
        await tx.conn.execute("analyze deliveries")


async def _timed(what: Callable[[], Awaitable[object]]) -> None:
    app.settle_memory()
    began, used = time.perf_counter(), time.process_time()
    await what()
    print(json.dumps({"seconds": time.perf_counter() - began, "cpu": time.process_time() - used}))


if __name__ == "__main__":
    uvloop.run({"bare": bare, "outbox": send}[sys.argv[1]](Task(*sys.argv[2:])))
