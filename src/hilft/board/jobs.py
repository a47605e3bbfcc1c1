"""Keep new cases by the hour.

Whole hours only, counted again for two days back, because networks tell of some words late; whoever counts twice writes
the same. The first look at a brand counts everything that is asked for later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hilft.accounts import brands
from hilft.board import store
from hilft.board.model import WEEKS
from hilft.db import Pool, transaction
from hilft.ids import BrandId
from hilft.jobs import Beat

_KEEP = timedelta(weeks=WEEKS, days=8)
_AGAIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The job of this room, built once by the app."""

    pool: Pool
    now: Callable[[], datetime]

    def beats(self) -> list[Beat]:
        """Give what the work loop must run."""
        return [Beat("board.arrivals", timedelta(minutes=5), self.run)]

    async def run(self) -> None:
        """Count the hours that are over, brand by brand."""
        async with transaction(self.pool) as tx:
            known = await brands(tx.conn)
        for brand in known:
            await self.keep(brand.id)

    async def keep(self, brand_id: BrandId) -> None:
        """Count the hours of one brand."""
        now = self.now()
        this_hour = now.replace(minute=0, second=0, microsecond=0)
        async with transaction(self.pool) as tx:
            kept = await store.kept_from_to(tx.conn, brand_id)
            back = _AGAIN if kept.last else _KEEP
            start = min(kept.last or this_hour, this_hour) - back
            await store.keep_arrivals(tx.conn, brand_id, start, this_hour)
            await store.forget_arrivals(tx.conn, brand_id, now - _KEEP)
