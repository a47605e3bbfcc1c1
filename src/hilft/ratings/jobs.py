"""Ask when a case has stayed solved for long enough.

Looked at are the cases solved within a window that ends where the wait begins, by their index; each is taken up by one
transaction, which writes down that it was and puts the question on its way, or neither. Reopened cases are not in
the window; one that is reopened while it is being asked about rolls the question back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from hilft.accounts import Brand, Switchboard, brands
from hilft.channels import ChannelError
from hilft.db import Connection, Pool, transaction
from hilft.ids import CaseId
from hilft.jobs import Beat
from hilft.problems import Problem, Unavailable
from hilft.ratings import store
from hilft.ratings.actions.asking import ReopenedMeanwhile, ask, leave_be
from hilft.ratings.actions.reading import settings
from hilft.ratings.model import LATE, Settings, Way

_log = structlog.get_logger("hilft.ratings")
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Questions:
    """The job of this room, built once by the app. ``origin``: under which address customers reach the desk."""

    pool: Pool
    switchboard: Switchboard
    now: Callable[[], datetime]
    origin: str

    def beats(self) -> list[Beat]:
        """Give what the work loop must run."""
        return [Beat("ratings.ask", timedelta(seconds=60), self.run)]

    async def run(self) -> None:
        """Ask whoever is to be asked now; a brand none of whose accounts asks by message costs two small queries."""
        async with transaction(self.pool) as tx:
            every = await brands(tx.conn)
        for brand in every:
            async with transaction(self.pool) as tx:
                asked = await settings(tx.conn, brand.id)
                due = await self._due(tx.conn, brand, asked) if Way.CHANNEL in asked.ways.values() else []
            for case_id in due:
                await self._ask(brand, asked, case_id)

    async def _due(self, conn: Connection, brand: Brand, asked: Settings) -> list[CaseId]:
        until = self.now() - timedelta(minutes=asked.wait_minutes)
        return await store.due_cases(conn, brand.id, until, until - LATE, _BATCH)

    async def _ask(self, brand: Brand, asked: Settings, case_id: CaseId) -> None:
        try:
            async with transaction(self.pool) as tx:
                await ask(tx, self.switchboard, self.origin, brand, asked, case_id, self.now())
        except ReopenedMeanwhile:
            return
        except Unavailable:
            raise
        except (Problem, ChannelError) as error:
            _log.warning("not asked", brand=brand.slug, why=str(error))
            async with transaction(self.pool) as tx:
                await leave_be(tx, brand.id, case_id, str(error)[:200], self.now())
