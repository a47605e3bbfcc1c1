"""The outbox's own work loop: wakes at a nudge or exactly when something is due, and carries it at once."""

import asyncio
import contextlib
from datetime import datetime, timedelta

import structlog

from hilft import accounts
from hilft.accounts import Account
from hilft.channels import Channel
from hilft.db import transaction
from hilft.ids import AccountId, BrandId
from hilft.outbox import store
from hilft.outbox.actions import TOPIC
from hilft.outbox.deliver import Carrier, carry, claim
from hilft.outbox.model import Claim, WaitingLane
from hilft.problems import Unavailable

_log = structlog.get_logger(__name__)

_LOOK_AT_LEAST = timedelta(seconds=20)
"A lost nudge costs no more than this."
_MEND_PAUSE = timedelta(seconds=30)
_AWAY_SECONDS = 1.0
_GATHER_SECONDS = 0.004
"What ends within it is followed up in one round: a round for each would cost more than the sending."
_STOP_SECONDS = 5.0

_MENDED = "accounts"

_LaneKey = tuple[BrandId, AccountId]


class Deliverer:
    """One worker of the outbox; any number may run, on any number of machines."""

    def __init__(self, carrier: Carrier, *, altogether: int = 32) -> None:
        self._carrier = carrier
        self._altogether = altogether
        self._woken = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._resting: dict[_LaneKey, datetime] = {}

    @property
    def topics(self) -> frozenset[str]:
        """What this worker wants to be woken for, in every brand: subscribe to these and call ``wake``."""
        return frozenset({TOPIC, _MENDED})

    def wake(self, topic: str = TOPIC) -> None:
        """Look now: something was put on its way, or an account was mended. Costs nothing when nothing is there."""
        if topic == _MENDED:
            self._resting.clear()
        self._woken.set()

    async def run(self) -> None:
        """Carry deliveries until ``stop``; the database may come and go."""
        while not self._stopping:
            await asyncio.sleep(_GATHER_SECONDS)
            self._woken.clear()
            try:
                next_at = await self._round()
                seconds = (next_at - self._carrier.clock()).total_seconds()
            except Unavailable as error:
                _log.warning("outbox_waits", reason=str(error))
                seconds = _AWAY_SECONDS
            except Exception:  # noqa: BLE001 - one stumble must not end the loop
                _log.exception("outbox_stumbled")
                seconds = _AWAY_SECONDS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), max(seconds, 0.0))

    async def stop(self, seconds: float = _STOP_SECONDS) -> None:
        """Claim nothing more and let what is under way finish; after ``seconds`` the rest is left to its lease."""
        self._stopping = True
        self.wake()
        if self._tasks:
            _done, left = await asyncio.wait(self._tasks, timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def deliver_due(self) -> int:
        """Carry everything that is due now, in order, and give the number of attempts: the loop without waiting."""
        carried = 0
        while True:
            await self._round()
            if not self._tasks:
                return carried
            carried += len(self._tasks)
            await asyncio.wait(set(self._tasks))

    async def _round(self) -> datetime:
        """Start what is due as far as there is room; give the time of the next look."""
        now = self._carrier.clock()
        next_at = now + _LOOK_AT_LEAST
        async with transaction(self._carrier.pool, single=True) as tx:
            lanes = await store.waiting_lanes(tx.conn)
        for lane in lanes:
            due_at = max(lane.due_at, self._resting.get(_key(lane), lane.due_at))
            if due_at > now:
                next_at = min(next_at, due_at)
            elif len(self._tasks) < self._altogether and not self._stopping:
                next_at = min(next_at, await self._work_off(lane, now))
        return next_at

    async def _work_off(self, lane: WaitingLane, now: datetime) -> datetime:
        ready = await self._ready(lane)
        if ready is None:
            return self._rest(lane, now + _MEND_PAUSE)
        account, channel = ready
        claims, come_again = await claim(self._carrier, account, channel, self._altogether - len(self._tasks))
        for each in claims:
            self._start(lane, account, channel, each)
        return now if claims else self._rest(lane, come_again)

    async def _ready(self, lane: WaitingLane) -> tuple[Account, Channel] | None:
        async with transaction(self._carrier.pool, single=True) as tx:
            account = await accounts.account(tx.conn, lane.brand_id, lane.account_id)
        try:
            return account, await self._carrier.channels.channel_of(account)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001 - another key, a channel not installed: this account waits, others go on
            _log.exception("account_not_ready", account=str(lane.account_id))
            return None

    def _start(self, lane: WaitingLane, account: Account, channel: Channel, claimed: Claim) -> None:
        task = asyncio.create_task(carry(self._carrier, account, channel, claimed))
        self._tasks.add(task)

        def ended(done: asyncio.Task[None]) -> None:
            self._tasks.discard(done)
            self._resting.pop(_key(lane), None)
            self.wake()
            if not done.cancelled() and (error := done.exception()) is not None:
                # Nothing was recorded, so the lease runs out and the delivery is found out.
                _log.error("carry_failed", delivery=str(claimed.id), exc_info=error)

        task.add_done_callback(ended)

    def _rest(self, lane: WaitingLane, until: datetime) -> datetime:
        self._resting[_key(lane)] = until
        return until


def _key(lane: WaitingLane) -> _LaneKey:
    return lane.brand_id, lane.account_id
