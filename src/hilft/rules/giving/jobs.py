"""Give free cases to those here, one transaction a case.

1. Read who is here and what they have.  2. For each free case, the longest waiting first: choose; lock the chosen one's row,
which tells whether they are here still; lock the case, which tells whether it is free still; give it.  3. Somebody who left in
between is asked no more in this round, a case somebody took meanwhile is passed over. Two processes at it at the same
time wait for each other's locks in the same order, agent before case, and give no case twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hilft import cases, staff
from hilft.accounts import Brand, brands
from hilft.db import Pool, transaction
from hilft.ids import AgentId, BrandId, CaseId
from hilft.jobs import Beat
from hilft.rules.giving.model import Choice, Taker, chosen
from hilft.staff import Presence

_AT_ONCE = 200
"Cases given in one round; the next one begins with the nudge of this one."


@dataclass(frozen=True, slots=True)
class Giving:
    """The job of giving, built once by the app."""

    pool: Pool
    now: Callable[[], datetime]

    def beats(self) -> list[Beat]:
        """Give what the work loop must run: soon after something came in, or somebody came."""
        topics = frozenset({"inbox", "staff"})
        return [Beat("rules.giving", timedelta(seconds=15), self.run, topics)]

    async def run(self) -> None:
        """Give what is free, brand by brand; a brand that has not switched it on costs one small query."""
        async with transaction(self.pool) as tx:
            known = await brands(tx.conn)
        for brand in known:
            await self._look(brand)

    async def _look(self, brand: Brand) -> None:
        async with transaction(self.pool) as tx:
            rules = await staff.presence_rules(tx.conn, brand.id)
            if not rules.giving:
                return
            free = await cases.free_cases(tx.conn, brand.id, _AT_ONCE)
            here = [
                each
                for each in (await staff.presences(tx.conn, brand.id) if free else [])
                if each.presence is Presence.HERE
            ]
            loads = await cases.open_loads(tx.conn, brand.id, [each.id for each in here]) if here else {}
        takers = {each.id: Taker(each.id, loads.get(each.id, 0), each.given_at) for each in here}
        for case_id in free:
            choice = chosen(list(takers.values()), rules.most_open)
            while choice is not None and not await self._give(brand.id, case_id, choice, takers):
                choice = chosen(list(takers.values()), rules.most_open)
            if choice is None:
                return

    async def _give(
        self, brand_id: BrandId, case_id: CaseId, choice: Choice, takers: dict[AgentId, Taker]
    ) -> bool:
        """Give one case; False: whoever was chosen has left, choose again."""
        taker, now = choice.taker, self.now()
        async with transaction(self.pool) as tx:
            if not await staff.chosen_to_give(tx, brand_id, taker.id, now):
                del takers[taker.id]
                return False
            given = await cases.give(tx, brand_id, case_id, taker.id, choice.why, taker.open, now)
            if given is not None:
                takers[taker.id] = replace(taker, open=taker.open + 1, given_at=now)
            return True
