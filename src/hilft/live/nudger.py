"""The sender: collects nudges, sends them about every 10 ms with one statement on a connection of its own.

Never inside the transaction that wrote: NOTIFY there holds a database-wide lock over the commit.
"""

import asyncio
import contextlib

import asyncpg
import structlog

from hilft.db import LOST, connect
from hilft.ids import BrandId
from hilft.live.contract import Topic
from hilft.live.payload import CHANNEL, pack
from hilft.problems import Problem

_log = structlog.get_logger(__name__)
_GATHER_SECONDS = 0.01
_KEPT = 10_000
"Nudges kept while the database is away; more are dropped, as everybody looks again after a reconnect."
_SEND = "select pg_notify($1, payload) from unnest($2::text[]) payload"


class Nudger:
    """Sends the first nudge at once and those of the next 10 ms together."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._conn: asyncpg.Connection | None = None
        self._waiting: dict[tuple[BrandId, Topic], None] = {}
        self._sending: asyncio.Task[None] | None = None
        self.sent = 0
        "Statements sent so far, for the metrics."

    def publish(self, brand_id: BrandId, topic: Topic, /) -> None:
        """Send soon; never blocks, never raises because of the database."""
        if len(self._waiting) < _KEPT:
            self._waiting[brand_id, topic] = None
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_all(), name="nudges")

    async def close(self) -> None:
        """Send what waits if the database is there, then let go."""
        if self._sending is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._sending, 1)
        if self._conn is not None:
            self._conn.terminate()

    async def _send_all(self) -> None:
        pause = _GATHER_SECONDS
        while self._waiting:
            batch, self._waiting = self._waiting, {}
            try:
                await self._send(list(pack(batch)))
                pause = _GATHER_SECONDS
            except (Problem, *LOST) as error:
                _log.warning("nudges could not be sent", error=str(error), waiting=len(batch))
                self._waiting = batch | self._waiting
                pause = min(pause * 2, 2.0)
            await asyncio.sleep(pause)

    async def _send(self, payloads: list[str]) -> None:
        if self._conn is None or self._conn.is_closed():
            self._conn = await connect(self._dsn)
        await self._conn.execute(_SEND, CHANNEL, payloads, timeout=5)
        self.sent += 1
