"""The whole way with real mail: in, to a case, answered, and read back by another client."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from hilft import staff
from hilft.cases import CaseState
from hilft.channels import PublicClient, Surroundings
from hilft.db import Pool, transaction
from tests.channels.email.cutting import wire
from tests.channels.email.desk import MailDesk
from tests.channels.email.office import BRAND, OTTO, SERVICE, TOWN, Office, letter
from tests.channels.email.test_sending import PIXEL
from tests.staff.test_photo import PICTURE

pytestmark = [pytest.mark.anyio, pytest.mark.house]

MIA = f"mia@{TOWN}"


@pytest.fixture
async def desk(
    pool: Pool, tmp_path: Path, office: Office, surroundings: Surroundings
) -> AsyncIterator[MailDesk]:
    async with PublicClient() as http:
        opened = await MailDesk(pool, tmp_path, office, surroundings, http).open()
        yield opened
        await opened.close()


async def answered(desk: MailDesk, office: Office, to: str = OTTO) -> EmailMessage:
    """Have the only case answered and give the mail as it came to the customer."""
    replied = await desk.reply(await desk.only_case(), "Wir schauen nach.")
    await desk.send()
    return await office.find(to, lambda mail: str(replied.message_id) in mail["Message-ID"])


def reply_to(mail: EmailMessage, text: str, **headers: str) -> EmailMessage:
    """Answer as a mail program does."""
    chain = f"{mail['References'] or ''} {mail['Message-ID']}".strip()
    usual = {"In_Reply_To": str(mail["Message-ID"]), "References": chain, "Subject": str(mail["Subject"])}
    return letter(text, **{**usual, **headers})


async def test_a_customer_writes_is_answered_and_writes_again(desk: MailDesk, office: Office) -> None:
    asked = await office.send(letter("Die Lampe blinkt.\n\n-- \nOtto\n", Subject="Kein Internet"))
    await desk.fetch()
    case = await desk.only_case()
    [message] = await desk.messages(case)
    assert (message.text, message.subject, message.quoted) == (
        "Die Lampe blinkt.",
        "Kein Internet",
        "-- \nOtto",
    )
    got = await answered(desk, office)
    assert (got["In-Reply-To"], got["Subject"]) == (asked["Message-ID"], "Re: Kein Internet")
    assert (await desk.only_case()).state is CaseState.WAITING
    await office.send(reply_to(got, "Geht wieder!\n\nAm 4.5.2026 schrieb Romina:\n> Wir schauen nach."))
    await desk.fetch()
    assert await desk.texts(await desk.only_case()) == [
        "Die Lampe blinkt.",
        "Wir schauen nach.",
        "Geht wieder!",
    ]
    assert (await desk.only_case()).state is CaseState.OPEN


async def test_a_program_that_loses_the_thread_is_known_by_the_reply_address(
    desk: MailDesk, office: Office
) -> None:
    await office.send(letter("Die Lampe blinkt."))
    await desk.fetch()
    got = await answered(desk, office)
    keyed = got["Reply-To"].addresses[0].addr_spec
    await office.send(letter("Vom Büro aus: noch immer.", sender=MIA, to=keyed), sender=MIA, to=keyed)
    await desk.fetch()
    case = await desk.only_case()
    assert await desk.texts(case) == ["Die Lampe blinkt.", "Wir schauen nach.", "Vom Büro aus: noch immer."]
    assert [message.is_participant for message in await desk.messages(case)] == [False, False, True]


async def test_neither_subject_nor_a_strangers_reference_joins_a_case(desk: MailDesk, office: Office) -> None:
    asked = await office.send(letter("Die Lampe blinkt.", Subject="Kein Internet"))
    await desk.fetch()
    await answered(desk, office)
    await office.send(letter("Bei mir auch", sender=MIA, Subject="Re: Kein Internet"), sender=MIA)
    await office.send(letter("Zeigt mir das", sender=MIA, In_Reply_To=asked["Message-ID"]), sender=MIA)
    await office.send(letter("Etwas anderes", Subject="Kein Internet"))
    await desk.fetch()
    told = [await desk.texts(case) for case in await desk.cases()]
    assert sorted(told) == sorted(
        [["Die Lampe blinkt.", "Wir schauen nach."], ["Bei mir auch"], ["Zeigt mir das"], ["Etwas anderes"]]
    )


async def test_mails_without_an_id_stay_apart(desk: MailDesk, office: Office) -> None:
    mails = [
        f"From: {who}\r\nMessage-ID: <>\r\nSubject: x\r\n\r\n{who}\r\n".encode()
        for who in (OTTO, MIA, "eve@x.example")
    ]
    office.post.put(SERVICE, mails)
    await desk.fetch()
    assert sorted([await desk.texts(case) for case in await desk.cases()]) == [
        ["eve@x.example"],
        [MIA],
        [OTTO],
    ]


async def test_an_absence_note_wakes_nobody(desk: MailDesk, office: Office) -> None:
    await office.send(letter("Die Lampe blinkt."))
    await desk.fetch()
    got = await answered(desk, office)
    await office.send(reply_to(got, "Ich bin im Urlaub.", Auto_Submitted="auto-replied"))
    await desk.fetch()
    case = await desk.only_case()
    assert (case.state, case.waiting_since) == (CaseState.WAITING, None)
    assert (await desk.messages(case))[-1].automatic
    await desk.reply(case, "Schönen Urlaub!")


async def test_nobody_speaks_for_us_by_writing_our_address(desk: MailDesk, office: Office) -> None:
    await office.send(letter("Die Lampe blinkt."))
    await desk.fetch()
    got = await answered(desk, office)
    forged = reply_to(got, "Überweisen Sie bitte an …")
    del forged["From"]
    forged["From"] = f"Romina <{SERVICE}>"
    await office.send(forged)
    await desk.fetch()
    case = await desk.only_case()
    last = (await desk.messages(case))[-1]
    assert (last.direction.value, last.is_participant, last.automatic) == ("in", True, True)


async def test_what_is_answered_elsewhere_is_shown_and_ends_the_waiting(
    desk: MailDesk, office: Office
) -> None:
    asked = await office.send(letter("Die Lampe blinkt."))
    own = letter("Schon erledigt.", sender=SERVICE, to=OTTO, In_Reply_To=asked["Message-ID"])
    with office.client(SERVICE) as client:
        client.append("Sent", "", "", own.as_bytes())
    await desk.fetch()
    case = await desk.only_case()
    assert case.state is CaseState.WAITING
    assert [(m.text, m.outside) for m in await desk.messages(case)] == [
        ("Die Lampe blinkt.", False),
        ("Schon erledigt.", True),
    ]


async def test_our_own_copy_is_one_message(desk: MailDesk, office: Office) -> None:
    await office.send(letter("Die Lampe blinkt."))
    await desk.fetch()
    await answered(desk, office)
    await desk.fetch()
    assert len(office.mails(SERVICE, "Sent")) == 1
    assert await desk.texts(await desk.only_case()) == ["Die Lampe blinkt.", "Wir schauen nach."]


async def test_an_answer_that_bounces_is_refused_with_the_reason(desk: MailDesk, office: Office) -> None:
    gone = f"weg@{TOWN}"
    await office.send(letter("Die Lampe blinkt.", sender=gone), sender=gone)
    await desk.fetch()
    await desk.reply(await desk.only_case(), "Wir schauen nach.")
    await desk.send()
    await office.find(SERVICE, lambda mail: mail.get_content_type() == "multipart/report")
    await desk.fetch()
    await desk.take_outcomes()
    case = await desk.only_case()
    last = (await desk.messages(case))[-1]
    assert last.delivery_state == "refused"
    assert "5.1.1" in last.delivery_reason
    assert case.state is CaseState.OPEN


async def test_pictures_and_files_are_kept_by_what_is_in_them(desk: MailDesk, office: Office) -> None:
    mail = letter("")
    mail.set_content('<p>Schauen Sie:</p><img src="cid:lampe"><script>x</script>', "html")
    mail.add_related(PIXEL, "image", "png", cid="<lampe>", filename="lampe.png")
    mail.make_mixed()
    mail.add_attachment(b"%PDF-1.4", "application", "pdf", filename="Rechnung.pdf")
    await office.send(mail)
    await desk.fetch()
    [message] = await desk.messages(await desk.only_case())
    assert (message.text, message.has_html) == ("Schauen Sie:", True)
    assert [(file.name, file.state) for file in message.attachments] == [
        ("lampe.png", "stored"),
        ("Rechnung.pdf", "stored"),
    ]
    contents = [await desk.store.get(file.sha256) for file in message.attachments if file.sha256]
    assert contents == [PIXEL, b"%PDF-1.4"]


async def test_an_answer_whose_receipt_was_lost_is_left_to_a_person(
    pool: Pool, tmp_path: Path, office: Office, surroundings: Surroundings
) -> None:
    async with PublicClient() as http, wire(office.post.ports["smtp"], b"\r\n.\r\n", heard=True) as (_, port):
        desk = await MailDesk(pool, tmp_path, office, surroundings, http).open(
            smtp=f"smtp+insecure://127.0.0.1:{port}"
        )
        await office.send(letter("Die Lampe blinkt."))
        await desk.fetch()
        await desk.reply(await desk.only_case(), "Wir schauen nach.")
        await desk.send()
        await desk.send()
        await desk.close()
    last = (await desk.messages(await desk.only_case()))[-1]
    assert last.delivery_state == "sending"
    await office.find(OTTO, lambda mail: "Wir schauen nach." in mail.as_string())
    assert len(office.mails(OTTO)) == 1


async def test_an_answer_is_signed_with_name_and_photo(desk: MailDesk, office: Office) -> None:
    async with transaction(desk.pool) as tx:
        desk.romina = await staff.set_photo(
            tx, desk.romina, await desk.store.put(staff.cleaned_photo(PICTURE))
        )
    await office.send(letter("Die Lampe blinkt."))
    await desk.fetch()
    got = await answered(desk, office)
    html = got.get_body(("html",))
    assert html is not None
    assert "<strong>Romina</strong><br>Wattkabel" in html.get_content()
    assert '<img src="cid:signer" width="64" height="64"' in html.get_content()
    [photo] = [part for part in got.walk() if part.get_content_maintype() == "image"]
    assert (photo["Content-ID"], photo.get_content_disposition()) == ("<signer>", "inline")
    assert photo.get_content() == PICTURE
    assert list(got.iter_attachments()) == []
    await desk.store.delete(desk.romina.photo_file)
    await desk.reply(await desk.only_case(), "Ohne Bild geht es auch.")
    await desk.send()
    await office.find(OTTO, lambda mail: "Ohne Bild" in mail.as_string())


async def test_copies_go_to_whom_they_name(desk: MailDesk, office: Office) -> None:
    await office.send(letter("Die Lampe blinkt."))
    await desk.fetch()
    await desk.reply(await desk.only_case(), "Wir schauen nach.", cc=(MIA,))
    await desk.send()
    got = await office.find(MIA, lambda mail: "Wir schauen nach." in mail.as_string())
    assert (got["To"], got["Cc"]) == (f"Otto <{OTTO}>", MIA)
    assert got["From"] == f"Romina | Wattkabel <service@{BRAND}>"
