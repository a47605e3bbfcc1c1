"""A customer asks in public, a named person answers: the whole way, in a real browser."""

import asyncio
import struct
import zlib

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_asked_in_public_answered_by_name(office: Office) -> None:
    romina = await office.signed_in("romina")
    kai = await office.signed_in("kai")
    post = await office.street.say("otto", "@wattkabel_hilft Seit heute früh kein Internet, Lampe blinkt.")
    for desk in (romina, kai):
        row = desk.page.locator(".row", has_text="Internet, Lampe blinkt")
        await expect(row).to_contain_text("Otto", timeout=5000)
        await expect(row).to_contain_text("Public")
    await romina.open_case("Internet, Lampe blinkt")
    await expect(romina.page.locator("#modes")).to_contain_text("PUBLIC")
    await expect(romina.page.locator("#modes")).to_contain_text("@wattkabel_hilft")
    await romina.write("Hallo Otto, ich prüfe die Leitung.")
    await expect(romina.page.locator("#counter")).to_contain_text("^ro")
    await expect(romina.page.locator("#used")).to_have_text("44 / 500")
    await romina.page.keyboard.press("Control+Enter")
    await expect(romina.page.locator("#region-thread .message.out")).to_contain_text("ich prüfe die Leitung")
    await expect(romina.page.locator("#undo")).to_be_visible()
    answer = await office.street.answer_arrives("otto", post, "ich prüfe die Leitung")
    assert answer["in_reply_to_id"] == post["id"]
    assert answer["visibility"] == "public"
    assert "^ro" in answer["content"]
    await expect(romina.page.locator("#region-thread .message.out .state").first).to_be_visible()
    await expect(romina.page.locator("#region-head")).to_contain_text("Romina")


async def test_of_two_who_claim_one_wins_and_the_other_sees_who(office: Office) -> None:
    await office.street.say("mia", "@wattkabel_hilft Zwei greifen zu.")
    desks = [await office.signed_in("romina"), await office.signed_in("kai")]
    for desk in desks:
        await desk.open_case("Zwei greifen zu")
    await asyncio.gather(*(desk.page.keyboard.press("i") for desk in desks))
    for desk in desks:
        await expect(desk.page.locator('#region-head [data-key="i"]')).to_have_count(0)
    owners = {await desk.page.locator("#region-head .head").get_attribute("data-owner") for desk in desks}
    assert len(owners) == 1
    toasts = [await desk.page.locator(".toast.bad").all_text_contents() for desk in desks]
    assert sorted(len(each) for each in toasts) == [0, 1]
    assert "took this case" in "".join(text for each in toasts for text in each)


async def test_undo_brings_the_text_back_and_nothing_leaves(office: Office) -> None:
    romina = await office.signed_in("romina")
    post = await office.street.say("jonas", "@wattkabel_hilft Nimmst du das zurück?")
    await romina.open_case("Nimmst du das")
    await romina.write("Das war ein Versehen")
    await romina.page.keyboard.press("Control+Enter")
    await expect(romina.page.locator("#undo")).to_be_visible()
    await romina.page.keyboard.press("z")
    await expect(romina.page.locator("#text")).to_have_value("Das war ein Versehen")
    await asyncio.sleep(4)
    assert await office.street.answers("jonas", post) == []


async def test_private_words_stay_private_and_name_nobody_else(office: Office) -> None:
    romina = await office.signed_in("romina")
    await office.street.say("otto", "@wattkabel_hilft Meine Frage ist geheim", visibility="direct")
    await romina.open_case("Frage ist geheim")
    await expect(romina.page.locator("#modes .mode.private")).to_be_visible()
    await expect(romina.page.locator("#modes")).to_contain_text("PRIVATE")
    await romina.write("Das weiß nur @mia@town.test und ich")
    await romina.page.keyboard.press("Control+Enter")
    await expect(romina.page.locator("#ask")).to_contain_text("@mia")
    await romina.page.locator("#ask button", has_text="Cancel").click()
    await expect(romina.page.locator("#text")).to_have_value("Das weiß nur @mia@town.test und ich")


