"""Wait for what another program does, of which nobody tells us."""

import asyncio
from collections.abc import Callable


async def until(look: Callable[[], bool], seconds: float) -> None:
    """Return as soon as ``look`` says so; raises ``TimeoutError``."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 - a process, a file, a socket of somebody else: there is no event
            await asyncio.sleep(0.01)
