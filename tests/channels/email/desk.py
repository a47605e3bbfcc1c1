"""A whole desk around the brand's real mailbox: mails come in, become cases, are answered and leave."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hilft import accounts, cases, staff
from hilft.accounts import Account, AccountRole, Brand, Switchboard, Vault
from hilft.cases import Answer, Case, Chores, InboxFilter, MessageRow, Replied, View
from hilft.channels import Cursor, PublicClient, Surroundings, Visibility
from hilft.channels.email import Email
from hilft.db import Pool, transaction
from hilft.files import Store
from hilft.intake import Digestion, receive
from hilft.outbox import Carrier, Deliverer
from hilft.staff import Agent, Role
from tests.channels.email.office import Office, config

WINDOW = timedelta(days=14)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class MailDesk:
    """One brand with one mailbox; Romina answers."""

    pool: Pool
    folder: Path
    office: Office
    outside: Surroundings
    http: PublicClient
    brand: Brand = field(init=False)
    account: Account = field(init=False)
    romina: Agent = field(init=False)
    switchboard: Switchboard = field(init=False)
    cursor: Cursor | None = None
    ahead: timedelta = timedelta()
    "By how much the outbox's clock is ahead: what waits for minutes is due at once."

    async def open(self, **settings: str) -> "MailDesk":
        vault = Vault(["a key of a test that is long enough for it"])
        self.switchboard = Switchboard(self.pool, vault, self.outside)
        told = config(self.office.post, **settings)
        channel = Email(told, self.outside)
        async with transaction(self.pool) as tx:
            self.brand = await accounts.create_brand(
                tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=now()
            )
            self.account = await accounts.add_account(
                tx, vault, self.brand.id, channel="email", profile=await channel.identify(), scope=channel.scope,
                role=AccountRole.SERVICE, settings=told.settings, secrets=told.secrets, now=now(),
            )  # fmt: skip
            self.romina = await staff.add_agent(
                tx, self.brand.id, login="romina", name="Romina Harms", initials="ro", role=Role.AGENT,
                password="Deichgraf-17", now=now(),
            )  # fmt: skip
        await channel.close()
        return self

    async def close(self) -> None:
        await self.switchboard.close()

    @property
    def store(self) -> Store:
        return Store(self.folder)

    async def channel(self) -> Email:
        found = await self.switchboard.channel_of(self.account)
        assert isinstance(found, Email)
        return found

    async def fetch(self) -> None:
        """Pull everything, keep it, digest it."""
        mailbox = await self.channel()
        while True:
            page = await mailbox.pull(self.cursor, 80)
            async with transaction(self.pool) as tx:
                await receive(tx, self.account, page.items, now())
            self.cursor = page.next_cursor
            if page.complete:
                break
        await Digestion(self.pool, self.switchboard, now, WINDOW, self.store).digest(self.brand.id)

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

    async def reply(self, case: Case, text: str, cc: tuple[str, ...] = ()) -> Replied:
        answer = Answer(text, Visibility.PRIVATE, hold_seconds=0, cc=cc)
        async with transaction(self.pool) as tx:
            return await cases.reply(tx, self.switchboard, self.romina, case.code, answer, now())

    async def solve(self, case: Case) -> None:
        async with transaction(self.pool) as tx:
            await cases.solve(tx, self.romina, case.code, now())

    async def send(self) -> None:
        """Let the outbox send what is due, and the cases take in what became of it."""
        carrier = Carrier(self.pool, self.switchboard, self.store, lambda: now() + self.ahead, lambda: 0.5)
        await Deliverer(carrier).deliver_due()
        await (await self.channel()).settled()
        await self.take_outcomes()

    async def take_outcomes(self) -> None:
        chores = Chores(self.pool, self.http, self.store, now, WINDOW, timedelta(days=1))
        await chores.take_outcomes(self.brand.id)
