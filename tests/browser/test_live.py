"""The page is the truth: live updates, lost lines, rows that stay where they are."""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

_DIFFERENCES = """async () => {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const plain = (box) => {
    const copy = box.cloneNode(true);
    for (const time of copy.querySelectorAll("time[data-relative]")) time.textContent = "";
    for (const one of copy.querySelectorAll("*"))
      for (const name of one.getAttributeNames()) if (name.startsWith("data-own") || name === "open") one.removeAttribute(name);
    return copy.innerHTML.replaceAll(/\\s+/g, " ");
  };
  const differing = [];
  for (const box of document.querySelectorAll("[id^=region-]"))
    if (plain(box) !== plain(fresh.getElementById(box.id))) differing.push(box.id);
  return differing;
}"""


async def is_as_fresh(page: Page) -> None:
    """Wait until no region differs from the same page loaded anew."""
    differing: list[str] = ["?"]
    for _ in range(30):
        differing = await page.evaluate(_DIFFERENCES)
        if not differing:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(differing)


async def test_a_page_after_nudges_equals_the_page_freshly_loaded(office: Office) -> None:
    desk = await office.signed_in("romina")
    post = await office.street.say("otto", "@wattkabel_hilft Gleichstand.")
    await desk.open("/desk/inbox?view=all")
    await desk.open_case("Gleichstand")
    await desk.page.mouse.move(700, 400)
    await office.street.say(
        "otto", "@wattkabel_hilft Und noch etwas https://example.com/a?b=1&c=2", parent=post["id"]
    )
    await office.street.say("mia", "@wattkabel_hilft Ich rede mit.", parent=post["id"])
    await office.street.say("jonas", "@wattkabel_hilft Ein neuer Fall <b>mit</b> & Zeichen")
    await desk.page.keyboard.press("Escape")
    await desk.page.keyboard.press("i")
    await expect(desk.page.locator("#region-thread")).to_contain_text("Ich rede mit")
    await expect(desk.page.locator(".row", has_text="<b>mit</b>")).to_be_visible()
    await is_as_fresh(desk.page)


async def test_a_dead_line_is_told_and_the_gap_is_filled(office: Office) -> None:
    desk = await office.signed_in("romina")
    await desk.open()
    await expect(desk.page.locator("#strip")).to_be_hidden()
    await desk.page.route("**/desk/stream*", lambda route: route.abort())
    await desk.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(desk.page.locator("#strip")).to_be_visible(timeout=5000)
    await expect(desk.page.locator("#strip")).to_have_attribute("role", "status")
    await office.street.say("jonas", "@wattkabel_hilft In der Lücke.")
    await desk.page.unroute("**/desk/stream*")
    await desk.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(desk.page.locator(".row", has_text="In der Lücke")).to_be_visible(timeout=4000)
    await expect(desk.page.locator("#strip")).to_be_hidden()
    await is_as_fresh(desk.page)


async def test_rows_do_not_move_under_the_pointer(office: Office) -> None:
    desk = await office.signed_in("romina")
    await office.street.say("otto", "@wattkabel_hilft Schon da.")
    await desk.open("/desk/inbox?view=all")
    first = desk.page.locator(".row").first
    await expect(first).to_contain_text("Schon da")
    await first.hover()
    await office.street.say("mia", "@wattkabel_hilft Ganz neu obenauf.")
    await expect(desk.page.locator("#pill")).to_be_visible()
    await expect(desk.page.locator("#pill")).to_contain_text("1 new")
    await expect(desk.page.locator(".row").first).to_contain_text("Schon da")
    await desk.page.keyboard.press(".")
    await expect(desk.page.locator(".row").first).to_contain_text("Ganz neu obenauf")
    await expect(desk.page.locator("#pill")).to_be_hidden()


async def test_the_keyboard_alone_walks_opens_and_comes_back(office: Office) -> None:
    desk = await office.signed_in("kai")
    await office.street.say("jonas", "@wattkabel_hilft Tastatur eins.")
    await office.street.say("mia", "@wattkabel_hilft Tastatur zwei.")
    await desk.open("/desk/inbox?view=all")
    await expect(desk.page.locator(".row").first).to_contain_text("Tastatur zwei")
    await desk.page.keyboard.press("j")
    await desk.page.keyboard.press("j")
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.locator("#region-thread")).to_contain_text("Tastatur eins")
    await desk.page.keyboard.press("r")
    await desk.page.keyboard.type("jkreanps?/.")
    await expect(desk.page.locator("#text")).to_have_value("jkreanps?/.")
    await desk.page.keyboard.press("Escape")
    await desk.page.keyboard.press("p")
    await expect(desk.page.locator("#composer")).to_have_attribute("data-kind", "private")
    await desk.page.keyboard.press("?")
    await expect(desk.page.locator("#help")).to_be_visible()
    await desk.page.keyboard.press("Escape")
    await desk.page.keyboard.press("/")
    assert await desk.page.evaluate("document.activeElement.id") == "find"
    await desk.page.go_back()
    await expect(desk.page).to_have_url(re.compile(r"inbox\?view=all$"))


async def test_single_keys_can_be_switched_off(office: Office) -> None:
    desk = await office.signed_in("wiebke")
    await desk.open("/desk/settings")
    await desk.page.locator("[name=single_keys]").uncheck()
    await desk.page.get_by_role("button", name="Save", exact=True).click()
    await desk.page.wait_for_url("**saved**")
    await desk.page.keyboard.press("?")
    await expect(desk.page.locator("#help")).to_be_hidden()


async def test_deleted_and_changed_posts_are_marked(office: Office) -> None:
    desk = await office.signed_in("romina")
    post = await office.street.say("otto", "@wattkabel_hilft Zum Ändern.")
    await desk.open_case("Zum Ändern")
    await office.street.change("otto", post, "@wattkabel_hilft Doch anders gemeint.")
    await expect(desk.page.locator("#region-thread")).to_contain_text("Doch anders gemeint", timeout=15000)
    await expect(desk.page.locator("#region-thread .tag", has_text="changed")).to_be_visible()
    await office.street.remove("otto", post)
    await expect(desk.page.locator("#region-thread")).to_contain_text("Deleted by its author", timeout=15000)
    await expect(desk.page.locator("#region-thread")).not_to_contain_text("Doch anders gemeint")


async def test_signing_out_elsewhere_asks_here(office: Office) -> None:
    desk = await office.signed_in("tatjana")
    other = await desk.context.new_page()
    await other.goto(office.street.desk + "/desk/inbox")
    await other.locator("#me summary").click()
    await other.get_by_role("button", name="Sign out").click()
    await other.wait_for_url("**/desk/sign-in")
    await expect(desk.page.locator("#again")).to_be_visible(timeout=25000)


async def test_e_solves_and_opens_the_next(office: Office) -> None:
    desk = await office.signed_in("benjamin")
    for words in ("Nachher dran", "Zuerst dran"):
        await office.street.say("mia", f"@wattkabel_hilft {words}")
    await desk.open()
    await expect(desk.page.locator(".row").first).to_contain_text("Zuerst dran")
    await desk.page.keyboard.press("j")
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.locator("#region-thread")).to_contain_text("Zuerst dran")
    await desk.page.keyboard.press("e")
    await expect(desk.page.locator("#region-thread")).to_contain_text("Nachher dran")
