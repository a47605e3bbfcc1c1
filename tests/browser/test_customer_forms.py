"""What customers fill in, in a real browser: it decides which headers a form is posted with."""

import re

import pytest
from playwright.async_api import Browser

from tests.browser.conftest import Office, Street

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_a_case_is_rated_on_its_status_page(office: Office, street: Street, chromium: Browser) -> None:
    await street.say("mia", "@wattkabel_hilft Mein Router piept seit gestern", visibility="direct")
    hauke = await office.signed_in("hauke", locale="en-GB")
    await hauke.open()
    await hauke.page.get_by_text("Router piept").first.click()
    code = await hauke.page.locator("#case-pane[data-code]").get_attribute("data-code")
    await hauke.page.locator("#case-pane").get_by_role("button", name=re.compile("^Solve")).click()
    await hauke.page.locator("#region-head").get_by_text("Solved", exact=True).wait_for()
    context = await chromium.new_context(
        locale="en-GB", viewport={"width": 360, "height": 700}, java_script_enabled=False
    )
    customer = await context.new_page()
    await customer.goto(f"{street.desk}/status/{code}")
    await customer.get_by_role("button", name="No, it was not").click()
    await customer.get_by_label("Would you like to say why?").fill("Nobody called back.")
    await customer.get_by_role("button", name="Send").click()
    await customer.get_by_text("What you wrote is with our team.").wait_for()
    await hauke.open("/desk/ratings?only=new")
    await hauke.page.get_by_text("Nobody called back.").wait_for()
    await hauke.page.get_by_role("button", name="Seen to").click()
    await hauke.page.get_by_text("Nobody called back.").wait_for(state="detached")
    await context.close()
    assert hauke.complaints == []
