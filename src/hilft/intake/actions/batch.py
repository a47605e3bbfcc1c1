"""Many small deliveries share one commit: what queued while the last commit ran goes into the next INSERT.

The protocol (one of the three exceptions from "one request = one transaction"):

1. A caller hands in its receipts, and if it likes something that must hold in the same commit (a moved cursor). The
   queue is bounded: beyond it the caller is told ``Overloaded`` and nothing is kept.
2. Nobody is committing: one begins at once, so an idle house adds no delay. Otherwise the caller waits in the queue;
   when the commit before it has not ended after a moment, the disk is a slow one, and another begins beside it: the
   server flushes what is ready together, so waiting for the first would cost a whole flush.
3. Whoever commits takes everything queued (bounded in rows and bytes), in order, into one INSERT, then does what the
   callers asked for beside it, and commits. Rows are written in the order of their keys, so that two processes that are
   given the same deliveries wait for each other and never in a circle.
4. After the commit, and only then, its callers are answered and the digestion is nudged. A webhook's 200 and a moved
   cursor therefore always mean "stored". What was stored before is stored once; its caller gets the same answer.
5. Anything in the batch that the database refuses: the batch is rolled back and halved until the one caller whose
   receipts are to blame stands alone; it alone gets the error. A database that is away fails all of the batch at once:
   nobody knows what was stored, everybody comes again, and step 4 makes that harmless.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from hilft.accounts import Account
from hilft.channels import RawItem
from hilft.db import Pool, Transaction, transaction
from hilft.intake.actions.receive import TOPIC, keep_rows, rows_of
from hilft.problems import Unavailable

Beside: TypeAlias = Callable[[Transaction], Awaitable[None]]

MOST_ROWS = 1000
PATIENCE_SECONDS = 0.0007
"After it a commit counts as slow. Measured: 0.71 of the single-row commits on a slow disk without, 0.87 with (and three)."
MOST_BYTES = 8 * 1024 * 1024
"Of one commit: large enough for every disk, small enough for memory and for the ones behind."


class Overloaded(Unavailable):
    """More comes in than can be stored at the moment. Nothing of this was kept; send it again in a few seconds."""


@dataclass(slots=True)
class _Parcel:
    account: Account
    items: Sequence[RawItem]
    received_at: datetime
    beside: Beside | None
    size: int
    done: asyncio.Future[None]


@dataclass(slots=True)
class Batcher:
    """The one way in of a process; needs no start. ``close`` waits for what is under way."""

    pool: Pool
    now: Callable[[], datetime]
    most_waiting: int = 10_000
    "Receipts in the queue: some seconds of work."
    most_bytes_waiting: int = 64 * 1024 * 1024
    most_beside: int = 3
    "Commits at the same time, on a disk that makes them slow."
    _waiting: deque[_Parcel] = field(default_factory=deque)
    _rows: int = 0
    _bytes: int = 0
    _committing: set[asyncio.Task[None]] = field(default_factory=set)
    _alarm: asyncio.TimerHandle | None = None

    async def keep(self, account: Account, items: Sequence[RawItem], beside: Beside | None = None) -> None:
        """Keep each item once; returns after the commit.

        ``beside`` runs in the same transaction after the receipts. Raises ``Overloaded``, ``DatabaseAway``,
        ``DiskFull``, or what the database has against these items.
        """
        if not items and beside is None:
            return
        size = sum(len(item.payload) for item in items)
        if self._waiting and (
            self._rows + len(items) > self.most_waiting or self._bytes + size > self.most_bytes_waiting
        ):
            raise Overloaded
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(_Parcel(account, items, self.now(), beside, size, done))
        self._rows += len(items)
        self._bytes += size
        if not self._committing:
            self._begin()
        elif self._alarm is None and len(self._committing) < self.most_beside:
            self._alarm = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._begin)
        await done

    async def close(self) -> None:
        """Wait until everything handed in is answered."""
        while self._committing:
            await asyncio.wait(self._committing)

    def _begin(self) -> None:
        self._alarm = None
        if self._waiting:
            task = asyncio.create_task(self._work(), name="keep receipts")
            self._committing.add(task)
            task.add_done_callback(self._ended)

    async def _work(self) -> None:
        batch: list[_Parcel] = []
        try:
            while self._waiting:
                batch = self._take()
                await self._commit(batch)
        finally:
            _answer(batch, Overloaded())  # they have their answer, unless this was ended from outside

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._committing.discard(task)
        if task.cancelled() and not self._committing:
            _answer(self._waiting, Overloaded())
            self._waiting.clear()
            self._rows = self._bytes = 0
        elif not self._committing:
            self._begin()  # what came between the last look into the queue and now

    def _take(self) -> list[_Parcel]:
        """Take what fits into one commit, at least one."""
        batch: list[_Parcel] = []
        rows = size = 0
        while self._waiting:
            parcel = self._waiting[0]
            rows, size = rows + len(parcel.items), size + parcel.size
            if batch and (rows > MOST_ROWS or size > MOST_BYTES):
                break
            batch.append(self._waiting.popleft())
            self._rows -= len(parcel.items)
            self._bytes -= parcel.size
        return batch

    async def _commit(self, batch: list[_Parcel]) -> None:
        try:
            single = not any(parcel.beside for parcel in batch)
            async with transaction(self.pool, single=single) as tx:
                await _store(tx, batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, its callers are told
            if isinstance(error, Unavailable) or len(batch) == 1:
                _answer(batch, error)
                return
            middle = len(batch) // 2
            await self._commit(batch[:middle])
            await self._commit(batch[middle:])
        else:
            _answer(batch, None)


async def _store(tx: Transaction, batch: list[_Parcel]) -> None:
    rows = [
        row
        for parcel in batch
        if parcel.items
        for row in rows_of(parcel.account, parcel.items, parcel.received_at)
    ]
    if rows:
        await keep_rows(tx.conn, rows)
    for parcel in batch:
        if parcel.items:
            tx.nudge(parcel.account.brand_id, TOPIC)
        if parcel.beside is not None:
            await parcel.beside(tx)


def _answer(batch: Iterable[_Parcel], error: Exception | None) -> None:
    for parcel in batch:
        if parcel.done.done():
            continue  # its caller went away; what it handed in is kept all the same
        if error is None:
            parcel.done.set_result(None)
        else:
            parcel.done.set_exception(error)
