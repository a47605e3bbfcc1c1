"""What runs without anybody asking: listeners, digest, deliveries, and what comes round."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from functools import partial
from random import Random
from typing import Protocol

import structlog

from hilft import accounts, calls, clocks, intake, outbox, staff
from hilft.app.house import House
from hilft.app.sealing import RENEW_EVERY
from hilft.board import Arrivals
from hilft.cases import Chores, UsualAnswers
from hilft.db import Connection, YoungTables, transaction
from hilft.hours import Subscriptions
from hilft.ids import BrandId
from hilft.intake import Digestion, Listeners, ThreadJob
from hilft.jobs import Beat, Way, WorkLoop
from hilft.live import Subscription
from hilft.memory import PROPOSE, Learning, Proposer, Reminder
from hilft.news import Posting
from hilft.outbox import Carrier, Deliverer
from hilft.ratings import Questions
from hilft.reports import Counting
from hilft.rules import AutoReplies, Giving

STOP_SECONDS = 3.0
SWEEP_EVERY = timedelta(minutes=5)
IDLE_EVERY = timedelta(seconds=20)
FORGET_EVERY = timedelta(minutes=30)
YOUNG_EVERY = timedelta(seconds=15)
ACCOUNTS = "accounts"

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
    workers: list[Worker] = [
        loop_of(house),
        Deliverer(carrier_of(house)),
        Listening(listeners_of(house)),
        Reminder(house.pool, house.clock),
    ]
    topics = frozenset[str]().union(*(worker.topics for worker in workers))
    async with house.hub.subscribe(None, topics) as changes:
        tasks = [asyncio.create_task(worker.run(), name=type(worker).__name__) for worker in workers]
        for task in tasks:
            task.add_done_callback(_tell_if_dead)
        waking = asyncio.create_task(_wake(workers, changes), name="wake")
        try:
            yield
        finally:
            await asyncio.gather(*(worker.stop(STOP_SECONDS) for worker in workers), return_exceptions=True)
            for task in (*tasks, waking):
                task.cancel()
            await asyncio.gather(*tasks, waking, return_exceptions=True)


def loop_of(house: House) -> WorkLoop:
    """Build the work loop with everything that comes round and every job that rooms leave behind."""
    loop = WorkLoop(house.pool, Random())  # noqa: S311 - spreads retries, guards nothing
    way = Way()
    digestion = Digestion(house.pool, house.switchboard, house.clock, house.reopen_window, house.files, way)
    chores = Chores(
        pool=house.pool,
        http=house.http,
        files=house.files,
        now=house.clock,
        reopen_window=house.reopen_window,
        erase_after=timedelta(days=house.settings.erase_days),
    )
    # A raw receipt holds the text of its message: it must not outlive a text that its author deleted.
    retention = timedelta(days=min(house.settings.receipts_days, house.settings.erase_days))
    posting = Posting(house.pool, house.switchboard, house.clock)
    learning = Learning(house.pool, house.clock, proposer_of(house), way)
    for beat in (
        *intake.beats(digestion, retention),
        *chores.beats(),
        *learning.beats(),
        *UsualAnswers(house.pool, house.clock).beats(),
        *Arrivals(house.pool, house.clock).beats(),
        *posting.beats(),
    ):
        loop.beat(beat)
    for kind, handler in (chores.handlers() | posting.handlers()).items():
        loop.on(kind, handler)
    if house.seal.folder is not None:
        loop.beat(Beat("seal.renew", RENEW_EVERY, partial(house.seal.renew, house.pool)))
    loop.beat(Beat("db.young", YOUNG_EVERY, YoungTables(house.pool).look, frozenset({intake.TOPIC, "inbox"})))
    loop.beat(Beat("staff.sweep", SWEEP_EVERY, partial(_sweep, house)))
    loop.beat(Beat("staff.idle", IDLE_EVERY, partial(_idle, house)))
    replies = AutoReplies(house.pool, house.switchboard, house.clock)
    counting = Counting(house.pool, house.clock, way)
    questions = Questions(house.pool, house.switchboard, house.clock, house.origin)
    giving = Giving(house.pool, house.clock)
    for beat in (*replies.beats(), *giving.beats(), *counting.beats(), *questions.beats()):
        loop.beat(beat)
    subscriptions = Subscriptions(house.pool, house.http, house.clock, _brand_ids, clocks.replan)
    for beat in subscriptions.beats():
        loop.beat(beat)
    loop.beat(Beat("outbox.forget", FORGET_EVERY, partial(_forget, house)))
    loop.on_detached(intake.READ_THREAD, ThreadJob(house.pool, house.switchboard, house.clock).run)
    loop.on_detached(PROPOSE, learning.propose)
    return loop


def proposer_of(house: House) -> Proposer | None:
    """Give whom to ask for more facts, when the operator named an endpoint; like an account's server it may be near."""
    chosen = house.settings
    if not chosen.propose_url:
        return None
    return Proposer(house.surroundings.http, chosen.propose_url, chosen.propose_model, chosen.propose_key)


