"""The wall screen: alive without a hand, no scrolling at 1080p, and honest about old figures."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_figures_come_by_themselves_and_say_when_they_are_old(office: Office) -> None:
    desk = await office.signed_in("romina", viewport={"width": 1920, "height": 1080})
    await desk.open("/live")
    page = desk.page
    arrived = page.locator('.tile[href="/live/arrivals"] strong')
    before = int(await arrived.inner_text())
    await office.street.say("otto", "@wattkabel_hilft Steht das an der Wand?")
    await expect(arrived).to_have_text(str(before + 1), timeout=8000)
    fits = "(wall => wall.scrollHeight <= wall.clientHeight)(document.querySelector('main'))"
    assert await page.evaluate(fits)
    await expect(page.locator("#stale")).to_be_hidden()
    await page.route("**/live/figures", lambda route: route.abort())
    await expect(page.locator("#stale")).to_be_visible(timeout=8000)
    await page.unroute("**/live/figures")
    await expect(page.locator("#stale")).to_be_hidden(timeout=5000)
