"""A brand with two accounts on a network in memory, somebody who leads, and the two workers that carry announcements."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hilft import accounts, news, staff
from hilft.accounts import Account, AccountRole, Brand, Switchboard, Vault
from hilft.channels import AccountConfig, Capabilities, PublicClient, Surroundings
from hilft.channels.testing import FakeChannel, FakeNetwork
from hilft.db import Pool, transaction
from hilft.files import Store
from hilft.jobs import Job
from hilft.news import Announcement, Kind, Posting, Shown
from hilft.outbox import Carrier, Deliverer
from hilft.staff import Agent, Role

EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LONG = "x" * 281


@dataclass
class Clock:
    at: datetime = EIGHT

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


class Whisper(FakeChannel):
    """A network on which one writes to people only."""

    @property
    def capabilities(self) -> Capabilities:
        return replace(super().capabilities, publishes=False)


@dataclass
class Room:
    """What the tests hold in their hands; ``networks`` by the name of the account."""

    pool: Pool
    files: Store
    brand: Brand
    lead: Agent
    clock: Clock
    networks: dict[str, FakeNetwork]
    accounts: dict[str, Account] = field(default_factory=dict)
    switchboard: Switchboard = field(init=False)
    whispering: set[str] = field(default_factory=set)
    "Accounts whose network knows no words for everybody."

    def build(self, _kind: str, config: AccountConfig, _outside: Surroundings) -> FakeChannel:
        name = config.settings["me"]
        kind = Whisper if name in self.whispering else FakeChannel
        return kind(self.networks[name], name)

    @property
    def posting(self) -> Posting:
        return Posting(self.pool, self.switchboard, self.clock)

    async def carry(self, times: int = 1) -> None:
        """Let both workers do what is due."""
        carrier = Carrier(self.pool, self.switchboard, self.files, self.clock, lambda: 0.5)
        for _ in range(times):
            await Deliverer(carrier).deliver_due()
            await self.posting.tend()

    async def announce(self, *names: str, **more: Any) -> Announcement:
        """Announce on these accounts; ``own``: their own texts by name."""
        own = more.pop("own", {})
        chosen = {self.accounts[name].id: own.get(name, "") for name in names}
        words: dict[str, Any] = {
            "kind": Kind.NEWS, "title": "Wartung", "text": "Von 2 bis 4 Uhr.", "publish_at": None,
        } | more  # fmt: skip
        async with transaction(self.pool) as tx:
            return await news.announce(
                tx, self.switchboard, self.lead, now=self.clock(), chosen=chosen, **words
            )

    async def change(self, made: Announcement, **more: Any) -> Announcement:
        words: dict[str, Any] = {"title": None, "text": None, "publish_at": None} | more
        async with transaction(self.pool) as tx:
            return await news.change(tx, self.switchboard, self.lead, made.id, now=self.clock(), **words)

    async def withdraw(self, made: Announcement) -> None:
        async with transaction(self.pool) as tx:
            await news.withdraw(tx, self.lead, made.id, self.clock())

    async def its_time(self, made: Announcement) -> None:
        """Let the job of its time run."""
        payload = {"announcement": str(made.id)}
        job = Job(self.brand.id, uuid.uuid4(), "news.publish", None, payload, self.clock(), 1, uuid.uuid4())
        async with transaction(self.pool) as tx:
            await self.posting.publish(tx, job)

    async def shown(self, made: Announcement) -> list[Shown]:
        async with self.pool.acquire() as conn:
            found = await news.posts_of(conn, self.switchboard, self.brand.id, [made.id])
        return found.get(made.id, [])

    async def states(self, made: Announcement) -> dict[str, str]:
        """Give how it stands by the name of the account."""
        return {
            each.account.handle.partition("@fake")[0].removeprefix("@"): each.state.value
            for each in await self.shown(made)
        }

    def said(self, name: str = "desk") -> list[str]:
        """Give what stands on an account's network."""
        return [post.text for post in self.networks[name].posts.values()]


@pytest.fixture
async def room(pool: Pool, tmp_path: Path) -> AsyncIterator[Room]:
    clock = Clock()
    networks = {name: FakeNetwork(clock) for name in ("desk", "news")}
    async with transaction(pool) as tx:
        brand = await accounts.create_brand(
            tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=EIGHT
        )
        lead = await staff.add_agent(
            tx, brand.id, login="hauke", name="Hauke", initials="ha", role=Role.LEAD,
            password="Deichgraf-17", now=EIGHT,
        )  # fmt: skip
    made = Room(pool, Store(tmp_path), brand, lead, clock, networks)
    vault = Vault(["a key of a test that is long enough for it"])
    async with PublicClient() as http:
        made.switchboard = Switchboard(pool, vault, Surroundings(http, clock), made.build)
        for name, network in networks.items():
            async with transaction(pool) as tx:
                made.accounts[name] = await accounts.add_account(
                    tx, vault, brand.id, channel="fake", profile=network.person(name), scope=f"fake-{name}",
                    role=AccountRole.SERVICE, settings={"me": name}, secrets={}, now=EIGHT,
                )  # fmt: skip
        yield made
        await made.switchboard.close()
