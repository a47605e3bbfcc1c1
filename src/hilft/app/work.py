"""What runs without anybody asking: listeners, digest, deliveries, and what comes round."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from functools import partial
from random import Random
from typing import Protocol

import structlog

from hilft import accounts, staff
from hilft.app.house import House
from hilft.cases import Chores
from hilft.db import transaction
from hilft.jobs import Beat, WorkLoop
from hilft.live import Subscription
from hilft.outbox import Carrier, Deliverer

STOP_SECONDS = 3.0
SWEEP_EVERY = timedelta(minutes=5)

_log = structlog.get_logger("hilft")


class Worker(Protocol):
    """A loop of a room: says what it wants to be woken for, runs until it is told to stop."""

    @property
    def topics(self) -> frozenset[str]: ...
    def wake(self, topic: str, /) -> None: ...
    async def run(self) -> None: ...
    async def stop(self, seconds: float, /) -> None: ...


@contextlib.asynccontextmanager
async def working(house: House) -> AsyncIterator[None]:
    """Run everything as long as the block lasts; any number of processes may do so on one database."""
    workers = workers_of(house)
    topics = frozenset[str]().union(*(worker.topics for worker in workers))
    async with house.hub.subscribe(None, topics) as changes:
        tasks = [asyncio.create_task(worker.run(), name=type(worker).__name__) for worker in workers]
        waking = asyncio.create_task(_wake(workers, changes), name="wake")
        try:
            yield
        finally:
            await asyncio.gather(*(worker.stop(STOP_SECONDS) for worker in workers), return_exceptions=True)
            for task in (*tasks, waking):
                task.cancel()
            await asyncio.gather(*tasks, waking, return_exceptions=True)


def workers_of(house: House) -> Sequence[Worker]:
    """Build every loop of the house over its rooms."""
    random = Random()  # noqa: S311 - spreads retries, guards nothing
    loop = WorkLoop(house.pool, random)
    chores = Chores(
        pool=house.pool,
        http=house.http,
        files=house.files,
        now=house.clock,
        reopen_window=timedelta(days=house.settings.reopen_days),
        erase_after=timedelta(days=house.settings.erase_days),
    )
    for beat in chores.beats():
        loop.beat(beat)
    loop.beat(Beat("sweep", SWEEP_EVERY, partial(_sweep, house)))
    carrier = Carrier(house.pool, house.switchboard, house.files, house.clock, random.random)
    return [loop, Deliverer(carrier)]


async def _wake(workers: Sequence[Worker], changes: Subscription) -> None:
    """Pass nudges on; after a lost connection everybody looks."""
    async for change in changes:
        for worker in workers:
            for topic in worker.topics if change.again else worker.topics & change.topics:
                worker.wake(topic)


async def _sweep(house: House) -> None:
    """Forget sessions and sign-in attempts that have ended."""
    async with transaction(house.pool) as tx:
        for brand in await accounts.brands(tx.conn):
            await staff.sweep(tx, brand.id, house.now())
