"""A desk over a real database and a network in memory: people write, receipts are digested, agents act."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from hilft import accounts, cases, staff
from hilft.accounts import Account, AccountRole, Brand, Switchboard, Vault
from hilft.cases import Answer, Case, CaseState, Chores, InboxFilter, MessageRow, Replied, View
from hilft.channels import AccountConfig, Channel, Profile, PublicClient, RawItem, Surroundings, Visibility
from hilft.channels.mastodon import addressing
from hilft.channels.testing import FakeChannel, FakeNetwork, Post
from hilft.channels.testing.fake_network import raw
from hilft.db import Pool, transaction
from hilft.files import Store
from hilft.ids import DeliveryId
from hilft.intake import Digestion, receive
from hilft.outbox import Carrier, Deliverer, Delivery, find_delivery
from hilft.staff import Agent, Role

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WINDOW = timedelta(days=14)
PRIVATE, PUBLIC = Visibility.PRIVATE, Visibility.PUBLIC


@dataclass
class Clock:
    """Stands still until a test moves it."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class NamingChannel(FakeChannel):
    """The network in memory with Mastodon's manner of naming people in the text."""

    def full_text(self, text: str, recipient: Profile | None) -> str:
        return addressing.full_text(text, recipient, "fake.example")

    def others_named(self, text: str, recipient: Profile | None) -> tuple[str, ...]:
        return addressing.others_named(text, recipient, "fake.example")

    def without_others(self, text: str, recipient: Profile | None) -> str:
        return addressing.without_others(text, recipient, "fake.example")


