"""What comes round: each beat in a task of its own, at its pace, woken early by a nudge, never twice at once."""

import asyncio
import contextlib
from collections.abc import Iterable
from random import Random

import structlog

from hilft.jobs.model import Beat
from hilft.problems import Unavailable

_log = structlog.get_logger(__name__)


async def let_end(tasks: Iterable[asyncio.Task[None]], seconds: float) -> None:
    """Wait for the tasks, cut off what has not ended in time."""
    waiting = set(tasks)
    if waiting:
        _, late = await asyncio.wait(waiting, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


class Beats:
    """The beats of one work loop."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._beats: dict[str, tuple[Beat, asyncio.Event]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(topic for beat, _ in self._beats.values() for topic in beat.topics)

    def add(self, beat: Beat) -> None:
        if beat.name in self._beats:
            raise ValueError(f"there is already a beat called {beat.name}")
        self._beats[beat.name] = (beat, asyncio.Event())

    def wake(self, topic: str) -> None:
        for beat, stir in self._beats.values():
            if topic in beat.topics:
                stir.set()

    def start(self) -> None:
        self._stopping = False
        self._tasks = [
            asyncio.create_task(self._go_round(beat, stir), name=f"beat {beat.name}")
            for beat, stir in self._beats.values()
        ]

    async def stop(self, seconds: float) -> None:
        """Let what runs end, then cut it off."""
        self._stopping = True
        for _, stir in self._beats.values():
            stir.set()
        await let_end(self._tasks, seconds)

    async def _go_round(self, beat: Beat, stir: asyncio.Event) -> None:
        while not self._stopping:
            stir.clear()
            try:
                await beat.run()
            except Unavailable as problem:
                _log.warning("a beat waits for the database", beat=beat.name, problem=str(problem))
            except Exception:  # noqa: BLE001 - it comes round again
                _log.exception("a beat failed", beat=beat.name)
            # Several processes that started together must not beat together.
            pause = beat.every.total_seconds() * self._random.uniform(0.9, 1.1)
            if not self._stopping:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stir.wait(), pause)
