"""The whole way on the real network: in, to a case, answered, read back by a client that is not ours; and its faults."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from hilft import outbox
from hilft.accounts import AccountState
from hilft.cases import CaseState, MessageRow, NoPrivateMessages, private_page
from hilft.channels import PublicClient, Surroundings, Visibility
from hilft.db import Pool
from hilft.outbox import DeliveryState
from tests.channels.bluesky.desk import PAGE, Desk
from tests.channels.bluesky.town import Person, Town, strong, until
from tests.channels.email.conftest import office, post_office
from tests.channels.email.desk import MailDesk
from tests.channels.email.office import OTTO, Office, letter

__all__ = ["office", "post_office"]

pytestmark = [pytest.mark.anyio, pytest.mark.house]


@pytest.fixture
async def desk(
    pool: Pool, tmp_path: Path, town: Town, service: Person, surroundings: Surroundings
) -> AsyncIterator[Desk]:
    async with PublicClient() as http:
        opened = await Desk(pool, tmp_path, town, service, surroundings, http).open()
        yield opened
        await opened.close()


async def state_of(desk: Desk, message: MessageRow) -> DeliveryState:
    async with desk.pool.acquire() as conn:
        states = await outbox.states_of(conn, desk.brand.id, [message.id])
    return states[message.id].state


@contextmanager
def the_server_stops(desk: Desk, when: str) -> Iterator[None]:
    """Lose the server's answer to every request for this method; it has done what it was asked."""

    async def cut(response: httpx.Response) -> None:
        if response.request.url.path.endswith(when):
            raise httpx.ReadError("the server is gone", request=response.request)

    hooks = desk.outside.http.event_hooks
    desk.outside.http.event_hooks = {"response": [cut]}
    try:
        yield
    finally:
        desk.outside.http.event_hooks = hooks


async def test_a_customer_asks_is_answered_and_asks_again(desk: Desk, otto: Person, service: Person) -> None:
    post = await otto.post("kein Netz seit früh 🙈", to=[service])
    case = await desk.heard("kein Netz")
    await desk.reply(case, "Wir schauen nach: https://wattkabel.example/störung")
    await desk.send()
    [_, sent] = await desk.messages(case)
    assert await state_of(desk, sent) is DeliveryState.SENT
    async with desk.pool.acquire() as conn:
        name = await conn.fetchval("select external_id from messages where id = $1", sent.id)
    shown = await otto.shown(name)
    assert shown.record.text.startswith("Wir schauen nach: https://wattkabel.example/störung")
    assert shown.record.reply.root.uri == post.uri
    assert [each.uri for each in await otto.replies_to(post.uri)] == [name]
    assert (await desk.only_case()).state is CaseState.WAITING
    await otto.post("Geht wieder, danke!", reply=(strong(shown.uri, shown.cid), post))
    assert (await desk.heard("Geht wieder")).id == case.id
    assert [each.is_participant for each in await desk.messages(case)] == [False, False, False]
    assert (await desk.only_case()).state is CaseState.OPEN


@pytest.fixture
async def mail(
    pool: Pool, tmp_path: Path, office: Office, surroundings: Surroundings
) -> AsyncIterator[MailDesk]:
    """A brand with a real mailbox."""
    async with PublicClient() as http:
        opened = await MailDesk(pool, tmp_path, office, surroundings, http).open()
        yield opened
        await opened.close()


async def test_one_case_over_the_network_and_by_mail(
    mail: MailDesk, town: Town, otto: Person, service: Person
) -> None:
    desk = Desk(mail.pool, mail.folder, town, service, mail.outside, mail.http)
    await desk.open(mail.brand, mail.romina)
    post = await otto.post("kein Netz", to=[service])
    public = await desk.heard("kein Netz")
    await mail.office.send(letter("Meine Kundennummer ist 4711-0815."))
    await mail.fetch()
    [by_mail] = [case for case in await desk.cases() if case.id != public.id]
    case = await desk.join(by_mail, into=public)
    assert await desk.texts(case) == [f"@{service.handle} kein Netz", "Meine Kundennummer ist 4711-0815."]
    await desk.reply(case, "Hier steht nichts Persönliches.")
    answered = await desk.reply(case, "Danke, gefunden.", Visibility.PRIVATE)
    await desk.send()
    await mail.send()
    got = await mail.office.find(OTTO, lambda found: str(answered.message_id) in found["Message-ID"])
    body = got.get_body(("plain",))
    assert body is not None
    assert "Danke, gefunden." in body.get_content()
    [shown] = await until(lambda: otto.replies_to(post.uri))
    assert shown.record.text.startswith("Hier steht nichts Persönliches.")
    await otto.post("Noch immer nicht.", reply=(strong(shown.uri, shown.cid), post))
    assert (await desk.heard("Noch immer nicht")).id == case.id
    await desk.close()


