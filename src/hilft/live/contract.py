"""What stands between those who change something and those who wait: three methods, so that another carrier fits."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from hilft.ids import BrandId

Topic: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Wake:
    """What changed since the last wake.

    ``again``: nudges may have been missed (the connection was lost), so everything has to be looked at again.
    """

    topics: frozenset[Topic]
    again: bool = False


class Subscription:
    """One who waits; nudges between two looks come together as one ``Wake``, however many they were."""

    def __init__(self) -> None:
        self._topics: set[Topic] = set()
        self._again = False
        self._closed = False
        self._stir = asyncio.Event()

    async def wait(self) -> Wake:
        """Wait for the next change; raises ``StopAsyncIteration`` once the hub is closed."""
        await self._stir.wait()
        if self._closed:
            raise StopAsyncIteration
        self._stir.clear()
        wake = Wake(frozenset(self._topics), self._again)
        self._topics.clear()
        self._again = False
        return wake

    def __aiter__(self) -> AsyncIterator[Wake]:
        return self

    __anext__ = wait

    def tell(self, topic: Topic) -> None:
        """Note a change."""
        self._topics.add(topic)
        self._stir.set()

    def look_again(self) -> None:
        """Note that changes may have been missed."""
        self._again = True
        self._stir.set()

    def close(self) -> None:
        self._closed = True
        self._stir.set()


class Fanout(Protocol):
    """A carrier of nudges: PostgreSQL's NOTIFY here, NATS where many processes need it."""

    def publish(self, brand_id: BrandId, topic: Topic, /) -> None:
        """Send soon, together with others; never blocks, never raises because of the carrier."""
        ...

    def subscribe(
        self, brand_id: BrandId | None, topics: Collection[Topic]
    ) -> AbstractAsyncContextManager[Subscription]:
        """Wait for some topics of a brand; without a brand, of every one."""
        ...

    async def close(self) -> None: ...
