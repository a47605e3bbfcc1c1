"""Rows rendered once and shared by all streams that see the same (house.md, rule 7)."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from time import monotonic

from markupsafe import Markup

_MOST = 64
"Lists kept; each is about 30 KB."


@dataclass(frozen=True, slots=True)
class _Made:
    started: float
    result: asyncio.Future[Markup]


class Shared:
    """A list may be shared when its reading began after the nudge one was woken by: then it cannot be too old.

    Both times are ``time.monotonic()``.
    """

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, _Made] = OrderedDict()

    async def get(self, key: Hashable, woken: float, make: Callable[[], Awaitable[Markup]]) -> Markup:
        made = self._made.get(key)
        if made is None or made.started < woken:
            return await self._make(key, make)
        try:
            return await asyncio.shield(made.result)
        except asyncio.CancelledError:
            if not made.result.cancelled():
                raise
            return await make()  # the other one left in the middle of it

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[Markup]]) -> Markup:
        started = monotonic()
        result: asyncio.Future[Markup] = asyncio.get_running_loop().create_future()
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


SHARED = Shared()
