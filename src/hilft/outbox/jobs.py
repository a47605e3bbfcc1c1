"""The outbox's own work loop: wakes at a nudge or exactly when something is due, and carries it at once.

A *round* asks which accounts have something to do. While answers of one are on their way, what ends is followed up with
the next of the same account without asking all that again: a round for each handful would cost more than the sending.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
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
_GATHER_SECONDS = 0.002
"What ends within it is followed up together."
_ROUND_SECONDS = 0.05
"While answers flow, others are looked for no more often than this."
_KNOWN_SECONDS = 1.0
"So long an account that answers flow to is not read again; whether it is active is asked each time."
_STOP_SECONDS = 5.0

_MENDED = "accounts"

_LaneKey = tuple[BrandId, AccountId]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A lane whose account was just read and whose channel is built."""

    lane: WaitingLane
    account: Account
    channel: Channel
    until: float
    "By the monotonic clock."


class Deliverer:
    """One worker of the outbox; any number may run, on any number of machines."""

    def __init__(self, carrier: Carrier, *, altogether: int = 32) -> None:
        self._carrier = carrier
        self._altogether = altogether
        self._woken = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[bool]] = set()
        self._resting: dict[_LaneKey, datetime] = {}
        self._ready: dict[_LaneKey, _Ready] = {}
        self._flowing: set[_LaneKey] = set()
        "Lanes whose answers have just been taken by the network."
        self._round_at = 0.0

    @property
    def topics(self) -> frozenset[str]:
        """What this worker wants to be woken for, in every brand: subscribe to these and call ``wake``."""
        return frozenset({TOPIC, _MENDED})

    def wake(self, topic: str = TOPIC) -> None:
        """Look now: something was put on its way, or an account was mended. Costs nothing when nothing is there."""
        if topic == _MENDED:
            self._resting.clear()
            self._ready.clear()
        self._woken.set()

    async def run(self) -> None:
        """Carry deliveries until ``stop``; the database may come and go."""
        while True:
            await asyncio.sleep(_GATHER_SECONDS)
            self._woken.clear()
            if self._stopping:  # only now: the call to stop may have come during the nap
                return
            try:
                next_at = await self._follow_up() or await self._round()
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
            self._flowing.clear()
            if not self._tasks:
                return carried
            carried += len(self._tasks)
            await asyncio.wait(set(self._tasks))

    async def _round(self) -> datetime:
        """Start what is due as far as there is room; give the time of the next look."""
        now = self._carrier.clock()
        self._round_at = time.monotonic()
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

    async def _follow_up(self) -> datetime | None:
        """Start what follows the answers that were just taken; None when it is time for a round."""
        flowing, self._flowing = self._flowing, set()
        now = time.monotonic()
        if not flowing or self._stopping or now - self._round_at > _ROUND_SECONDS:
            return None
        ready = [self._ready[key] for key in flowing if key in self._ready and now < self._ready[key].until]
        begun = False
        for each in ready:
            room = self._altogether - len(self._tasks)
            if room > 0:
                claims, _ = await claim(self._carrier, each.account, each.channel, room, doubtful=False)
                begun = self._start_all(each, claims) or begun
        # The round is due even if nothing ends meanwhile.
        return self._carrier.clock() + timedelta(seconds=_ROUND_SECONDS) if begun else None

    async def _work_off(self, lane: WaitingLane, now: datetime) -> datetime:
        ready = await self._get_ready(lane)
        if ready is None:
            return self._rest(lane, now + _MEND_PAUSE)
        room = self._altogether - len(self._tasks)
        claims, come_again = await claim(self._carrier, ready.account, ready.channel, room)
        # What is left of this account waits for one of these to end, or for the account's pace.
        return come_again if self._start_all(ready, claims) else self._rest(lane, come_again)

    async def _get_ready(self, lane: WaitingLane) -> _Ready | None:
        until = time.monotonic() + _KNOWN_SECONDS
        async with transaction(self._carrier.pool, single=True) as tx:
            account = await accounts.account(tx.conn, lane.brand_id, lane.account_id)
        try:
            channel = await self._carrier.channels.channel_of(account)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001 - another key, a channel not installed: this account waits, others go on
            _log.exception("account_not_ready", account=str(lane.account_id))
            return None
        ready = self._ready[_key(lane)] = _Ready(lane, account, channel, until)
        return ready

    def _start_all(self, ready: _Ready, claims: Iterable[Claim]) -> bool:
        begun = False
        for each in claims:
            begun = True
            self._start(ready.lane, ready.account, ready.channel, each)
        return begun

    def _start(self, lane: WaitingLane, account: Account, channel: Channel, claimed: Claim) -> None:
        task = asyncio.create_task(carry(self._carrier, account, channel, claimed))
        self._tasks.add(task)

        def ended(done: asyncio.Task[bool]) -> None:
            self._tasks.discard(done)
            self._resting.pop(_key(lane), None)
            taken = False
            if not done.cancelled():
                error = done.exception()
                taken = error is None and done.result()
                if error is not None:
                    # Nothing was recorded, so the lease runs out and the delivery is found out.
                    _log.error("carry_failed", delivery=str(claimed.id), exc_info=error)
            if taken:
                self._flowing.add(_key(lane))
            else:
                self._ready.pop(_key(lane), None)  # the account may be another one now
            self._woken.set()

        task.add_done_callback(ended)

    def _rest(self, lane: WaitingLane, until: datetime) -> datetime:
        self._resting[_key(lane)] = until
        return until


def _key(lane: WaitingLane) -> _LaneKey:
    return lane.brand_id, lane.account_id