async def test_note_hand_over_and_solve(office: Office) -> None:
    romina = await office.signed_in("romina")
    kai = await office.signed_in("kai")
    await office.street.say("mia", "@wattkabel_hilft Router tot, bitte Kai fragen.")
    code = await romina.open_case("Router tot")
    await romina.page.keyboard.press("Escape")
    await romina.page.keyboard.press("n")
    await romina.page.keyboard.type("Kennt Kai schon vom letzten Mal.")
    await romina.page.keyboard.press("Control+Enter")
    await expect(romina.page.locator("#region-thread .message.note")).to_contain_text("Kennt Kai schon")
    await romina.page.keyboard.press("Escape")
    await romina.page.keyboard.press("a")
    dialog = romina.page.locator("#hand-over")
    await dialog.locator("select").select_option("kai")
    await dialog.locator("textarea").fill("Bitte übernehmen")
    await dialog.locator("button.primary").click()
    await expect(romina.page.locator("#region-head")).to_contain_text("Kai")
    await kai.open(f"/desk/case/{code}")
    await expect(kai.page.locator("#region-thread")).to_contain_text("Bitte übernehmen")
    await kai.page.keyboard.press("e")
    await expect(kai.page.locator("#region-head")).to_contain_text("Solved")
    await kai.page.locator("#history summary").click()
    await expect(kai.page.locator("#history")).to_contain_text("Handed over")


async def test_somebody_who_joins_in_is_split_off(office: Office) -> None:
    romina = await office.signed_in("romina")
    post = await office.street.say("otto", "@wattkabel_hilft Thread mit zweien.")
    await office.street.say("jonas", "@wattkabel_hilft Bei mir auch, aber anders.", parent=post["id"])
    await romina.open_case("Bei mir auch, aber anders")
    await expect(romina.page.locator(".message.participant")).to_contain_text("joined in")
    await romina.page.keyboard.press("m")
    await expect(romina.page.locator(".message.participant")).to_have_count(0)
    await expect(romina.page.locator(".row", has_text="Jonas").filter(has_text="aber anders")).to_be_visible()


def picture() -> bytes:
    """A red square of 8 by 8 pixels (PNG, RFC 2083)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = (b"\0" + b"\xff\0\0" * 8) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


async def test_a_picture_goes_along_with_its_description(office: Office) -> None:
    romina = await office.signed_in("romina")
    post = await office.street.say("mia", "@wattkabel_hilft Welche Lampe meinst du?")
    await romina.open_case("Welche Lampe")
    file = FilePayload(name="lampe.png", mimeType="image/png", buffer=picture())
    await romina.page.locator("#file").set_input_files(files=[file])
    field = romina.page.locator("#picked li[data-id] input")
    await field.fill("Die rote Lampe rechts")
    await field.press("Tab")
    await romina.write("Diese hier")
    await romina.page.wait_for_timeout(900)
    await romina.page.keyboard.press("Control+Enter")
    await expect(romina.page.locator("#undo")).to_be_visible()
    await romina.page.locator("[data-do=undo]").click()
    await expect(romina.page.locator("#picked input")).to_have_value("Die rote Lampe rechts")
    await romina.page.reload()
    await expect(romina.page.locator("#picked input")).to_have_value("Die rote Lampe rechts")
    await expect(romina.page.locator("#text")).to_have_value("Diese hier")
    await romina.page.locator("#send").click()
    answer = await office.street.answer_arrives("mia", post, "Diese hier")
    assert [one["description"] for one in answer["media_attachments"]] == ["Die rote Lampe rechts"]
    await expect(romina.page.locator("#region-thread .files img")).to_have_attribute(
        "alt", "Die rote Lampe rechts"
    )
