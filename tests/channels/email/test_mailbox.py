"""Reading a real mailbox: everything, once, whatever its age and flags."""

import asyncio
import time

import pytest

from hilft.channels import Cursor, InboundEvent, Later, Page, RawItem, Refused, Unauthorized
from hilft.channels.email import Email
from hilft.channels.email.cursor import parsed
from tests.channels.email.office import BRAND, OTTO, SERVICE, Office, OpenMailbox, letter
from tests.channels.email.postoffice import free_port

pytestmark = pytest.mark.anyio


async def everything(
    mailbox: Email, cursor: Cursor | None = None, limit: int = 80
) -> tuple[list[RawItem], Cursor]:
    """Pull until nothing is left."""
    items: list[RawItem] = []
    while True:
        page = await mailbox.pull(cursor, limit)
        items += page.items
        cursor = page.next_cursor
        if page.complete:
            return items, cursor


def only(mailbox: Email, page: Page) -> InboundEvent:
    [item] = page.items
    [event] = mailbox.read(item.payload)
    return event


async def test_a_mail_is_taken_in_once_and_left_as_it_was(office: Office, mailbox: Email) -> None:
    sent = await office.send(letter("Die DSL-Lampe blinkt.", Subject="Kein Internet"))
    first = await mailbox.pull(None, 80)
    event = only(mailbox, first)
    assert (event.text, event.subject) == ("Die DSL-Lampe blinkt.", "Kein Internet")
    assert event.author.external_id == OTTO
    assert event.message.aliases == (sent["Message-ID"],)
    again = await mailbox.pull(first.next_cursor, 80)
    assert (list(again.items), again.complete) == ([], True)
    assert not any(b"\\Seen" in flags for flags in await asyncio.to_thread(office.flags, SERVICE))


async def test_flags_and_age_do_not_matter(office: Office, mailbox: Email) -> None:
    old = letter("Vom letzten Jahr", Date="Mon, 05 May 2025 10:00:00 +0200")
    office.post.put(SERVICE, [old.as_bytes()], seen=True)
    office.post.put(SERVICE, [letter("Von heute").as_bytes()])
    items, _ = await everything(mailbox)
    assert {mailbox.read(item.payload)[0].text for item in items} == {"Vom letzten Jahr", "Von heute"}


async def test_two_thousand_after_a_week_of_downtime(office: Office, mailbox: Email) -> None:
    office.post.put(SERVICE, [letter(f"Mail {number}").as_bytes() for number in range(2000)])
    started = time.perf_counter()
    half: list[RawItem] = []
    cursor = None
    for _ in range(12):
        page = await mailbox.pull(cursor, 80)
        half += page.items
        cursor = page.next_cursor
    rest, _ = await everything(mailbox, Cursor(str(cursor)))
    texts = [mailbox.read(item.payload)[0].text for item in [*half, *rest]]
    assert sorted(texts, key=lambda text: int(text.split()[1])) == [
        f"Mail {number}" for number in range(2000)
    ]
    assert len({item.dedupe_key for item in [*half, *rest]}) == 2000
    assert time.perf_counter() - started < 60


async def test_a_folder_that_was_made_anew_gives_the_same_mails(
    office: Office, open_mailbox: OpenMailbox
) -> None:
    mails = [letter(f"Mail {number}").as_bytes() for number in range(3)]
    office.post.put(SERVICE, mails)
    before, cursor = await everything(open_mailbox())
    await asyncio.sleep(1.1)  # dovecot takes the second as the new UIDVALIDITY
    office.emptied()
    office.post.put(SERVICE, [*mails, letter("Neu").as_bytes()])
    after, moved = await everything(open_mailbox(), cursor)
    assert parsed(moved)["INBOX"].validity != parsed(cursor)["INBOX"].validity
    known = {item.dedupe_key for item in before}
    assert len(known & {item.dedupe_key for item in after}) == 3
    assert len(after) == 4


async def test_several_folders_and_what_was_sent_elsewhere(office: Office, open_mailbox: OpenMailbox) -> None:
    mailbox = open_mailbox(folders="INBOX, Gesendet-Archiv")
    own = letter("Von unterwegs beantwortet", sender=f"Wattkabel <{SERVICE}>", to=OTTO)
    with office.client(SERVICE) as client:
        client.append("Gesendet-Archiv", "", "", letter("Im zweiten Ordner").as_bytes())
        client.append("Sent", "", "", own.as_bytes())
    await office.send(letter("Im ersten"))
    items, _ = await everything(mailbox)
    found = {event.text: event.own for item in items for event in mailbox.read(item.payload)}
    assert found == {"Im ersten": False, "Im zweiten Ordner": False, "Von unterwegs beantwortet": True}


