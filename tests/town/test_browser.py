"""The town's page in a real browser: narrow, dark, live, and without barriers that a machine can find."""

import os
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.town.square import Square

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM.exists() and AXE.exists()), reason="no Chromium or no axe-core here"),
]


async def test_otto_writes_and_the_answer_appears_by_itself(square: Square) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(
            viewport={"width": 360, "height": 800}, color_scheme="dark", locale="de-DE", bypass_csp=True
        )
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(square.origin)
        await page.get_by_role("button", name="Mia").click()
        await page.get_by_label("Was gibt es?").fill("@wattkabel_hilft kein Internet")
        await page.get_by_role("button", name="Veröffentlichen").click()
        await page.wait_for_url("**/@mia/*")
        await page.get_by_label("Antwort schreiben").fill("angefangen")
        number = page.url.rpartition("/")[2]
        await square.say("wattkabel_hilft", "@mia ich schaue nach", in_reply_to_id=number)
        await page.get_by_text("ich schaue nach").wait_for(timeout=3000)
        assert await page.get_by_label("Antwort schreiben").input_value() == "angefangen"
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        await page.evaluate(AXE.read_text())
        assert await page.evaluate("axe.run().then(result => result.violations.map(each => each.id))") == []
        assert complaints == []
        await browser.close()