def carrier_of(house: House) -> Carrier:
    """Give the outbox what it needs."""
    dice = Random()  # noqa: S311 - spreads retries, guards nothing
    return Carrier(house.pool, house.switchboard, house.files, house.clock, dice.random)


def listeners_of(house: House) -> Listeners:
    """Give the listeners a name of their own.

    With the embedded server nobody else can be listening, so the name stays: after a crash the lease is ours at once.
    """
    alone = not house.settings.database_url
    holder = uuid.uuid5(uuid.NAMESPACE_URL, str(house.settings.data.absolute())) if alone else uuid.uuid4()
    return Listeners(
        house.pool,
        house.switchboard,
        house.clock,
        Random(),  # noqa: S311 - spreads retries, guards nothing
        holder,
        house.batcher,
    )


class Listening:
    """The listeners as a worker: a change of accounts is noticed at once."""

    topics: frozenset[str] = frozenset({ACCOUNTS})

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._running: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None

    def wake(self, _topic: str) -> None:
        """Look round now, unless somebody already is."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._listeners.look_round_now(), name="look round")

    async def run(self) -> None:
        self._running = asyncio.create_task(self._listeners.run(), name="listeners")
        await self._running

    async def stop(self, seconds: float) -> None:
        """End every listener; cursors were saved with their receipts, so nothing is lost."""
        for task in (self._looking, self._running):
            if task is not None:
                task.cancel()
                await asyncio.wait([task], timeout=seconds)


async def _wake(workers: Sequence[Worker], changes: Subscription) -> None:
    """Pass nudges on; after a lost connection everybody looks."""
    async for change in changes:
        for worker in workers:
            for topic in worker.topics if change.again else worker.topics & change.topics:
                worker.wake(topic)


def _tell_if_dead(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.error("a worker ended", worker=task.get_name(), exc_info=task.exception())


async def _brand_ids(conn: Connection) -> list[BrandId]:
    return [brand.id for brand in await accounts.brands(conn)]


async def _forget(house: House) -> None:
    """Forget what the logs of accounts have to say about long ago: as long as raw receipts are kept."""
    before = house.now() - timedelta(days=house.settings.receipts_days)
    async with transaction(house.pool) as tx:
        for brand in await accounts.brands(tx.conn):
            await outbox.forget_log(tx.conn, brand.id, before)


async def _sweep(house: House) -> None:
    """Forget sessions and sign-in attempts that have ended."""
    async with transaction(house.pool) as tx:
        for brand in await accounts.brands(tx.conn):
            await staff.sweep(tx, brand.id, house.now())


async def _idle(house: House) -> None:
    """Let those be away who have done nothing for a while."""
    async with transaction(house.pool) as tx:
        for brand in await accounts.brands(tx.conn):
            talking = await calls.who_talks(tx.conn, brand.id, house.now())
            await staff.away_who_is_idle(tx, brand.id, house.now(), talking)
