"""Answers through a real mail server, read back by another client; and everything that can go wrong on the way."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from hilft.channels import (
    Fate,
    Later,
    MessageRef,
    OutboundFile,
    OutboundMessage,
    Profile,
    Refused,
    Unauthorized,
    Unknown,
    Visibility,
)
from hilft.channels.contract import Signer
from hilft.channels.email import Email
from tests.channels.email.cutting import wire
from tests.channels.email.office import OTTO, SERVICE, TOWN, Office, OpenMailbox, letter

pytestmark = pytest.mark.anyio

ASKED = MessageRef(
    f"<q1@{TOWN}>/0011",
    names=(f"<q1@{TOWN}>",),
    extra={"message_id": f"<q1@{TOWN}>", "references": [f"<q0@{TOWN}>"], "subject": "AW: Re: Kein Internet"},
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0f01f0005"
    "0001ff89993d1d0000000049454e44ae426082"
)


def person(address: str, name: str = "") -> Profile:
    return Profile(external_id=address, handle=address, display_name=name, local_id=address)


def answer(text: str = "Wir schauen nach.", to: str = OTTO) -> OutboundMessage:
    return OutboundMessage(
        idempotency_key=str(uuid4()),
        text=text,
        visibility=Visibility.PRIVATE,
        network_visibility="mail",
        in_reply_to=ASKED,
        recipient=person(to, "Otto"),
        signer=Signer("Romina"),
    )


async def test_an_answer_is_a_proper_mail(office: Office, mailbox: Email) -> None:
    sent = await mailbox.send(answer("Moin Otto,\n\nsiehe https://wattkabel.example/hilfe."))
    mail = await office.until(OTTO, sent.message.external_id)
    assert mail["From"] == f"Romina | Wattkabel <{SERVICE}>"
    assert mail["To"] == f"Otto <{OTTO}>"
    assert mail["Subject"] == "Re: Kein Internet"
    assert (mail["In-Reply-To"], mail["References"]) == (f"<q1@{TOWN}>", f"<q0@{TOWN}> <q1@{TOWN}>")
    assert mail["Reply-To"].addresses[0].addr_spec.startswith("service+")
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == (
        "Moin Otto,\n\nsiehe https://wattkabel.example/hilfe.\n\n-- \nRomina\nWattkabel\n"
    )
    assert '<a href="https://wattkabel.example/hilfe">' in html.get_content()
    assert "<strong>Romina</strong>" in html.get_content()


async def test_files_the_photo_and_awkward_words(office: Office, mailbox: Email) -> None:
    photo = OutboundFile(PIXEL, "image/png", "romina.png")
    files = (
        OutboundFile(b"%PDF-1.4", "application/pdf", "Störung №1.pdf"),
        OutboundFile(b"x" * 300_000, "", "groß"),
    )
    message = replace(
        answer('<script>alert(1)</script>\n.\nFrom hier\n"ä" 🙈 ' + "x" * 2000),
        attachments=files,
        signer=Signer("Romina", photo),
    )
    sent = await mailbox.send(message)
    mail = await office.until(OTTO, sent.message.external_id)
    plain, html = mail.get_body(("plain",)), mail.get_body(("related", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n").startswith(message.text)
    assert html.get_content_type() == "multipart/related"
    assert "<script>" not in html.as_string()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["Störung №1.pdf", "groß"]
    assert [len(part.get_content()) for part in mail.iter_attachments()] == [8, 300_000]


async def test_copies_are_named_and_blind_ones_are_not(office: Office, mailbox: Email) -> None:
    mia, chef = f"mia@{TOWN}", f"chef@{TOWN}"
    sent = await mailbox.send(replace(answer(), cc=(mia,), bcc=(chef,)))
    for who in (OTTO, mia, chef):
        mail = await office.until(who, sent.message.external_id)
        assert mail["Cc"] == mia
        assert chef not in mail.as_string()


async def test_the_copy_is_put_away_once_and_comes_back_as_ours(office: Office, mailbox: Email) -> None:
    sent = await mailbox.send(answer())
    await mailbox.settled()
    [copy] = office.mails(SERVICE, "Sent")
    assert copy["Message-ID"] == sent.message.external_id
    [item] = (await mailbox.pull(None, 80)).items
    [event] = mailbox.read(item.payload)
    assert (event.own, event.message.external_id) == (True, sent.message.external_id)
    assert event.parent == f"<q1@{TOWN}>"


async def test_a_copy_that_cannot_be_kept_changes_nothing(
    office: Office, open_mailbox: OpenMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hilft.channels.email.copies._PAUSE_SECONDS", 0.01)
    mailbox = open_mailbox(sent="There/Is/None")
    sent = await mailbox.send(answer())
    await mailbox.settled()
    await office.until(OTTO, sent.message.external_id)
    assert len(office.mails(OTTO)) == 1


async def test_greylisting_is_later_and_a_ban_is_refused(mailbox: Email) -> None:
    with pytest.raises(Later, match=r"450 4\.7\.1 .*Greylisted"):
        await mailbox.send(answer(to=f"grey@{TOWN}"))
    with pytest.raises(Refused, match=r"550 5\.7\.1 .*We know you"):
        await mailbox.send(answer(to=f"banned@{TOWN}"))


async def test_all_recipients_or_none(office: Office, mailbox: Email) -> None:
    with pytest.raises(Refused, match="We know you"):
        await mailbox.send(replace(answer(), cc=(f"banned@{TOWN}",)))
    sent = await mailbox.send(answer("Der zweite Versuch"))
    await office.until(OTTO, sent.message.external_id)
    assert len(office.mails(OTTO)) == 1


@pytest.mark.parametrize(("who", "status"), [("niemand", "5.1.1"), ("full", "5.2.2")])
async def test_a_bounce_names_its_answer(office: Office, mailbox: Email, who: str, status: str) -> None:
    sent = await mailbox.send(answer("x" * 4000, to=f"{who}@{TOWN}"))
    await office.find(SERVICE, lambda mail: mail.get_content_type() == "multipart/report")
    inbox = [item for item in (await mailbox.pull(None, 80)).items if b'"own":false' in item.payload]
    [event] = [event for item in inbox for event in mailbox.read(item.payload)]
    assert event.message.external_id == sent.message.external_id
    assert event.report is not None
    assert event.report.fate is Fate.FAILED
    assert status in event.report.reason
    assert f"{who}@{TOWN}" in event.report.reason


async def test_an_answer_whose_receipt_was_lost_is_unknown(office: Office, open_mailbox: OpenMailbox) -> None:
    async with wire(office.post.ports["smtp"], b"\r\n.\r\n", heard=True) as (broken, port):
        mailbox = open_mailbox(smtp=f"smtp+insecure://127.0.0.1:{port}")
        message = answer()
        with pytest.raises(Unknown):
            await mailbox.send(message)
        assert broken.broken == 1
    with pytest.raises(Unknown):
        await mailbox.find_sent(message)
    await office.find(OTTO, lambda mail: "Wir schauen nach." in mail.as_string())
    assert len(office.mails(OTTO)) == 1


async def test_a_server_that_takes_its_time_is_heard_to_the_end(
    office: Office, open_mailbox: OpenMailbox
) -> None:
    async with wire(office.post.ports["smtp"], b"\r\n.\r\n", heard=True, pause=1.5) as (_, port):
        mailbox = open_mailbox(smtp=f"smtp+insecure://127.0.0.1:{port}")
        message = answer()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.8):
                await mailbox.send(message)
        with pytest.raises(Unknown):
            await mailbox.find_sent(message)
        await mailbox.settled()
        found = await mailbox.find_sent(message)
    assert found is not None
    assert len(office.mails(OTTO)) == 1


async def test_an_answer_the_provider_kept_is_found(office: Office, open_mailbox: OpenMailbox) -> None:
    mailbox = open_mailbox()
    message = answer()
    sent = await mailbox.send(message)
    await mailbox.settled()
    found = await mailbox.find_sent(message)
    assert found is not None
    assert found.message == sent.message


@pytest.mark.parametrize("word", [b"EHLO", b"MAIL FROM", b"RCPT TO", b"DATA\r\n"])
async def test_what_breaks_before_the_mail_is_later(
    office: Office, open_mailbox: OpenMailbox, word: bytes
) -> None:
    async with wire(office.post.ports["smtp"], word, heard=False) as (_, port):
        mailbox = open_mailbox(smtp=f"smtp+insecure://127.0.0.1:{port}")
        with pytest.raises((Later, Unknown)) as error:
            await mailbox.send(answer())
        assert isinstance(error.value, Later) or word == b"DATA\r\n"
    await asyncio.sleep(0.3)
    assert office.mails(OTTO) == []


async def test_a_server_that_is_away(office: Office, mailbox: Email) -> None:
    office.post.stop_smtp()
    try:
        with pytest.raises(Later):
            await mailbox.send(answer())
        assert not (await mailbox.examine()).ok
    finally:
        office.post.start_smtp()
    sent = await mailbox.send(answer())
    await office.until(OTTO, sent.message.external_id)


async def test_a_certificate_nobody_signed_for(open_mailbox: OpenMailbox) -> None:
    with pytest.raises(Later, match="cannot be trusted"):
        await open_mailbox(ca="").send(answer())


async def test_encryption_is_begun_where_the_port_is_plain(office: Office, open_mailbox: OpenMailbox) -> None:
    mailbox = open_mailbox(smtp=f"smtp://localhost:{office.post.ports['smtp']}")
    sent = await mailbox.send(answer())
    mail = await office.until(OTTO, sent.message.external_id)
    assert "using TLS" in str(mail["Received"]) or "ESMTPSA" in str(mail.get_all("Received"))


async def test_a_wrong_password(open_mailbox: OpenMailbox) -> None:
    with pytest.raises(Unauthorized):
        await open_mailbox(password="falsch").send(answer())


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (replace(answer(), text=" "), "nothing to send"),
        (replace(answer(), recipient=None), "no address"),
        (replace(answer(), recipient=Profile("unknown:1", "?")), "no address"),
        (replace(answer(), visibility=Visibility.PUBLIC), "never public"),
        (answer("x" * 100_001), "too long"),
        (replace(answer(), attachments=(OutboundFile(b"x" * 15_000_001, ""),)), "larger than"),
        (answer(to="otto@two@ats.example"), "cannot be written"),
    ],
)
async def test_what_is_refused_at_once(mailbox: Email, message: OutboundMessage, why: str) -> None:
    with pytest.raises(Refused, match=why):
        await mailbox.send(message)


async def test_a_customer_answers_and_their_program_keeps_the_thread(office: Office, mailbox: Email) -> None:
    sent = await mailbox.send(answer())
    mail = await office.until(OTTO, sent.message.external_id)
    keyed = mail["Reply-To"].addresses[0].addr_spec
    await office.send(letter("Ohne jeden Verweis", to=keyed), to=keyed)
    [event] = [
        event
        for item in (await mailbox.pull(None, 80)).items
        for event in mailbox.read(item.payload)
        if not event.own
    ]
    assert (event.parent, event.invited) == (sent.message.external_id, True)


async def test_an_automatic_answer_says_so_and_the_brand_is_named_once(
    office: Office, mailbox: Email
) -> None:
    told = replace(answer("Wir sind ab Montag da."), automatic=True, signer=Signer("Wattkabel"))
    sent = await mailbox.send(told)
    mail = await office.until(OTTO, sent.message.external_id)
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["From"] == f"Wattkabel <{SERVICE}>"
    by_hand = await mailbox.send(answer())
    assert (await office.until(OTTO, by_hand.message.external_id))["Auto-Submitted"] is None
