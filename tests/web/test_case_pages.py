"""What agents see and do, without scripts and with them."""

import re

import httpx
import pytest

from hilft.channels import Visibility
from hilft.db import transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


async def test_the_inbox_shows_who_where_how_and_since_when(office: Office, romina: Visitor) -> None:
    await office.hear("Seit heute früh kein Internet")
    await office.hear("Meine Nummer ist 12", who="mia", visibility=Visibility.PRIVATE)
    page = await romina.page("/desk/inbox")
    assert page.count('class="row"') == 2
    for word in ("Otto", "Mia", "@otto@town.test", "Öffentlich", "Privat", "Seit heute früh", "frei"):
        assert word in page
    assert 'datetime="2026-11-23T08:00:00.000Z"' in page
    assert "09:00" in page


async def test_without_scripts_a_case_is_claimed_answered_and_noted(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    for deed, fields in (
        ("claim", {}),
        ("send", {"kind": "public", "text": "Ich prüfe das."}),
        ("send", {"kind": "note", "text": "Leitung war schon im Mai gestört."}),
        ("solve", {}),
    ):
        answer = await romina.post(f"/desk/case/{code}/{deed}", fields)
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == f"/desk/case/{code}"
    page = await romina.page(f"/desk/case/{code}")
    for words in ("Ich prüfe das. ^ro", "schon im Mai", "Gelöst", "Übernommen", "Notiz geschrieben"):
        assert words in page


async def test_who_comes_second_learns_who_was_first(office: Office, romina: Visitor, kai: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    assert (await romina.ask(f"/desk/case/{code}/claim")).status_code == 200
    answer = await kai.ask(f"/desk/case/{code}/claim")
    assert answer.status_code == 409
    assert answer.json()["sentence"] == "Romina hat diesen Fall gerade übernommen."


async def test_what_was_typed_comes_back_with_the_refusal(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    text = "Viel zu lang <b>" * 60
    answer = await romina.post(f"/desk/case/{code}/send", {"kind": "public", "text": text})
    assert answer.status_code == 422
    assert text.replace("<", "&lt;").replace(">", "&gt;") in answer.text


async def test_a_text_is_measured_with_handle_and_signature(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    told = (await romina.ask(f"/desk/case/{code}/measure", {"kind": "public", "text": "Hallo"})).json()
    assert told == {"used": len("@otto Hallo ^ro"), "limit": 500, "ok": True}


async def test_the_newer_draft_wins(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    for version, text in ((5, "neu"), (3, "alt")):
        told = await romina.ask(
            f"/desk/case/{code}/draft", {"kind": "note", "text": text, "version": str(version)}
        )
        assert told.json() == {"version": 5}
    assert re.search(
        r'data-kind="note" data-version="5"[^>]*>\s*neu<', await romina.page(f"/desk/case/{code}")
    )


async def test_undone_the_text_is_a_draft_again(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    object.__setattr__(office.house.settings, "undo_seconds", 10)
    sent = (await romina.ask(f"/desk/case/{code}/send", {"kind": "public", "text": "Ups"})).json()
    told = (await romina.ask(f"/desk/delivery/{sent['delivery']}/undo")).json()
    assert (told["kind"], told["text"]) == ("public", "Ups")
    assert '<p class="text" dir="auto">Ups ^ro</p>' not in await romina.page(f"/desk/case/{code}")


@pytest.mark.parametrize("wish", ["1h", "tomorrow", "monday", "2026-12-24T18:00"])
async def test_a_case_is_put_off_and_woken(office: Office, romina: Visitor, wish: str) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    assert (await romina.ask(f"/desk/case/{code}/snooze", {"until": wish})).status_code == 200
    assert 'class="row"' not in await romina.page("/desk/inbox")
    assert 'class="row"' in await romina.page("/desk/inbox?view=snoozed")
    assert (await romina.ask(f"/desk/case/{code}/wake")).status_code == 200
    assert 'class="row"' in await romina.page("/desk/inbox")


async def test_hostile_words_are_shown_as_words(office: Office, romina: Visitor) -> None:
    hostile = '"><script>alert(1)</script> https://x.test/"onmouseover="a javascript:alert(2) {{ 7*7 }}'
    await office.hear(hostile, who="otto")
    (code,) = await office.codes()
    for path in ("/desk/inbox", f"/desk/case/{code}", "/desk/search?q=alert"):
        page = await romina.page(path)
        assert "<script>alert" not in page
        assert 'onmouseover="a' not in page
        assert "{{ 7*7 }}" in page or path == "/desk/inbox"
    assert 'href="https://x.test/"' in await romina.page(f"/desk/case/{code}")
    assert "javascript:alert(2)</a>" not in await romina.page(f"/desk/case/{code}")


async def attach(romina: Visitor, code: str, content: bytes, name: str) -> httpx.Response:
    return await romina.client.post(
        f"/desk/case/{code}/uploads",
        files={"file": (name, content, "image/png")},
        headers={"X-CSRF-Token": romina.csrf, "Accept": "application/json"},
    )


async def test_only_harmless_files_are_shown_inline(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    (code,) = await office.codes()
    evil = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    assert (await attach(romina, code, evil, "x.png")).status_code == 422
    picture = (await attach(romina, code, b"\x89PNG\r\n\x1a\n rest", 'x".png')).json()["id"]
    answer = await romina.get(f"/desk/files/{picture}")
    assert answer.headers["content-type"] == "image/png"
    assert "sandbox" in answer.headers["content-security-policy"]
    sha256 = await office.house.files.put(evil)
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update attachments set sha256 = $1, content_type = 'image/svg+xml'", sha256)
    answer = await romina.get(f"/desk/files/{picture}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_whoever_has_no_picture_gets_initials_drawn(office: Office, romina: Visitor) -> None:
    await office.hear("Kein Internet")
    async with transaction(office.house.pool) as tx:
        handle = await tx.conn.fetchval("select id from handles")
        await tx.conn.execute("update handles set display_name = '<b>\" Otto'")
    answer = await romina.get(f"/desk/avatar/{handle}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "<b>" not in answer.text


async def test_older_messages_come_on_wish(office: Office, romina: Visitor) -> None:
    parent = await office.hear("Erste Nachricht")
    for number in range(55):
        office.clock.move(seconds=1)
        await office.hear(f"Nummer {number}.", parent=parent)
    (code,) = await office.codes()
    page = await romina.page(f"/desk/case/{code}")
    assert "Erste Nachricht" not in page.split('id="region-side"')[0].split('id="talk"')[1]
    found = re.search(r'href="(/desk/case/[^"]+/older\?before=[^"]+)"', page)
    assert found is not None
    older = await romina.page(found.group(1))
    assert "Erste Nachricht" in older
    assert "Nummer 4." in older
    assert "Nummer 54." not in older


async def test_behind_a_long_list_the_newest_is_still_seen(office: Office, romina: Visitor) -> None:
    for number in range(53):
        office.clock.move(seconds=1)
        await office.hear(f"Anliegen {number}.", who=f"kunde{number}")
    page = await romina.page("/desk/inbox")
    rows, _, news = page.partition('id="region-news"')
    assert "Anliegen 0." in rows
    assert "Anliegen 52." not in rows
    assert "Anliegen 52." in news
    assert "Anliegen 0." not in news
    await romina.ask("/desk/settings", {"language": "en"})
    assert 'class="news"' not in await romina.page("/desk/inbox?view=waiting")
