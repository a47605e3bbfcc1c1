"""The work loop.

How a job is run, so that a crash at any point costs only time:

1. claim: ``lease`` and ``lease_until`` are set and committed; a loop that dies leaves a lease that ends.
2. run: a transactional handler runs in one transaction, a detached one outside any (it talks to a network).
3. finish: in the handler's transaction (or one of its own) the row is locked by its lease and deleted. Whoever finds
   the lease gone rolls back: another loop has the job.
4. failure: after a rollback the job is postponed, or given up and kept. When even that cannot be written, 1. holds.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import structlog

from hilft.db import Pool, Transaction, transaction
from hilft.jobs import store
from hilft.jobs.beats import Beats, let_end
from hilft.jobs.model import TOPIC, Beat, Job, LeaseLost, delay_after
from hilft.problems import Unavailable

_log = structlog.get_logger(__name__)
_LOOK_SECONDS = 2.0
"A nudge may be lost; so often the loop looks by itself."
_ERROR_LENGTH = 500

Handler = Callable[[Transaction, Job], Awaitable[object]]
DetachedHandler = Callable[[Job], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Terms:
    """How patient a loop is: jobs at once, how long a lease lasts, after how many attempts a job is given up."""

    slots: int = 8
    lease: timedelta = timedelta(seconds=30)
    attempts: int = 8


class WorkLoop:
    """Runs jobs and beats until it is stopped; several may run on one database."""

    def __init__(self, pool: Pool, random: Random, terms: Terms = Terms()) -> None:
        self._pool = pool
        self._random = random
        self._terms = terms
        self._handlers: dict[str, Callable[[Job], Awaitable[None]]] = {}
        self._beats = Beats(random)
        self._running: dict[asyncio.Task[None], Job] = {}
        self._stir = asyncio.Event()
        self._stopping = False

    def on(self, kind: str, handler: Handler) -> None:
        """Run ``handler(tx, job)`` in one transaction together with the end of the job: its effect happens once."""

        async def run(job: Job) -> None:
            async with transaction(self._pool) as tx:
                await handler(tx, job)
                await self._finish(tx, job)

        self._add(kind, run)

    def on_detached(self, kind: str, handler: DetachedHandler) -> None:
        """Run ``handler(job)`` outside any transaction; it may happen twice and has its own protocol for that."""

        async def run(job: Job) -> None:
            await handler(job)
            async with transaction(self._pool) as tx:
                await self._finish(tx, job)

        self._add(kind, run)

    def beat(self, beat: Beat) -> None:
        """Add something that comes round; a name is used once."""
        self._beats.add(beat)

    @property
    def topics(self) -> frozenset[str]:
        """What this loop wants to be woken for: subscribe to these and call ``wake``."""
        return frozenset({TOPIC}) | self._beats.topics

    def wake(self, topic: str = TOPIC) -> None:
        """Look now; costs nothing when nothing is there."""
        self._beats.wake(topic)
        if topic == TOPIC:
            self._stir.set()

    async def run(self) -> None:
        """Work until ``stop``; a database that is away is waited for."""
        self._beats.start()
        renewing = asyncio.create_task(self._renew(), name="leases")
        try:
            while not self._stopping:
                self._stir.clear()
                pause = await self._round()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stir.wait(), pause)
        finally:
            await self.stop()
            renewing.cancel()

    async def stop(self, seconds: float = 10.0) -> None:
        """Take nothing new, let what runs end within ``seconds``; what does not is cut off and runs again later."""
        self._stopping = True
        self._stir.set()
        await asyncio.gather(let_end(self._running, seconds), self._beats.stop(seconds))

    async def _round(self) -> float:
        """Claim and start what is due, give the seconds until there may be more."""
        free = self._terms.slots - len(self._running)
        if not self._handlers or free == 0:
            return _LOOK_SECONDS
        kinds = list(self._handlers)
        try:
            async with transaction(self._pool) as tx:
                jobs = await store.claim(tx.conn, kinds, free, uuid.uuid4(), self._terms.lease)
                rest = None if len(jobs) == free else await store.next_due(tx.conn, kinds)
        except Unavailable as problem:
            _log.warning("the work loop waits for the database", problem=str(problem))
            return _LOOK_SECONDS
        for job in jobs:
            task = asyncio.create_task(self._attempt(job), name=f"job {job.kind}")
            self._running[task] = job
            task.add_done_callback(self._ended)
        return _LOOK_SECONDS if rest is None else min(max(rest.total_seconds(), 0.0), _LOOK_SECONDS)

    def _ended(self, task: asyncio.Task[None]) -> None:
        job = self._running.pop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a job's end could not be recorded", kind=job.kind, id=str(job.id), exc_info=error)
        self._stir.set()

    async def _attempt(self, job: Job) -> None:
        if job.attempts > self._terms.attempts:
            await self._record(job, "It ended the program each time it ran.")
            return
        try:
            await self._handlers[job.kind](job)
        except LeaseLost:
            _log.warning("another loop has taken a job that lasted too long", kind=job.kind, id=str(job.id))
        except Exception as error:  # noqa: BLE001 - one job's fault must not end the loop
            trace = (
                None if isinstance(error, Unavailable) else error
            )  # a database that is away is no fault of the job
            _log.warning("a job failed", kind=job.kind, why=str(error), attempts=job.attempts, exc_info=trace)
            await self._record(job, f"{type(error).__name__}: {error}")

    async def _record(self, job: Job, error: str) -> None:
        error = error.replace("\0", "")[:_ERROR_LENGTH]
        pause = delay_after(job.attempts, self._random.random())
        try:
            async with transaction(self._pool) as tx:
                if job.attempts >= self._terms.attempts:
                    await store.give_up(tx.conn, job.brand_id, job.id, job.lease, error)
                else:
                    await store.postpone(tx.conn, job.brand_id, job.id, job.lease, pause, error)
        except Unavailable as problem:
            _log.warning("a failure could not be recorded; its lease will end", problem=str(problem))

    async def _finish(self, tx: Transaction, job: Job) -> None:
        again = await store.lock_own(tx.conn, job.brand_id, job.id, job.lease)
        if again is None:
            raise LeaseLost
        if again:
            await store.release(tx.conn, job.brand_id, job.id)
        else:
            await store.delete_job(tx.conn, job.brand_id, job.id)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._terms.lease.total_seconds() / 3)
            leases = list({job.lease for job in self._running.values()})
            if leases:
                with contextlib.suppress(Unavailable):
                    async with transaction(self._pool) as tx:
                        await store.renew(tx.conn, leases, self._terms.lease)

    def _add(self, kind: str, run: Callable[[Job], Awaitable[None]]) -> None:
        if kind in self._handlers:
            raise ValueError(f"there is already a handler for {kind}")
        self._handlers[kind] = run
