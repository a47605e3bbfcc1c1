"""Rows rendered once and shared by all streams that see the same (house.md, rule 7)."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

_MOST = 64
"Lists kept; each is about 30 KB."


@dataclass(frozen=True, slots=True)
class _Made(Generic[Thing]):
    started: float
    result: asyncio.Future[Thing]


class Shared(Generic[Thing]):
    """A list may be shared when its reading began after the nudge one was woken by: then it cannot be too old.

    Both times are ``time.monotonic()``.
    """

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, _Made[Thing]] = OrderedDict()

    async def get(
        self, key: Hashable, woken: float, make: Callable[[], Awaitable[Thing]], *, wait: bool = True
    ) -> Thing:
        """Give what was made since ``woken``, else make it.

        ``wait=False``: take only what is ready. Whoever holds a connection must not wait for one who needs another.
        """
        made = self._made.get(key)
        if made is None or made.started < woken or not (wait or made.result.done()):
            return await self._make(key, make)
        try:
            return await asyncio.shield(made.result)
        except asyncio.CancelledError:
            if not made.result.cancelled():
                raise
            return await self.get(key, woken, make, wait=wait)  # the other one left in the middle of it

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[Thing]]) -> Thing:
        started = monotonic()
        result: asyncio.Future[Thing] = asyncio.get_running_loop().create_future()
        self._made[key] = _Made(started, result)
        self._made.move_to_end(key)
        if len(self._made) > _MOST:
            self._made.popitem(last=False)
        try:
            made = await make()
        except BaseException:
            result.cancel()
            if (mine := self._made.get(key)) is not None and mine.result is result:
                del self._made[key]
            raise
        result.set_result(made)
        return made
