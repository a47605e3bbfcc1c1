"""The brief and the facts on the page of a case, with scripts and without."""

import re
from datetime import timedelta

import pytest

from hilft import cases, memory
from hilft.db import transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


async def test_a_case_begins_with_its_brief_and_lists_what_is_known(office: Office, romina: Visitor) -> None:
    await office.hear("Seit gestern kein Internet, habe eine Fritzbox 7590, neu gestartet hab ich schon")
    (code,) = await office.codes()
    page = await romina.page(f"/desk/case/{code}")
    brief = page.split('id="region-brief"')[1].split('id="talk"')[0]
    for words in (
        "Kurzfassung",
        "Seit gestern kein Internet",
        "Gerät: FRITZ!Box 7590",
        "Neu gestartet: ja",
        "Antwort fällig",
    ):
        assert words in brief
    known = page.split('id="facts"')[1]
    for words in ("FRITZ!Box 7590", "Bestätigen: Gerät", "Berichtigen: Gerät", "Entfernen: Gerät"):
        assert words in known
    message = re.search(r'id="(m-[^"]+)"', page)
    assert message is not None
    assert f'href="#{message.group(1)}"' in brief


async def test_a_fact_is_decided_on_without_scripts(office: Office, romina: Visitor) -> None:
    await office.hear("Ich habe eine Fritzbox 7590")
    (code,) = await office.codes()
    page = await romina.page(f"/desk/case/{code}")
    found = re.search(r'formaction="(/desk/case/[^"]+/facts/[^"]+)/confirm"[^>]*Gerät', page)
    assert found is not None
    for deed, fields, then in (
        ("confirm", {}, "bestätigt von Romina"),
        ("correct", {"value": "FRITZ!Box <7530>"}, "FRITZ!Box &lt;7530&gt;"),
    ):
        answer = await romina.post(f"{found.group(1)}/{deed}", fields)
        assert answer.status_code == 303, answer.text
        assert then in await romina.page(f"/desk/case/{code}")


async def test_a_removal_can_be_undone(office: Office, romina: Visitor) -> None:
    await office.hear("Ich habe eine Fritzbox 7590")
    (code,) = await office.codes()
    page = await romina.page(f"/desk/case/{code}")
    found = re.search(r'formaction="(/desk/case/[^"]+/facts/[^"]+)/remove"[^>]*Gerät', page)
    assert found is not None
    told = (await romina.ask(f"{found.group(1)}/remove")).json()
    assert (
        "FRITZ!Box 7590"
        not in (await romina.page(f"/desk/case/{code}")).split('id="facts"')[1].split("</details>")[0]
    )
    assert (await romina.ask(told["deed"]["address"])).status_code == 200
    assert "FRITZ!Box 7590" in (await romina.page(f"/desk/case/{code}")).split('id="facts"')[1]


async def test_a_fact_that_is_none_is_not_found(office: Office, romina: Visitor) -> None:
    await office.hear("Ich habe eine Fritzbox 7590")
    (code,) = await office.codes()
    assert (await romina.ask(f"/desk/case/{code}/facts/nichts/confirm")).status_code == 404


async def test_a_promise_is_settled_in_its_case_and_says_how(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    due = office.clock() + timedelta(hours=3)
    async with transaction(office.house.pool) as tx:
        case = await cases.find(tx.conn, office.romina, code)
        (made,) = await memory.make_promises(
            tx, office.romina, case.id, None, [memory.Wish("Ich melde mich bis elf.", due)], office.clock()
        )
    address = f"/desk/promises/{made}/kept"
    assert f'action="{address}"' in await romina.page(f"/desk/case/{code}")
    done = await romina.post(address, {"how": "angerufen um zehn", "case": code})
    assert done.headers["location"] == f"/desk/case/{code}"
    page = await romina.page(f"/desk/case/{code}")
    assert "angerufen um zehn" in page
    assert address not in page
    assert (await romina.post(address, {"case": "K7Q-4PXM"})).status_code == 404


async def test_the_reason_for_asking_on_purpose_stands_in_the_history(
    office: Office, romina: Visitor
) -> None:
    await office.hear("Ich habe eine Fritzbox 7590, nichts geht")
    (code,) = await office.codes()
    await romina.page(f"/desk/case/{code}")
    sent = await romina.post(
        f"/desk/case/{code}/send",
        {"kind": "public", "text": "Welchen Router haben Sie?", "on_purpose": "device Er hat zwei davon."},
    )
    assert sent.status_code == 303, sent.text
    history = (await romina.page(f"/desk/case/{code}?lang=de")).partition('id="history"')[2]
    assert "Er hat zwei davon." in history
    assert "Gerät" in history
