"""Listen to the accounts: the pull is the truth, a stream only wakes it.

One task per active account; of several processes one listens (a lease). A page's receipts and the moved cursor are
committed together. What the network says is noted on the account, where agents can see it.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

import structlog

from hilft.accounts import (
    Account,
    AccountState,
    Switchboard,
    accounts,
    brands,
    note_error,
    note_ok,
    pause,
    save_cursor,
)
from hilft.channels import (
    Channel,
    ChannelError,
    Cursor,
    Later,
    MessageRef,
    Pullable,
    Rereader,
    Streamable,
    Unauthorized,
)
from hilft.db import Pool, Transaction, transaction
from hilft.failpoint import failpoint
from hilft.ids import AccountId, BrandId
from hilft.intake import store
from hilft.intake.actions.batch import Batcher
from hilft.problems import Unavailable

_log = structlog.get_logger(__name__)

PAGE = 80
LEASE = timedelta(seconds=30)
_RENEW_SECONDS = 10
_IDLE_SECONDS = 20
"Between two pulls while the stream is up: what a lost hint costs at most."
_BLIND_SECONDS = 5
"Between two pulls without a stream."
_LONGEST_PAUSE = 120.0


@dataclass(slots=True)
class _Ear:
    """One account being listened to."""

    account: Account
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    changed: set[str] = field(default_factory=set)
    streaming: bool = False
    failures: int = 0


@dataclass(slots=True)
class Listeners:
    """All listening of one process; `run` until cancelled."""

    pool: Pool
    switchboard: Switchboard
    now: Callable[[], datetime]
    random: Random
    holder: uuid.UUID
    batcher: Batcher
    _tasks: dict[tuple[BrandId, AccountId], tuple[str, asyncio.Task[None]]] = field(default_factory=dict)

    async def run(self) -> None:
        """Keep one listener per active account this process has the lease of."""
        try:
            while True:
                with contextlib.suppress(Unavailable):
                    await self._look_round()
                await asyncio.sleep(_RENEW_SECONDS * self.random.uniform(0.8, 1.0))
        finally:
            await self._stop_all()

    async def look_round_now(self) -> None:
        """Notice at once that accounts were added, paused or resumed."""
        await self._look_round()

    async def _look_round(self) -> None:
        wanted: dict[tuple[BrandId, AccountId], Account] = {}
        async with transaction(self.pool) as tx:
            for brand in await brands(tx.conn):
                for account in await accounts(tx.conn, brand.id):
                    if account.state is AccountState.ACTIVE and await self._lease(tx, account):
                        wanted[brand.id, account.id] = account
        for key, (fingerprint, task) in list(self._tasks.items()):
            gone = key not in wanted or wanted[key].fingerprint != fingerprint
            if gone or task.done():
                await _end(task)
                del self._tasks[key]
        for key, account in wanted.items():
            if key not in self._tasks:
                task = asyncio.create_task(self._listen(account), name=f"listen {account.handle}")
                self._tasks[key] = (account.fingerprint, task)

    async def _lease(self, tx: Transaction, account: Account) -> bool:
        now = self.now()
        taken = await store.take_listener(
            tx.conn, account.brand_id, account.id, self.holder, now, now + LEASE
        )
        return taken is not None

    async def _stop_all(self) -> None:
        for _, task in self._tasks.values():
            task.cancel()
        for _, task in self._tasks.values():
            await _end(task)
        with contextlib.suppress(Exception):
            async with transaction(self.pool) as tx:
                for brand_id, account_id in self._tasks:
                    await store.drop_listener(tx.conn, brand_id, account_id, self.holder)
        self._tasks.clear()

    async def _listen(self, account: Account) -> None:
        channel = await self.switchboard.channel_of(account)
        if not isinstance(channel, Pullable):
            return
        ear = _Ear(account)
        stream = asyncio.create_task(self._stream(channel, ear), name=f"stream {account.handle}")
        cursor = Cursor(account.cursor) if account.cursor else None
        try:
            while True:
                ear.wake.clear()
                cursor, pause_seconds = await self._one_round(channel, ear, cursor)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ear.wake.wait(), pause_seconds)
        finally:
            await _end(stream)

    async def _one_round(
        self, channel: Channel, ear: _Ear, cursor: Cursor | None
    ) -> tuple[Cursor | None, float]:
        """Pull until nothing is left; gives where the pull stands and how long to wait."""
        try:
            cursor = await self._pull(channel, ear, cursor)
            await self._look_again(channel, ear)
        except Unauthorized as error:
            async with transaction(self.pool) as tx:
                await pause(tx, ear.account, str(error), self.now())
            raise asyncio.CancelledError from error
        except Later as error:
            await self._trouble(ear, error)
            if error.retry_at is not None:  # whatever the stream hints at meanwhile: we were asked to wait
                await asyncio.sleep(max(1.0, (error.retry_at - self.now()).total_seconds()))
                return cursor, 0.0
            return cursor, self._back_off(ear)
        except Exception as error:  # noqa: BLE001 - a fault in a channel must be seen on its account and end nothing
            await self._trouble(ear, error)
            return cursor, self._back_off(ear)
        ear.failures = 0
        return cursor, _IDLE_SECONDS if ear.streaming else _BLIND_SECONDS

    async def _pull(self, channel: Channel, ear: _Ear, cursor: Cursor | None) -> Cursor:
        assert isinstance(channel, Pullable)  # looked at before listening began
        while True:
            asked_at = self.now()
            page = await channel.pull(cursor, PAGE)
            failpoint("intake.pulled")
            # Whatever came before the question was asked is known only once nothing is left to fetch.
            until = asked_at if page.complete else None
            move_on = partial(self._move_on, ear.account, page.next_cursor, until)
            await self.batcher.keep(ear.account, page.items, move_on)
            failpoint("intake.kept")
            cursor = page.next_cursor
            if page.complete:
                return cursor

    async def _move_on(
        self, account: Account, cursor: Cursor, until: datetime | None, tx: Transaction
    ) -> None:
        failpoint("intake.receipts")
        await save_cursor(tx.conn, account, cursor, until, self.now())
        await note_ok(tx, account, self.now())
        failpoint("intake.cursor")

    async def _look_again(self, channel: Channel, ear: _Ear) -> None:
        if not ear.changed or not isinstance(channel, Rereader):
            return
        names, ear.changed = sorted(ear.changed), set()
        try:
            items = await channel.look_again([MessageRef(name, (name,)) for name in names])
        except ChannelError:
            ear.changed.update(names)
            raise
        await self.batcher.keep(ear.account, items)

    async def _stream(self, channel: Channel, ear: _Ear) -> None:
        """Turn hints into pulls; a lost stream is opened again, the pull goes on meanwhile."""
        if not isinstance(channel, Streamable):
            return
        pause_seconds = 1.0
        while True:
            try:
                async for hint in channel.stream():
                    ear.streaming, pause_seconds = True, 1.0
                    if hint.changed:
                        ear.changed.add(hint.changed)
                    ear.wake.set()
            except Exception as error:  # noqa: BLE001 - the pull goes on, whatever ended the stream
                _log.info("a stream ended", account=ear.account.handle, why=str(error))
            ear.streaming = False
            ear.wake.set()
            await asyncio.sleep(pause_seconds * self.random.uniform(0.7, 1.3))
            pause_seconds = min(pause_seconds * 2, 60.0)

    async def _trouble(self, ear: _Ear, error: Exception) -> None:
        ear.failures += 1
        _log.warning("an account has trouble", account=ear.account.handle, why=str(error))
        with contextlib.suppress(Unavailable):
            async with transaction(self.pool) as tx:
                await note_error(tx, ear.account, str(error), self.now())

    def _back_off(self, ear: _Ear) -> float:
        return min(_LONGEST_PAUSE, 2.0 ** min(ear.failures, 7)) * self.random.uniform(0.7, 1.3)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await task
