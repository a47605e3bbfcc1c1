"""Mails on the pages: subject, what was folded, who is doubtful, and their HTML, which runs and fetches nothing."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest

from hilft import accounts
from hilft.accounts import Account, AccountRole
from hilft.channels.email.envelope import Envelope, wrap
from hilft.channels.email.read import own_profile
from hilft.db import transaction
from hilft.intake import Digestion, receive
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

SERVICE = "service@wattkabel.example"
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
SETTINGS = {
    "address": SERVICE,
    "imap": "imaps://127.0.0.1:1",
    "smtp": "smtps://127.0.0.1:1",
    "authserv_id": "mx.wattkabel.example",
}


@pytest.fixture
async def mailbox(office: Office) -> Account:
    """A mailbox whose servers are away: reading a receipt needs none."""
    house = office.house
    async with transaction(house.pool) as tx:
        return await accounts.add_account(
            tx, house.vault, office.brand.id, channel="email", profile=own_profile(SERVICE),
            scope=f"email:{SERVICE}", role=AccountRole.SERVICE, settings=SETTINGS, secrets={"password": "x"},
            now=house.now(),
        )  # fmt: skip


async def take_in(office: Office, account: Account, *mails: EmailMessage) -> str:
    house = office.house
    items = [
        wrap(Envelope("mail", "INBOX", 1, number, house.now(), own=False, mail=mail.as_bytes()))
        for number, mail in enumerate(mails)
    ]
    async with transaction(house.pool) as tx:
        await receive(tx, account, items, house.now())
    await Digestion(house.pool, house.switchboard, house.now, timedelta(days=14), house.files).digest(
        office.brand.id
    )
    return (await office.codes())[-1]


def letter(text: str, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = (
        "Otto <otto@nordnetz.example>",
        SERVICE,
        "<1@nordnetz.example>",
    )
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def laid_out() -> EmailMessage:
    mail = letter("", Subject="Rechnung")
    mail.set_content(
        '<p onclick="x()">Was ist <b>das</b>?</p><script>alert(1)</script>'
        '<img src="cid:p"><img src="https://spy.example/p.gif">',
        "html",
    )
    mail.add_related(PIXEL, "image", "png", cid="<p>")
    return mail


async def test_subject_quotes_and_doubts_are_shown(office: Office, mailbox: Account, romina: Visitor) -> None:
    checks = "mx.wattkabel.example; dmarc=fail; spf=pass"
    code = await take_in(
        office,
        mailbox,
        letter("Es blinkt.\n\n-- \nOtto\n", Subject="Netz <weg>", Authentication_Results=checks),
    )
    page = await romina.page(f"/desk/case/{code}")
    assert '<p class="subject" dir="auto">Netz &lt;weg&gt;</p>' in page
    assert re.search(r'<details class="quoted".*?-- \nOtto</p></details>', page, re.DOTALL)
    assert "DMARC: fail" in page
    assert "/desk/letters/" not in page


async def test_the_html_runs_and_fetches_nothing_unasked(
    office: Office, mailbox: Account, romina: Visitor, stranger: Visitor
) -> None:
    code = await take_in(office, mailbox, laid_out())
    found = re.search(r'"(/desk/letters/[^"]+)"', await romina.page(f"/desk/case/{code}"))
    assert found is not None
    answer = await romina.get(found[1])
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "img-src data:;" in policy
    assert "<script" not in answer.text
    assert "onclick" not in answer.text
    assert 'src="data:image/png;base64,' in answer.text
    assert "?pictures=yes" in answer.text
    asked = await romina.get(f"{found[1]}?pictures=yes")
    assert "img-src data: https: http:;" in asked.headers["content-security-policy"]
    assert (await stranger.get(found[1])).status_code in {303, 401}
    assert (await romina.get("/desk/letters/0190163d-8694-739b-aea5-966c26f8ad90")).status_code == 404


async def test_an_answer_by_mail_may_be_copied_and_carry_any_file(
    office: Office, mailbox: Account, romina: Visitor
) -> None:
    code = await take_in(office, mailbox, letter("Es blinkt."))
    facts = await romina.page(f"/desk/case/{code}/composer")
    assert 'data-copies="yes"' in facts
    upload = await romina.client.post(
        f"/desk/case/{code}/uploads",
        data={"csrf": romina.csrf},
        files={"file": ("Vertrag.pdf", b"%PDF-1.4", "application/pdf")},
    )
    assert upload.status_code == 200, upload.text
    fields = {
        "kind": "private",
        "text": "Anbei.",
        "cc": "mia@nordnetz.example",
        "attachment": upload.json()["id"],
    }
    wrong = await romina.ask(f"/desk/case/{code}/send", {**fields, "bcc": "kein Mensch"})
    assert wrong.status_code == 422
    assert (await romina.ask(f"/desk/case/{code}/send", fields)).status_code == 200
    async with office.house.pool.acquire() as conn:
        request = await conn.fetchval("select request from deliveries")
    assert request["cc"] == ["mia@nordnetz.example"]
    assert request["signer"] == "Romina"
    assert [file["name"] for file in request["attachments"]] == ["Vertrag.pdf"]
