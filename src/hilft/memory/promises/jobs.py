"""What happens to promises by themselves: a loop that sleeps until the next one is due, or until one is made."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

import structlog

from hilft.accounts import brands
from hilft.db import Pool, transaction
from hilft.memory.promises import store
from hilft.memory.promises.actions import TOPIC, look_at_due
from hilft.problems import Unavailable

_BATCH = 100
_LONGEST_SLEEP = 30.0
"Seconds: a nudge may be lost, and clocks of machines differ."
_log = structlog.get_logger(__name__)


class Reminder:
    """Warns before promises are due and calls them broken when their time has passed; any number may run."""

    topics: frozenset[str] = frozenset({TOPIC})

    def __init__(self, pool: Pool, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._now = now
        self._stir = asyncio.Event()
        self._stopping = False

    def wake(self, _topic: str = TOPIC) -> None:
        """Look now."""
        self._stir.set()

    async def run(self) -> None:
        """Look until stopped."""
        while not self._stopping:
            self._stir.clear()
            pause = await self._round()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stir.wait(), pause)

    async def stop(self, _seconds: float) -> None:
        """End after the round that runs."""
        self._stopping = True
        self._stir.set()

    async def look(self) -> datetime | None:
        """Do what is due in every brand; gives when to look again."""
        async with transaction(self._pool) as tx:
            found = await brands(tx.conn)
        following = []
        for brand in found:
            more = True
            while more:
                async with transaction(self._pool) as tx:
                    more = await look_at_due(tx, brand.id, self._now(), _BATCH) == _BATCH
                    at = await store.next_look(tx.conn, brand.id)
            following += [at] if at is not None else []
        return min(following, default=None)

    async def _round(self) -> float:
        try:
            following = await self.look()
        except Unavailable as problem:
            _log.warning("promises wait for the database", problem=str(problem))
            return _LONGEST_SLEEP
        except Exception:  # noqa: BLE001 - it looks again
            _log.exception("looking after promises failed")
            return _LONGEST_SLEEP
        left = (following - self._now()).total_seconds() if following else _LONGEST_SLEEP
        return min(max(left, 0.2), _LONGEST_SLEEP)
