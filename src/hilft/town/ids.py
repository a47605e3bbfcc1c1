"""Numbers for everything that is born here."""

from collections.abc import Callable
from datetime import datetime

SEQUENCE_BITS = 16


class Ids:
    """Ids as Mastodon makes them: milliseconds since 1970 in the upper bits, a sequence below.

    Strictly increasing even when the clock steps back; after a restart every id seen in the ledger is left behind.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = 0

    def new(self) -> int:
        milliseconds = int(self._clock().timestamp() * 1000)
        self._last = max(self._last + 1, milliseconds << SEQUENCE_BITS)
        return self._last

    def seen(self, used: int) -> None:
        self._last = max(self._last, used)