@dataclass
class World:
    """One brand with a service and a main account, Romina and Kai; the network; the clock."""

    pool: Pool
    folder: Path
    clock: Clock = field(default_factory=Clock)
    network: FakeNetwork = field(init=False)
    switchboard: Switchboard = field(init=False)
    brand: Brand = field(init=False)
    service: Account = field(init=False)
    main: Account = field(init=False)
    romina: Agent = field(init=False)
    kai: Agent = field(init=False)

    def __post_init__(self) -> None:
        self.network = FakeNetwork(self.clock, remembers=3600)
        self.vault = Vault(["a key of a test that is long enough for it"])

    async def open(self, http: PublicClient) -> "World":
        outside = Surroundings(httpx.AsyncClient(), self.clock)
        self.switchboard = Switchboard(self.pool, self.vault, outside, self._build)
        self.http = http
        self.brand = await self.found("wattkabel")
        self.service = await self.account("hilft", AccountRole.SERVICE)
        self.main = await self.account("wattkabel", AccountRole.MAIN)
        self.romina, self.kai = await self.hire("romina", "ro"), await self.hire("kai", "ka")
        return self

    def _build(self, _kind: str, config: AccountConfig, _outside: Surroundings) -> Channel:
        return NamingChannel(self.network, config.settings["me"])

    async def found(self, slug: str) -> Brand:
        async with transaction(self.pool) as tx:
            return await accounts.create_brand(
                tx, slug=slug, name=slug.title(), zone="Europe/Berlin", language="de", now=START
            )

    async def account(self, name: str, role: AccountRole, brand: Brand | None = None) -> Account:
        async with transaction(self.pool) as tx:
            return await accounts.add_account(
                tx, self.vault, (brand or self.brand).id, channel="fake", profile=self.network.person(name),
                scope="fake", role=role, settings={"me": name}, secrets={"token": "t"}, now=START,
            )  # fmt: skip

    async def hire(self, login: str, initials: str, brand: Brand | None = None) -> Agent:
        async with transaction(self.pool) as tx:
            return await staff.add_agent(
                tx, (brand or self.brand).id, login=login, name=login.title(), initials=initials,
                role=Role.AGENT, password="Deichgraf-17", now=START,
            )  # fmt: skip

    # The network ------------------------------------------------------------------------------------------------

    def post(
        self,
        who: str,
        text: str,
        parent: Post | str | None = None,
        *,
        to: Sequence[str] = ("hilft",),
        visibility: Visibility = PUBLIC,
    ) -> Post:
        """Let somebody write, a second after whatever was written before."""
        self.clock.forward(seconds=1)
        people = [self.network.person(each) for each in to]
        return self.network.post(
            self.network.person(who), text, to=people, parent=parent, visibility=visibility
        )

    def item(self, post: Post, account: Account | None = None, kind: str = "message") -> RawItem:
        """Give the receipt of a post as an account's channel delivers it."""
        me = (account or self.service).external_id
        return raw(kind, post, me, self.network.people[post.author])

    # The way in -------------------------------------------------------------------------------------------------

    async def deliver(self, *posts: Post, account: Account | None = None, kind: str = "message") -> None:
        """Keep the receipts of these posts, in this order, and digest them."""
        async with transaction(self.pool) as tx:
            items = [self.item(post, account, kind) for post in posts]
            await receive(tx, account or self.service, items, self.clock())
        await self.digest()

    @property
    def digestion(self) -> Digestion:
        return Digestion(self.pool, self.switchboard, self.clock, WINDOW, Store(self.folder))

    async def digest(self) -> None:
        await self.digestion.digest(self.brand.id)

    async def hear(
        self,
        text: str,
        who: str = "otto",
        parent: Post | str | None = None,
        *,
        to: Sequence[str] = ("hilft",),
        visibility: Visibility = PUBLIC,
    ) -> Post:
        """Let somebody write, and the desk hear of it at once."""
        post = self.post(who, text, parent, to=to, visibility=visibility)
        own = {self.service.external_id: self.service, self.main.external_id: self.main}
        await self.deliver(post, account=own.get(post.author))
        return post

    # What agents see --------------------------------------------------------------------------------------------

    async def cases(self, view: View = View.ALL, agent: Agent | None = None) -> list[Case]:
        """Give the cases of a view, the oldest first."""
        agent = agent or self.romina
        async with self.pool.acquire() as conn:
            page = await cases.page(conn, agent, InboxFilter(view), None, 200)
            found = [await cases.find(conn, agent, row.code) for row in page.rows]
        return sorted(found, key=lambda case: case.id)

    async def only(self) -> Case:
        (case,) = await self.cases()
        return case

    async def case(self, code: str) -> Case:
        async with self.pool.acquire() as conn:
            return await cases.find(conn, self.romina, code)

    async def talk(self, case: Case) -> list[MessageRow]:
        async with self.pool.acquire() as conn:
            return await cases.conversation(conn, self.romina, case)

    async def texts(self, case: Case) -> list[str]:
        return [row.spoken.text for row in await self.talk(case)]

    async def history(self, case: Case) -> list[str]:
        async with self.pool.acquire() as conn:
            return [line.kind for line in reversed(await cases.history(conn, self.romina, case))]

    # What agents do ---------------------------------------------------------------------------------------------

    async def reply(self, case: Case, answer: str | Answer, agent: Agent | None = None) -> Replied:
        """Answer, in public unless said otherwise, a second later and without time to undo."""
        self.clock.forward(seconds=1)
        if isinstance(answer, str):
            answer = Answer(answer, PUBLIC, hold_seconds=0)
        async with transaction(self.pool) as tx:
            return await cases.reply(
                tx, self.switchboard, agent or self.romina, case.code, answer, self.clock()
            )

    async def send(self) -> None:
        """Let the outbox send what is due, and the cases take in what became of it."""
        carrier = Carrier(self.pool, self.switchboard, Store(self.folder), self.clock, lambda: 0.5)
        await Deliverer(carrier).deliver_due()
        await self.chores.take_outcomes(self.brand.id)

    @property
    def chores(self) -> Chores:
        return Chores(self.pool, self.http, Store(self.folder), self.clock, WINDOW, timedelta(days=1))

    async def solve(self, case: Case) -> Case:
        self.clock.forward(seconds=1)
        async with transaction(self.pool) as tx:
            return await cases.solve(tx, self.romina, case.code, self.clock())

    async def delivery(self, delivery_id: DeliveryId) -> Delivery:
        async with self.pool.acquire() as conn:
            found = await find_delivery(conn, self.brand.id, delivery_id)
        assert found is not None
        return found

    async def state_of(self, case: Case) -> CaseState:
        return (await self.case(case.code)).state


def a_key() -> str:
    return uuid.uuid4().hex
