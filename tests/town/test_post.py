"""The town's post office, spoken to by mail programs of the standard library and by the desk's own channel."""

import asyncio
import imaplib
import smtplib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from hilft.channels import AccountConfig, Surroundings
from hilft.channels.email import Email
from hilft.town.post import PostOffice, open_post_office

pytestmark = pytest.mark.anyio
OTTO, DESK = "otto@town.test", "hilfe@wattkabel.test"


@pytest.fixture
async def ports(tmp_path: Path) -> AsyncIterator[tuple[int, int]]:
    async with open_post_office(PostOffice(tmp_path, {OTTO: "geheim", DESK: "geheim"})) as opened:
        yield opened


def letter(words: str, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = OTTO, DESK, f"<{len(words)}@town.test>"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(words)
    return mail


def posted(port: int, mail: EmailMessage, to: str = DESK) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.send_message(mail, OTTO, [to])


async def test_what_is_posted_lies_in_the_letterbox_as_it_was(ports: tuple[int, int]) -> None:
    words = "Erste Zeile\n.\n..zwei Punkte\nGrüße\n"
    await asyncio.to_thread(posted, ports[1], letter(words), "hilfe+abc@wattkabel.test")
    await asyncio.to_thread(posted, ports[1], letter("Noch etwas\n"))

    def read() -> list[bytes]:
        with imaplib.IMAP4("127.0.0.1", ports[0], timeout=10) as client:
            client.login(DESK, "geheim")
            client.select("INBOX", readonly=True)
            _, found = client.uid("SEARCH", "ALL")
            _, told = client.uid("FETCH", found[0].replace(b" ", b",").decode(), "(UID BODY.PEEK[])")
            return [part[1] for part in told if isinstance(part, tuple)]

    first, second = await asyncio.to_thread(read)
    assert b"\r\n.\r\n..zwei Punkte\r\nGr" in first
    assert b"Noch etwas" in second


async def test_nobody_else_gets_in_and_nothing_leaves_town(ports: tuple[int, int]) -> None:
    def refused() -> None:
        with imaplib.IMAP4("127.0.0.1", ports[0], timeout=10) as client:
            with pytest.raises(imaplib.IMAP4.error):
                client.login(DESK, "falsch")
            with pytest.raises(imaplib.IMAP4.error):
                client.select("INBOX")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            posted(ports[1], letter("x"), "mia@far.example")

    await asyncio.to_thread(refused)


async def test_letters_stay_over_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        PostOffice(tmp_path, {OTTO: "geheim"}).deliver([OTTO], b"Subject: x\r\n\r\nMoin\r\n")
    box = PostOffice(tmp_path, {OTTO: "geheim"}).box("OTTO+x@town.test")
    assert box is not None
    assert [each.uid for each in box.letters] == [1, 2]


async def test_the_desks_own_channel_reads_and_sends_here(ports: tuple[int, int]) -> None:
    settings = {
        "address": DESK,
        "imap": f"imap+insecure://127.0.0.1:{ports[0]}",
        "smtp": f"smtp+insecure://127.0.0.1:{ports[1]}",
    }
    await asyncio.to_thread(posted, ports[1], letter("Kein Internet\n", Subject="Hilfe"))
    async with httpx.AsyncClient() as http:
        outside = Surroundings(http, lambda: datetime.now(UTC), allow_loopback=True)
        mailbox = Email(AccountConfig(settings, {"password": "geheim", "reply_key": "x" * 32}, "1"), outside)
        try:
            assert (
                await mailbox.identify()
            ).handle == DESK  # on a server in the same loop: nothing may wait in it
            assert (await mailbox.examine()).ok
            page = await mailbox.pull(None, 10)
            (event,) = mailbox.read(page.items[0].payload)
            assert event.text.strip() == "Kein Internet"
            again = await mailbox.pull(page.next_cursor, 10)
            assert list(again.items) == []
        finally:
            await mailbox.close()
