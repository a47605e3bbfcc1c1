"""Who goes first in a process: what somebody waits for at this moment before what can wait a little."""

import asyncio
import contextlib
from collections.abc import Iterator


class Way:
    """One processor's right of way. Whoever is in a hurry takes it; whoever is not waits a moment until it is clear."""

    def __init__(self) -> None:
        self._taken = 0
        self._clear = asyncio.Event()
        self._clear.set()

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Go first as long as the block lasts; several may at once."""
        self._taken += 1
        self._clear.clear()
        try:
            yield
        finally:
            self._taken -= 1
            if not self._taken:
                self._clear.set()

    async def clear(self, seconds: float) -> None:
        """Wait until nobody goes first, at most so long: what can wait must come round all the same."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._clear.wait(), seconds)