async def test_an_answer_whose_server_stopped_is_found_and_not_sent_twice(
    desk: Desk, otto: Person, service: Person
) -> None:
    post = await otto.post("kein Netz", to=[service])
    case = await desk.heard("kein Netz")
    await desk.reply(case, "Wir schauen nach.")
    with the_server_stops(desk, "putRecord"):
        await desk.send()
    sent = (await desk.messages(case))[-1]
    assert await state_of(desk, sent) is DeliveryState.SENDING
    desk.ahead = timedelta(minutes=2)
    await desk.send()
    assert await state_of(desk, sent) is DeliveryState.SENT
    async with desk.pool.acquire() as conn:
        await otto.shown(await conn.fetchval("select external_id from messages where id = $1", sent.id))
    assert len(await otto.replies_to(post.uri)) == 1
    await desk.fetch()
    assert len(await desk.messages(case)) == 2  # our own post came back and joined its delivery


async def test_a_password_revoked_pauses_the_account_and_a_new_one_goes_on(
    pool: Pool, tmp_path: Path, town: Town, service: Person, otto: Person, surroundings: Surroundings
) -> None:
    name, password = await service.app_password()
    async with PublicClient() as http:
        desk = await Desk(pool, tmp_path, town, service, surroundings, http).open(password=password)
        await otto.post("kein Netz", to=[service])
        case = await desk.heard("kein Netz")
        await desk.reply(case, "Wir schauen nach.")
        await service.revoke(name)
        (await desk.channel())._home.client.sessions._session = None
        async with pool.acquire() as conn:
            await conn.execute("update accounts set kept = null")
        await desk.send()
        resting = await desk.as_it_is()
        assert resting.state is AccountState.PAUSED
        assert "Invalid identifier or password" in resting.reason
        _, password = await service.app_password()
        again = Desk(pool, tmp_path, town, service, surroundings, http, ahead=timedelta(minutes=5))
        await again.open(desk.brand, desk.romina, password)
        assert again.account.id == desk.account.id
        await again.send()
        assert await state_of(again, (await again.messages(case))[-1]) is DeliveryState.SENT
        await desk.close()
        await again.close()


async def test_the_thread_above_a_question_is_read_for_context(
    desk: Desk, otto: Person, service: Person, town: Town
) -> None:
    kai = await town.person("kai")
    first = await kai.post("Bei euch auch kein Netz?")
    await otto.post("Ja! Helft ihr uns?", to=[service], reply=(first, first))
    case = await desk.heard("Helft ihr uns")
    await desk.read_threads()
    assert await desk.texts(case) == ["Bei euch auch kein Netz?", f"@{service.handle} Ja! Helft ihr uns?"]


async def test_without_private_messages_the_customer_can_be_given_a_page(
    desk: Desk, otto: Person, service: Person
) -> None:
    await otto.post("kein Netz", to=[service])
    case = await desk.heard("kein Netz")
    with pytest.raises(NoPrivateMessages):
        await desk.reply(case, "Ihre Kundennummer?", Visibility.PRIVATE)
    async with desk.pool.acquire() as conn:
        assert await private_page(conn, desk.switchboard, case) == PAGE


async def test_what_was_written_in_the_app_is_in_the_case(desk: Desk, otto: Person, service: Person) -> None:
    post = await otto.post("kein Netz", to=[service])
    case = await desk.heard("kein Netz")
    await service.post("Schon unterwegs!", reply=(post, post))
    assert (await desk.heard("Schon unterwegs")).id == case.id
    assert (await desk.only_case()).state is CaseState.WAITING


async def test_deleted_is_shown_blocked_is_kept_and_a_new_handle_is_the_same_customer(
    desk: Desk, otto: Person, service: Person, town: Town
) -> None:
    kai = await town.person("kai")
    gone, hidden = await otto.post("kein Netz", to=[service]), await kai.post("Bei mir auch", to=[service])
    case, other = await desk.heard("kein Netz"), await desk.heard("Bei mir auch")
    await otto.client.delete_post(gone.uri)
    await kai.client.app.bsky.graph.block.create(
        kai.did, {"subject": service.did, "createdAt": kai.client.get_current_time_iso()}
    )

    async def look() -> bool:
        await desk.look_again(gone.uri, hidden.uri)
        return (await desk.messages(case))[0].deleted_at is not None

    await until(look)
    assert (await desk.messages(other))[0].deleted_at is None
    assert await desk.texts(other) == [f"@{service.handle} Bei mir auch"]
    renamed = f"neu-{otto.handle}"
    await otto.client.com.atproto.identity.update_handle({"handle": renamed})
    await otto.post("Ich heiße jetzt anders", to=[service])
    again = await desk.heard("anders")
    assert again.handle_id == case.handle_id


async def test_a_desk_that_starts_again_does_not_sign_in_again(
    desk: Desk, otto: Person, service: Person, tmp_path: Path
) -> None:
    asked: list[str] = []

    async def note(request: httpx.Request) -> None:
        asked.append(request.url.path)

    desk.outside.http.event_hooks = {"request": [note]}
    again = Desk(desk.pool, tmp_path, desk.town, service, desk.outside, desk.http)
    again.brand, again.romina, again.account = desk.brand, desk.romina, desk.account
    again.switchboard = type(desk.switchboard)(desk.pool, desk.vault, desk.outside)
    await again.fetch()
    await again.close()
    assert asked
    assert not [path for path in asked if path.endswith("createSession")]
