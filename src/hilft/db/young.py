"""Young tables: what the planner believes of them is refreshed as they grow, not a minute later.

PostgreSQL plans for an empty table until autovacuum comes round, once a minute, and a session keeps such a plan. In a
table that looks empty every index that begins with ``brand_id`` is as good as the primary key, so each foreign key was
looked up by reading all of the brand's rows: the first burst into a new installation took longer with every message.
Restored databases begin the same way. From some thousand rows on autovacuum does well by itself.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hilft.db.pool import Pool
from hilft.db.transaction import transaction

_AT_MOST_EVERY = 2.0
"Seconds: whoever wakes us for each thing that comes in costs one look in that time."
# The counters of a table lag a second behind. Tripling: a table is looked at five times until it is grown up.
_YOUNG = """
select format('%I.%I', s.schemaname, s.relname)
  from pg_stat_user_tables s
  join pg_class c on c.oid = s.relid
 where c.reltuples < 5000 and s.n_mod_since_analyze > greatest(50, 2 * c.reltuples)
   and pg_has_role(c.relowner, 'usage')
 order by 1
"""


@dataclass(slots=True)
class YoungTables:
    """What looks after them, built once by the app; any number of processes may do so side by side."""

    pool: Pool
    clock: Callable[[], float] = time.monotonic
    _looked: float = field(default=float("-inf"), init=False)

    async def look(self) -> list[str]:
        """Analyze what has grown; give the names of these tables, none when it was just looked at."""
        if self.clock() - self._looked < _AT_MOST_EVERY:
            return []
        self._looked = self.clock()
        async with transaction(self.pool, single=True) as tx:
            grown = [row[0] for row in await tx.conn.fetch(_YOUNG)]
        for name in grown:
            async with transaction(self.pool, single=True) as tx:
                await tx.conn.execute(f"analyze (skip_locked) {name}")
        return grown
