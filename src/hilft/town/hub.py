"""Who is listening, and what they are told once it is safely on disk."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

BACKLOG = 1_000
ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Told:
    """`payload` is JSON as text, or a bare id for `delete`. `channel` is where it was heard."""

    channel: str
    event: str
    payload: str


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream. A None in the queue ends it: its owner fell too far behind, or lost its token."""

    token: str
    queue: asyncio.Queue[Told | None] = field(default_factory=lambda: asyncio.Queue(BACKLOG + 1))
    channels: set[str] = field(default_factory=set)

    def tell(self, told: Told | None) -> None:
        if not self.queue.full():
            self.queue.put_nowait(told if self.queue.qsize() < BACKLOG else None)


class Hub:
    def __init__(self, position: Callable[[], int]) -> None:
        self._position = position
        self._listeners: dict[str, set[Listener]] = {}
        self._held: deque[tuple[int, Told]] = deque()

    def is_heard(self, channel: str) -> bool:
        return channel in self._listeners

    def tell(self, channels: Iterable[str], event: str, payload: Callable[[], str]) -> None:
        """Held until the ledger has what it speaks of; `payload` is asked only where somebody listens."""
        text: str | None = None
        for channel in channels:
            if channel in self._listeners:
                text = payload() if text is None else text
                self._held.append((self._position(), Told(channel, event, text)))

    def release(self, position: int) -> None:
        for listener in tuple(self._listeners.get(ANYTHING, ())):
            listener.tell(Told(ANYTHING, "changed", ""))
        while self._held and self._held[0][0] <= position:
            _, told = self._held.popleft()
            for listener in tuple(self._listeners.get(told.channel, ())):
                listener.tell(told)

    def listen(self, listener: Listener, channels: Iterable[str]) -> None:
        for channel in channels:
            listener.channels.add(channel)
            self._listeners.setdefault(channel, set()).add(listener)

    def unlisten(self, listener: Listener, channels: Iterable[str]) -> None:
        for channel in tuple(channels):
            listener.channels.discard(channel)
            heard = self._listeners.get(channel, set())
            heard.discard(listener)
            if not heard:
                self._listeners.pop(channel, None)

    def hang_up(self, token: str | None = None) -> None:
        """Ends the streams of one token, or all."""
        for listener in {each for heard in self._listeners.values() for each in heard}:
            if token is None or listener.token == token:
                listener.tell(None)
