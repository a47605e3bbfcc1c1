"""What goes wrong with mail, at real servers, seen from the whole house: nothing lost, nothing twice, always a sentence."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from hilft import accounts
from hilft.accounts import Account, AccountState
from hilft.cases import CaseState
from hilft.channels import PublicClient, Surroundings
from hilft.db import Pool, transaction
from hilft.intake import Batcher, Listeners
from tests.channels.email.cutting import wire
from tests.channels.email.desk import MailDesk, now
from tests.channels.email.greylist import greylist
from tests.channels.email.office import OTTO, PASSWORD, SERVICE, TOWN, Office, OpenMailbox, letter
from tests.channels.email.test_sending import answer

pytestmark = [pytest.mark.anyio, pytest.mark.house]
MIA, FULL = f"mia@{TOWN}", f"full@{TOWN}"


@pytest.fixture
async def desk(
    pool: Pool, tmp_path: Path, office: Office, surroundings: Surroundings
) -> AsyncIterator[MailDesk]:
    async with PublicClient() as http:
        opened = await MailDesk(pool, tmp_path, office, surroundings, http).open()
        yield opened
        await opened.close()


@contextlib.asynccontextmanager
async def listening(desk: MailDesk) -> AsyncIterator[None]:
    """Listen as a process does."""
    batcher = Batcher(desk.pool, now)
    listeners = Listeners(desk.pool, desk.switchboard, now, Random(1), uuid.uuid4(), batcher)
    running = asyncio.create_task(listeners.run())
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await batcher.close()


async def state_of(desk: MailDesk) -> Account:
    async with desk.pool.acquire() as conn:
        return await accounts.account(conn, desk.brand.id, desk.account.id)


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():  # noqa: ASYNC110 - the database has no event for it
            await asyncio.sleep(0.05)


async def receipts(desk: MailDesk) -> int:
    return int(await desk.pool.fetchval("select count(*) from receipts"))


async def asked_by(desk: MailDesk, office: Office, who: str) -> None:
    await office.send(letter("Die Lampe blinkt.", sender=who), sender=who)
    await desk.fetch()


async def test_a_greylisting_server_gets_the_answer_at_the_second_try(desk: MailDesk, office: Office) -> None:
    with greylist(office.post.ports["policy"]) as policy:
        await asked_by(desk, office, MIA)
        await desk.reply(await desk.only_case(), "Wir schauen nach.")
        await desk.send()
        last = (await desk.messages(await desk.only_case()))[-1]
        assert last.delivery_state == "queued"
        assert "4.2.0" in last.delivery_reason
        assert "Greylisted" in last.delivery_reason
        desk.ahead = timedelta(minutes=10)
        await desk.send()
        assert (len(policy.turned_away), len(policy.let_in)) == (1, 1)
    await office.find(MIA, lambda mail: "Wir schauen nach." in mail.as_string())
    assert len(office.mails(MIA)) == 1
    assert (await desk.messages(await desk.only_case()))[-1].delivery_state == "sent"
    assert len(office.mails(SERVICE, "Sent")) == 1


async def test_a_customers_full_mailbox_refuses_the_answer_with_its_reason(
    desk: MailDesk, office: Office
) -> None:
    await asked_by(desk, office, FULL)
    await desk.reply(await desk.only_case(), "Wir schauen nach. " * 300)
    await desk.send()
    await office.find(SERVICE, lambda mail: mail.get_content_type() == "multipart/report")
    await desk.fetch()
    await desk.take_outcomes()
    case = await desk.only_case()
    last = (await desk.messages(case))[-1]
    assert last.delivery_state == "refused"
    assert "5.2.2" in last.delivery_reason
    assert case.state is CaseState.OPEN


async def test_our_own_full_mailbox_keeps_no_copy_and_sends_all_the_same(
    office: Office, open_mailbox: OpenMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hilft.channels.email.copies._PAUSE_SECONDS", 0.01)
    mailbox = open_mailbox(address=FULL)
    sent = await mailbox.send(answer("x" * 4000))
    await mailbox.settled()
    await office.until(OTTO, sent.message.external_id)
    assert office.mails(FULL, "Sent") == []
    assert len(office.mails(OTTO)) == 1
    assert (await mailbox.pull(None, 80)).complete


async def test_a_server_that_stops_before_the_answer_sends_it_once_when_it_is_back(
    desk: MailDesk, office: Office
) -> None:
    await asked_by(desk, office, OTTO)
    office.post.stop_smtp()
    try:
        await desk.reply(await desk.only_case(), "Wir schauen nach.")
        await desk.send()
        last = (await desk.messages(await desk.only_case()))[-1]
        assert (last.delivery_state, bool(last.delivery_reason)) == ("queued", True)
    finally:
        office.post.start_smtp()
    desk.ahead = timedelta(minutes=10)
    await desk.send()
    await office.find(OTTO, lambda mail: "Wir schauen nach." in mail.as_string())
    assert len(office.mails(OTTO)) == 1
    assert (await desk.messages(await desk.only_case()))[-1].delivery_state == "sent"


async def test_a_server_that_stops_in_mid_send_leaves_the_answer_to_a_person(
    pool: Pool, tmp_path: Path, office: Office, surroundings: Surroundings
) -> None:
    """The dot was said and nobody heard it: that cannot be known from here, so nothing is sent again by itself."""
    async with (
        PublicClient() as http,
        wire(office.post.ports["smtp"], b"\r\n.\r\n", heard=False) as (cut, port),
    ):
        desk = await MailDesk(pool, tmp_path, office, surroundings, http).open(
            smtp=f"smtp+insecure://127.0.0.1:{port}"
        )
        await asked_by(desk, office, OTTO)
        await desk.reply(await desk.only_case(), "Wir schauen nach.")
        for _ in range(8):
            await desk.send()
            desk.ahead += timedelta(minutes=2)
        last = (await desk.messages(await desk.only_case()))[-1]
        await desk.close()
    assert cut.broken == 1
    assert last.delivery_state == "unknown"
    assert last.delivery_reason
    assert office.mails(OTTO) == []


async def test_a_password_that_was_changed_pauses_the_account_and_nothing_is_lost(
    desk: MailDesk, office: Office
) -> None:
    async def paused() -> bool:
        return (await state_of(desk)).state is AccountState.PAUSED

    await asyncio.to_thread(office.post.change_password, SERVICE, "ein anderes")
    try:
        async with listening(desk):
            await until(paused)
        told = await state_of(desk)
        assert told.reason == "The mail server does not accept the user name or the password."
    finally:
        await asyncio.to_thread(office.post.change_password, SERVICE, PASSWORD)
    await office.send(letter("Während das Konto ruht"))
    async with transaction(desk.pool) as tx:
        await accounts.resume(tx, told, now())
    async with listening(desk):

        async def there() -> bool:
            return await receipts(desk) == 1

        await until(there)
    assert (await state_of(desk)).state is AccountState.ACTIVE


async def test_a_certificate_that_cannot_be_trusted_is_told_on_the_account(
    pool: Pool, tmp_path: Path, office: Office, surroundings: Surroundings
) -> None:
    async with PublicClient() as http:
        desk = await MailDesk(pool, tmp_path, office, surroundings, http).open()
        async with transaction(pool) as tx:
            await tx.conn.execute('update accounts set settings = settings || \'{"ca": ""}\'')

        async def in_trouble() -> bool:
            return (await state_of(desk)).in_trouble

        async with listening(desk):
            await until(in_trouble)
        told = await state_of(desk)
        await desk.close()
    assert told.state is AccountState.ACTIVE
    assert told.last_error == "The certificate of the mail server cannot be trusted."
