"""The job that keeps the figures; what it does stands in `hilft.reports.actions.follow`."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hilft.accounts import Brand, brands
from hilft.db import Pool, transaction
from hilft.hours import TOPIC as HOURS
from hilft.ids import BrandId
from hilft.jobs import Beat, Way
from hilft.reports.actions.editions import look_at_hours, to_advance
from hilft.reports.actions.follow import advance, begin

_AT_MOST = 2.0
"Seconds for which counting gives way."


@dataclass(frozen=True, slots=True)
class Counting:
    """The jobs of this room, built once by the app; several processes count one after the other."""

    pool: Pool
    now: Callable[[], datetime]
    way: Way = field(default_factory=Way)
    "What comes in goes before what is counted."

    def beats(self) -> list[Beat]:
        """Give what the work loop must run; no nudge wakes it, whoever asks for a figure counts the newest things first."""
        return [
            Beat("reports.follow", timedelta(seconds=10), self.run),
            Beat("reports.hours", timedelta(minutes=5), self.look_at_hours, frozenset({HOURS})),
        ]

    async def run(self) -> None:
        """Count what has happened, brand by brand."""
        async with transaction(self.pool) as tx:
            found = await brands(tx.conn)
        for brand in found:
            await self.follow(brand)

    async def look_at_hours(self) -> None:
        """Count anew what was counted by opening hours that have changed since."""
        async with transaction(self.pool) as tx:
            for brand in await brands(tx.conn):
                await look_at_hours(tx, brand, self.now())
        await self.run()

    async def follow(self, brand: Brand) -> None:
        """Count everything that has happened at one brand."""
        async with transaction(self.pool) as tx:
            editions = await to_advance(tx, brand, self.now())
        for edition_id in editions:
            await self._through(brand.id, edition_id)

    async def rebuild(self, brand: Brand) -> None:
        """Count everything anew and tell that from then on; meanwhile the old figures are told and kept."""
        async with transaction(self.pool) as tx:
            edition_id = await begin(tx, brand, self.now())
        await self._through(brand.id, edition_id)
        async with transaction(self.pool) as tx:
            await to_advance(tx, brand, self.now())

    async def _through(self, brand_id: BrandId, edition_id: uuid.UUID) -> None:
        more = True
        while more:
            await self.way.clear(_AT_MOST)
            async with transaction(self.pool) as tx:
                more = await advance(tx, brand_id, edition_id, self.now())
