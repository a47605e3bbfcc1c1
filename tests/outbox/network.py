"""A network made of memory, for the outbox's tests: keeps a ledger of posts and fails as it is told."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hilft.channels import (
    Capabilities,
    Health,
    InboundEvent,
    MessageRef,
    OutboundMessage,
    Profile,
    RateLimit,
    Sent,
    Visibility,
)

START = datetime.fromisoformat("2026-11-23T09:00:00+00:00")


@dataclass
class Clock:
    """A time that moves when the test says so."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Fault:
    """What goes wrong with one send: ``error`` is raised, after the post was done where ``done``; or it hangs."""

    error: Exception | None = None
    done: bool = False
    hangs: bool = False


@dataclass
class Network:
    """The other side: one ledger, whoever is connected to it."""

    clock: Clock
    keeps_keys: timedelta = timedelta(hours=1)
    posts: list[OutboundMessage] = field(default_factory=list)
    known: dict[str, tuple[datetime, Sent]] = field(default_factory=dict)
    asked: list[OutboundMessage] = field(default_factory=list)
    looked: list[OutboundMessage] = field(default_factory=list)
    faults: defaultdict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    look_faults: list[Exception] = field(default_factory=list)
    hanging: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    busy: int = 0
    busiest: int = 0

    @property
    def texts(self) -> list[str]:
        return [post.text for post in self.posts]

    def fail(self, text: str, *faults: Fault) -> None:
        """Let the next sends of this text go wrong, one after the other."""
        self.faults[text].extend(faults)

    async def reaches(self, count: int) -> None:
        """Wait until there are that many posts; a test that waits five seconds has failed."""
        async with asyncio.timeout(5):
            while len(self.posts) < count:
                self.news.clear()
                await self.news.wait()

    def post(self, message: OutboundMessage) -> Sent:
        kept = self.known.get(message.idempotency_key)
        if kept is not None and self.clock.now < kept[0] + self.keeps_keys:
            return kept[1]
        self.posts.append(message)
        self.news.set()
        sent = Sent(MessageRef(f"post:{len(self.posts)}", (f"local:{len(self.posts)}",)), self.clock.now)
        self.known[message.idempotency_key] = (self.clock.now, sent)
        return sent


class Line:
    """A channel to that network that cannot look anything up."""

    kind = "line"
    scope = "line"

    def __init__(self, network: Network, *, key_seconds: int = 0, limit: RateLimit | None = None) -> None:
        self.network = network
        self.capabilities = Capabilities(text={}, native_idempotency_seconds=key_seconds, send_limit=limit)

    async def send(self, message: OutboundMessage) -> Sent:
        network = self.network
        network.asked.append(message)
        fault = network.faults[message.text].pop(0) if network.faults[message.text] else Fault()
        network.busy += 1
        network.busiest = max(network.busiest, network.busy)
        try:
            await asyncio.sleep(0)
            sent = network.post(message) if fault.done or (fault.error is None and not fault.hangs) else None
            if fault.hangs:
                network.hanging.set()
                await asyncio.Event().wait()
            if fault.error is not None:
                raise fault.error
        finally:
            network.busy -= 1
        assert sent is not None
        return sent

    def read(self, payload: bytes) -> Sequence[InboundEvent]:  # noqa: ARG002 - the contract's
        return []

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:  # noqa: ARG002
        return visibility.value

    async def identify(self) -> Profile:
        return Profile("line:us", "@us")

    async def profile(self, external_id: str) -> Profile:
        return Profile(external_id, external_id)

    async def examine(self) -> Health:
        return Health(ok=True)

    async def close(self) -> None:
        """Nothing is open."""


class ReadableLine(Line):
    """A channel that can look whether a message is there."""

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        self.network.looked.append(message)
        await asyncio.sleep(0)
        if self.network.look_faults:
            raise self.network.look_faults.pop(0)
        kept = self.network.known.get(message.idempotency_key)
        return kept[1] if kept else None
