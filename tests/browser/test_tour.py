"""A newcomer walks through the tour of the demo: four agents, four channels, every step on the real screen."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Desk, Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def take(desk: Desk, step: str, name: str) -> None:
    """Press a button or follow a way of one step."""
    await desk.open("/desk/tour")
    await desk.page.locator(f"#step-{step}").get_by_text(name, exact=True).first.click()


async def answer(desk: Desk, words: str, visibility: str) -> None:
    await desk.page.locator(f".kinds .{visibility}").click()
    await desk.page.locator("#text").fill(words)
    await desk.page.wait_for_timeout(1200)
    await desk.page.locator("#send").click()
    await expect(desk.page.locator("#undo")).to_be_visible()


async def words_of(desk: Desk, step: str) -> str:
    await desk.open("/desk/tour")
    return str(await desk.page.locator(f"#step-{step} .tour-line").first.text_content())


async def test_the_tour_can_be_walked_to_its_end(office: Office) -> None:
    code = await on_the_square(await office.signed_in("romina"))
    await at_the_hotline(await office.signed_in("kai"), code)
    await at_the_counter(await office.signed_in("wiebke"))
    await by_mail(await office.signed_in("hauke"), code)


async def on_the_square(romina: Desk) -> str:
    page = romina.page
    await take(romina, "square", "Let Otto write")
    await expect(page.locator("#step-private form")).to_be_visible(timeout=10_000)
    question = await words_of(romina, "square")
    await take(romina, "square", "Open the case")
    await page.locator(".kinds .public").click()
    await page.locator("#text").fill(question)
    await expect(page.locator("#hints")).to_contain_text("FRITZ!Box 7590")
    await answer(romina, "Please send us your customer number in private.", "public")
    await take(romina, "private", "Let Otto answer")
    promise = await words_of(romina, "private")
    await take(romina, "private", "Open the case")
    await expect(page.locator("#region-thread")).to_contain_text("4711-0815")
    await answer(romina, promise, "private")
    await romina.open("/desk/tour")
    return str(await page.locator("#main > header strong").text_content())


async def at_the_hotline(kai: Desk, code: str) -> None:
    page = kai.page
    note = await words_of(kai, "phone")
    await take(kai, "phone", "Let it ring")
    await page.locator(".call-card").first.get_by_text("I have it").click()
    await expect(page.locator(".call-card").get_by_text("I have it")).to_have_count(0)
    await page.locator(".call-card").first.get_by_text("Write down").click()
    await page.locator("#main [name=q]").fill(code)
    await page.keyboard.press("Enter")
    await page.locator(f"[name=case][value='{code}']").check()
    await page.locator("#call-note textarea").fill(note)
    await page.get_by_text("Keep with the case").click()
    await page.wait_for_url("**/desk/case/*")


async def at_the_counter(wiebke: Desk) -> None:
    page = wiebke.page
    note = await words_of(wiebke, "counter")
    await take(wiebke, "counter", "To the counter")
    await expect(page.locator(".brief")).to_contain_text("Cable checked")
    await page.locator("#counter-note textarea").fill(note)
    await page.get_by_text("Case stays open").click()
    await page.wait_for_url("**/desk/counter?kept=*")


async def by_mail(hauke: Desk, code: str) -> None:
    page = hauke.page
    await take(hauke, "mail", "Let Otto write a mail")
    way = page.locator("#step-mail .buttons a")
    await expect(way).not_to_have_attribute("href", f"/desk/case/{code}", timeout=20_000)
    await way.click()
    await page.get_by_text("Same person: join and link").click()
    await page.wait_for_url(f"**/desk/case/{code}")
    question = await words_of(hauke, "mail")
    await take(hauke, "end", "Open the case")
    await page.locator(".kinds .private").click()
    await page.locator("#text").fill(question)
    for known in ("4711-0815", "F3411"):
        await expect(page.locator("#hints")).to_contain_text(known)
    await answer(hauke, "Dear Otto, a technician comes on Friday at 10.", "private")
    await hauke.open("/desk/tour")
    await expect(page.locator(".tour .tag.solved")).to_have_count(4)
    letters = page.locator("#step-mail details")
    for _ in range(20):
        await hauke.open("/desk/tour")
        if await letters.count():
            break
        await page.wait_for_timeout(500)
    await expect(letters).to_contain_text("technician comes on Friday")
    await expect(page.locator(".tour .tag.solved")).to_have_count(5)
