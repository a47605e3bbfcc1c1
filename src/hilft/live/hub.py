"""The hub: one listening connection per process, fanned out in memory to everybody who waits."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Collection

import asyncpg

from hilft.ids import BrandId
from hilft.live.contract import Subscription, Topic
from hilft.live.link import keep
from hilft.live.nudger import Nudger
from hilft.live.payload import CHANNEL, unpack

_FIRST_TRY_SECONDS = 2.0


class Hub:
    """``Fanout`` over PostgreSQL's NOTIFY; also the ``Nudges`` of a pool: ``pool.nudges = hub``."""

    def __init__(self) -> None:
        self._waiting: defaultdict[tuple[BrandId | None, Topic], set[Subscription]] = defaultdict(set)
        self._nudger: Nudger | None = None
        self._listening: asyncio.Task[None] | None = None
        self._heard = asyncio.Event()

    async def start(self, dsn: str) -> None:
        """Listen, and come back when the connection is lost; a database that is away now is waited for later."""
        self._nudger = Nudger(dsn)
        self._listening = asyncio.create_task(keep(dsn, self._listen), name="live")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), _FIRST_TRY_SECONDS)

    def publish(self, brand_id: BrandId, topic: Topic, /) -> None:
        """Tell every process, this one too, that a topic of the brand changed; call only after the commit."""
        if self._nudger is None:
            raise RuntimeError("the hub was not started")
        self._nudger.publish(brand_id, topic)

    @contextlib.asynccontextmanager
    async def subscribe(
        self, brand_id: BrandId | None, topics: Collection[Topic]
    ) -> AsyncIterator[Subscription]:
        """Wait for some topics of a brand; without a brand, of every one."""
        subscription = Subscription()
        keys = {(brand_id, topic) for topic in topics}
        for key in keys:
            self._waiting[key].add(subscription)
        try:
            yield subscription
        finally:
            for key in keys:
                self._waiting[key].discard(subscription)
                if not self._waiting[key]:
                    del self._waiting[key]

    async def close(self) -> None:
        """Send what waits, then end every subscription."""
        if self._nudger is not None:
            await self._nudger.close()
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        for subscription in self._everybody():
            subscription.close()

    async def _listen(self, conn: asyncpg.Connection) -> None:
        await conn.add_listener(CHANNEL, self._hear)
        self._heard.set()
        for subscription in self._everybody():
            subscription.look_again()

    def _hear(self, _conn: object, _pid: int, _channel: str, payload: object) -> None:
        for brand_id, topic in unpack(str(payload)):
            for key in ((brand_id, topic), (None, topic)):
                for subscription in self._waiting.get(key, ()):
                    subscription.tell(topic)

    def _everybody(self) -> set[Subscription]:
        return {subscription for several in self._waiting.values() for subscription in several}
