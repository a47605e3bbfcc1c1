"""A whole desk around the brand's account on the real network: posts come in, become cases, are answered and leave."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from hilft import accounts, cases, channels, staff
from hilft.accounts import Account, AccountRole, Brand, Switchboard, Vault
from hilft.cases import Answer, Case, Chores, InboxFilter, MessageRow, Replied, View
from hilft.channels import Cursor, PublicClient, Surroundings, Visibility
from hilft.channels.bluesky import Bluesky
from hilft.db import Pool, transaction
from hilft.files import Store
from hilft.intake import Digestion, ThreadJob, receive
from hilft.jobs import Job
from hilft.outbox import Carrier, Deliverer
from hilft.staff import Agent, Role
from tests.channels.bluesky.town import PASSWORD, Person, Town, until

WINDOW = timedelta(days=14)
PAGE = "https://wattkabel.example/kontakt"
KEY = "a key of a test that is long enough for it"


@dataclass
class Desk:
    """One brand with one account; Romina answers. ``ahead``: how far its clock is ahead of the network's."""

    pool: Pool
    folder: Path
    town: Town
    service: Person
    outside: Surroundings
    http: PublicClient
    ahead: timedelta = timedelta()
    cursor: Cursor | None = None
    brand: Brand = field(init=False)
    account: Account = field(init=False)
    romina: Agent = field(init=False)
    switchboard: Switchboard = field(init=False)
    vault: Vault = field(default_factory=lambda: Vault([KEY]))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def open(
        self, brand: Brand | None = None, romina: Agent | None = None, password: str = PASSWORD
    ) -> "Desk":
        """Found the brand, or move in with one that is there; add the account as an administrator would."""
        self.switchboard = Switchboard(self.pool, self.vault, self.outside)
        if brand is None or romina is None:
            async with transaction(self.pool) as tx:
                brand = await accounts.create_brand(
                    tx,
                    slug="wattkabel",
                    name="Wattkabel",
                    zone="Europe/Berlin",
                    language="de",
                    now=self.now(),
                )
                romina = await staff.add_agent(
                    tx, brand.id, login="romina", name="Romina Harms", initials="ro", role=Role.AGENT,
                    password="Deichgraf-17", now=self.now(),
                )  # fmt: skip
        self.brand, self.romina = brand, romina
        given = {
            "handle": self.service.handle,
            "password": password,
            "service": self.town.pds,
            "private": PAGE,
        }
        wanted = accounts.wanted(channels.manifest("bluesky"), AccountRole.SERVICE, given)
        tried = await accounts.try_out(self.pool, self.vault, self.outside, brand.id, wanted)
        async with transaction(self.pool) as tx:
            self.account = await accounts.keep_tried(tx, self.vault, brand.id, tried, self.now())
        return self

    async def close(self) -> None:
        await self.switchboard.close()

    @property
    def store(self) -> Store:
        return Store(self.folder)

    async def channel(self) -> Bluesky:
        found = await self.switchboard.channel_of(self.account)
        assert isinstance(found, Bluesky)
        return found

    async def fetch(self) -> None:
        """Pull everything, keep it, digest it."""
        channel, complete = await self.channel(), False
        while not complete:
            page = await channel.pull(self.cursor, 80)
            async with transaction(self.pool) as tx:
                await receive(tx, self.account, page.items, self.now())
            self.cursor, complete = page.next_cursor, page.complete
        await Digestion(self.pool, self.switchboard, self.now, WINDOW, self.store).digest(self.brand.id)

    async def look_again(self, *names: str) -> None:
        """Ask the network whether these posts are still there."""
        items = await (await self.channel()).look_again(
            [channels.MessageRef(name, (name,)) for name in names]
        )
        async with transaction(self.pool) as tx:
            await receive(tx, self.account, items, self.now())
        await Digestion(self.pool, self.switchboard, self.now, WINDOW, self.store).digest(self.brand.id)

    async def read_threads(self) -> None:
        """Read what surrounds the messages whose parents nobody delivered."""
        async with self.pool.acquire() as conn:
            rows = await conn.fetch("select * from jobs where kind = 'intake.read_thread'")
        for row in rows:
            job = Job(
                self.brand.id, row["id"], row["kind"], row["key"], row["payload"], row["run_at"], 1, uuid4()
            )
            await ThreadJob(self.pool, self.switchboard, self.now).run(job)
        await Digestion(self.pool, self.switchboard, self.now, WINDOW, self.store).digest(self.brand.id)

    async def heard(self, text: str) -> Case:
        """Fetch until a message with these words is in a case, and give that case."""

        async def look() -> Case | None:
            await self.fetch()
            for case in await self.cases():
                if any(text in each.text for each in await self.messages(case)):
                    return case
            return None

        return await until(look)

    async def cases(self) -> list[Case]:
        """Give all cases, the oldest first."""
        async with self.pool.acquire() as conn:
            page = await cases.page(conn, self.romina, InboxFilter(View.ALL), None, 200)
            found = [await cases.find(conn, self.romina, row.code) for row in page.rows]
        return sorted(found, key=lambda case: case.opened_at)

    async def only_case(self) -> Case:
        [case] = await self.cases()
        return case

    async def messages(self, case: Case) -> list[MessageRow]:
        async with self.pool.acquire() as conn:
            return await cases.conversation(conn, self.romina, case)

    async def texts(self, case: Case) -> list[str]:
        return [message.text for message in await self.messages(case)]

    async def reply(self, case: Case, text: str, visibility: Visibility = Visibility.PUBLIC) -> Replied:
        answer = Answer(text, visibility, hold_seconds=0)
        async with transaction(self.pool) as tx:
            return await cases.reply(tx, self.switchboard, self.romina, case.code, answer, self.now())

    async def join(self, case: Case, into: Case) -> Case:
        async with transaction(self.pool) as tx:
            return await cases.join(tx, self.romina, case.code, into.code, self.now())

    async def send(self) -> None:
        """Let the outbox send what is due, and the cases take in what became of it."""
        carrier = Carrier(self.pool, self.switchboard, self.store, self.now, lambda: 0.5)
        await Deliverer(carrier).deliver_due()
        chores = Chores(self.pool, self.http, self.store, self.now, WINDOW, timedelta(days=1))
        await chores.take_outcomes(self.brand.id)

    async def as_it_is(self) -> Account:
        async with self.pool.acquire() as conn:
            return await accounts.account(conn, self.brand.id, self.account.id)
