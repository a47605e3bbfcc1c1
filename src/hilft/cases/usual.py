"""How long a first answer usually takes: computed by a beat, kept in one row, read by the public page."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from hilft.accounts import brands
from hilft.cases.store.usual import FirstAnswer, first_answers, keep_usual_answer, usual_answer
from hilft.db import Connection, Pool, transaction
from hilft.hours import Calendar, calendar_of
from hilft.ids import AccountId, BrandId
from hilft.jobs import Beat

WITHIN = timedelta(days=7)
_SOON = timedelta(seconds=10)
_SELDOM = timedelta(minutes=5)
_FEW = 1000
"So many answers a week are counted again at once; more of them change their median slowly."
_BREATH = 500


@dataclass(frozen=True, slots=True)
class UsualAnswers:
    """The job that keeps it, built once by the app."""

    pool: Pool
    now: Callable[[], datetime]

    def beats(self) -> list[Beat]:
        """Give what the work loop must run; a nudge has it look early, how often it computes it decides itself."""
        return [Beat("cases.usual_answer", timedelta(seconds=30), self.run, frozenset({"inbox"}))]

    async def run(self) -> None:
        """Compute it anew for every brand whose figure has become old."""
        async with transaction(self.pool) as tx:
            known = await brands(tx.conn)
        for brand in known:
            await self.look(brand.id)

    async def look(self, brand_id: BrandId) -> None:
        """Compute it for one brand, unless it was just done."""
        now = self.now()
        async with transaction(self.pool) as tx:
            kept = await usual_answer(tx.conn, brand_id)
            if kept is not None and now < kept.computed_at + (_SOON if kept.answers < _FEW else _SELDOM):
                return
            found = await first_answers(tx.conn, brand_id, now - WITHIN)
            calendars = await _calendars(tx.conn, brand_id, found)
        minutes = await _minutes(found, calendars)
        async with transaction(self.pool) as tx:
            middle = median(minutes) if minutes else None
            await keep_usual_answer(tx.conn, brand_id, middle, len(minutes), now)


async def _calendars(
    conn: Connection, brand_id: BrandId, found: list[FirstAnswer]
) -> dict[AccountId, Calendar]:
    accounts = {each.account_id for each in found}
    return {account_id: await calendar_of(conn, brand_id, account_id) for account_id in accounts}


async def _minutes(found: list[FirstAnswer], calendars: dict[AccountId, Calendar]) -> list[Decimal]:
    minutes: list[Decimal] = []
    for number, each in enumerate(found):
        minutes.append(calendars[each.account_id].minutes_between(each.asked_at, each.answered_at))
        if number % _BREATH == 0:
            await asyncio.sleep(0)  # whoever waits for a page goes first
    return minutes