async def test_many_folders_whatever_they_are_called(office: Office, open_mailbox: OpenMailbox) -> None:
    names = [f"Abteilung {number}" for number in range(30)] + ['Mit "Anführung"', "Störung/Übergabe"]
    written = [*names[:30], 'Mit \\"Anf&APw-hrung\\"', "St&APY-rung/&ANw-bergabe"]
    with office.client(SERVICE) as client:
        for number, name in enumerate(written):
            client.create(f'"{name}"')
            client.append(f'"{name}"', "", "", letter(f"In Ordner {number}").as_bytes())
    mailbox = open_mailbox(folders=", ".join(names))
    items, cursor = await everything(mailbox, limit=7)
    found = {mailbox.read(item.payload)[0].text for item in items}
    assert found == {f"In Ordner {number}" for number in range(len(names))}
    assert (await everything(mailbox, cursor))[0] == []


async def test_a_folder_that_went_away_holds_up_no_other(office: Office, open_mailbox: OpenMailbox) -> None:
    with office.client(SERVICE) as client:
        client.create("Bald-weg")
    mailbox = open_mailbox(folders="Bald-weg, INBOX")
    cursor = (await mailbox.pull(None, 80)).next_cursor
    with office.client(SERVICE) as client:
        client.delete("Bald-weg")
    await office.send(letter("Trotzdem"))
    page = await mailbox.pull(cursor, 80)
    assert only(mailbox, page).text == "Trotzdem"
    with pytest.raises(Refused, match="refused the folder Bald-weg"):
        await mailbox.pull(page.next_cursor, 80)


async def test_starting_from_now_on(office: Office, open_mailbox: OpenMailbox) -> None:
    office.post.put(SERVICE, [letter("Alt").as_bytes()])
    mailbox = open_mailbox(start="new")
    first = await mailbox.pull(None, 80)
    assert (list(first.items), first.complete) == ([], True)
    await office.send(letter("Neu"))
    assert only(mailbox, await mailbox.pull(first.next_cursor, 80)).text == "Neu"


async def test_the_stream_tells_of_a_new_mail(office: Office, mailbox: Email) -> None:
    stream = mailbox.stream()
    await asyncio.wait_for(anext(stream), 10)
    await office.send(letter("Hallo?"))
    await asyncio.wait_for(anext(stream), 10)
    await stream.aclose()  # type: ignore[attr-defined]


async def test_a_wrong_password(open_mailbox: OpenMailbox) -> None:
    with pytest.raises(Unauthorized, match="user name or the password"):
        await open_mailbox(password="falsch").identify()


async def test_a_folder_that_is_not_there(open_mailbox: OpenMailbox) -> None:
    with pytest.raises(Refused, match="no folder Nirgends"):
        await open_mailbox(folders="INBOX, Nirgends").prepare()


async def test_a_server_that_is_away_and_comes_back(office: Office, mailbox: Email) -> None:
    page = await mailbox.pull(None, 80)
    office.post.stop_imap()
    try:
        with pytest.raises(Later):
            await mailbox.pull(page.next_cursor, 80)
    finally:
        office.post.start_imap()
    await office.send(letter("Wieder da"))
    assert only(mailbox, await mailbox.pull(page.next_cursor, 80)).text == "Wieder da"


async def test_a_certificate_nobody_signed_for(open_mailbox: OpenMailbox) -> None:
    with pytest.raises(Later, match="cannot be trusted"):
        await open_mailbox(ca="").identify()


async def test_encryption_is_begun_where_the_port_is_plain(office: Office, open_mailbox: OpenMailbox) -> None:
    mailbox = open_mailbox(imap=f"imap://localhost:{office.post.ports['imap']}")
    assert (await mailbox.identify()).handle == f"service@{BRAND}"


async def test_a_port_where_nobody_is(open_mailbox: OpenMailbox) -> None:
    mailbox = open_mailbox(imap=f"imaps://localhost:{free_port()}")
    with pytest.raises(Later):
        await mailbox.identify()
    health = await mailbox.examine()
    assert not health.ok
    assert "connection to the mail server was lost" in health.findings[0]


async def test_a_healthy_mailbox(mailbox: Email) -> None:
    health = await mailbox.examine()
    assert (health.ok, health.findings) == (True, ())
