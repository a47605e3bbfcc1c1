"""Hints beside what is being written: never in the way, one key to act, and personal data stays out of public."""

import uuid
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Desk, Office
from tests.browser.test_screens import axe as axe  # noqa: PLC0414 - a fixture
from tests.browser.test_screens import complaints

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def opened(office: Office, login: str, words: str, **look: Any) -> Desk:
    desk = await office.signed_in(login, **look)
    word = f"Hinweis{uuid.uuid4().hex[:6]}"
    await office.street.say("otto", f"@wattkabel_hilft {word} {words}")
    await desk.open_case(word)
    return desk


async def test_what_is_known_is_taken_over_with_one_key(office: Office) -> None:
    desk = await opened(office, "romina", "Kein Internet, mein Router ist ein Speedport W 723V.")
    page = desk.page
    before = await page.locator("#text").bounding_box()
    await desk.write("Hallo Otto! Welchen Router haben Sie denn?")
    hint = page.locator("#hints .hint.known")
    await expect(hint).to_contain_text("Speedport W 723V", timeout=10_000)
    after = await page.locator("#text").bounding_box()
    assert before is not None
    assert after is not None
    assert (before["y"], before["x"]) == (after["y"], after["x"])  # nothing jumps under the hands
    await page.keyboard.press("F2")
    await expect(page.locator("#text")).to_have_value("Hallo Otto! Gerät: Speedport W 723V.")
    await expect(hint).to_have_count(0)


async def test_a_hint_that_was_put_away_stays_away(office: Office, axe: str) -> None:
    desk = await opened(office, "hauke", "Nichts geht.", bypass_csp=True)
    page = desk.page
    await desk.write("Wir melden uns zeitnah.")
    hint = page.locator("#hints .hint", has_text="zeitnah")
    await expect(hint).to_be_visible(timeout=10_000)
    assert await complaints(page, axe) == []
    await hint.locator(".dismiss").click()
    await page.keyboard.type(" Ich rufe Sie bis morgen 12 Uhr an, asap.")
    await expect(page.locator("#hints .hint", has_text="asap")).to_be_visible(timeout=10_000)
    await expect(hint).to_have_count(0)
    await expect(page.locator("#hints .promise input")).to_be_checked()
    await page.set_viewport_size({"width": 360, "height": 740})
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360


async def test_a_promise_that_was_sent_is_on_the_list(office: Office) -> None:
    desk = await opened(office, "kai", "Wann geht es wieder?")
    await desk.write("Ich melde mich bis übermorgen 12 Uhr.")
    await expect(desk.page.locator("#hints .promise input")).to_be_checked(timeout=10_000)
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.page.locator("#region-thread .message.out")).to_contain_text("bis übermorgen 12 Uhr")
    await desk.open("/desk/promises")
    mine = desk.page.locator(".promised", has_text="bis übermorgen 12 Uhr").first
    await expect(mine).to_contain_text("Kai")
    await mine.locator("[name=how]").fill("angerufen")
    await mine.get_by_role("button", name="Kept", exact=True).click()
    await expect(desk.page.locator(".promised", has_text="angerufen")).to_be_visible()


async def test_personal_data_goes_out_in_public_only_with_a_reason(office: Office) -> None:
    desk = await opened(office, "romina", "Ruft mich an.")
    page = desk.page
    await desk.write("Wir rufen 0171 2345678 an.")
    await expect(page.locator("#hints .bad")).to_contain_text("0171 2345678", timeout=10_000)
    await page.keyboard.press("Control+Enter")
    dialog = page.locator("#ask")
    await expect(dialog.locator("mark")).to_have_text("0171 2345678")
    await expect(dialog.locator("button").first).to_have_text("Send in private instead")
    await dialog.locator("button", has_text="Send all the same").click()
    await expect(dialog).to_be_visible()  # a reason is wanted
    await dialog.locator("input").fill("Die Nummer steht auf seiner Seite.")
    await dialog.locator("button", has_text="Send all the same").click()
    await expect(page.locator("#region-thread .message.out.public")).to_contain_text("0171 2345678")


async def test_private_instead_is_the_first_button(office: Office) -> None:
    desk = await opened(office, "hauke", "Meine Nummer ist 0171 9876543, ruft an!")
    page = desk.page
    await expect(page.locator(".banner.exposed")).to_contain_text("telephone number", timeout=15_000)
    await desk.write("Wir rufen 0171 9876543 an.")
    await page.keyboard.press("Control+Enter")
    await page.locator("#ask button").first.click()
    await expect(page.locator("#region-thread .message.out.private")).to_contain_text("0171 9876543")
    await page.locator(".banner.exposed [data-do=prepare]").click()
    assert "Telefonnummer" in await page.locator("#text").input_value()
    assert await page.locator("#composer").get_attribute("data-kind") == "private"
