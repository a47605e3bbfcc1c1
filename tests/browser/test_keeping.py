"""What is typed is never lost, whatever happens around it."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Desk, Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

TYPED = "Grüße, äöüß@€ńęó: ich schaue gleich nach"


async def saved(page: Page) -> None:
    await expect(page.locator("#saved")).to_have_text("Draft saved")


async def desk_with_draft(office: Office, words: str, login: str = "romina") -> Desk:
    desk = await office.signed_in(login)
    await office.street.say("otto", f"@wattkabel_hilft {words}")
    await desk.open_case(words)
    await desk.write(TYPED)
    return desk


async def test_a_reload_right_after_typing(office: Office) -> None:
    desk = await desk_with_draft(office, "Neuladen")
    await desk.page.reload()
    await expect(desk.page.locator("#text")).to_have_value(TYPED)


async def test_another_browser_a_second_later(office: Office) -> None:
    desk = await desk_with_draft(office, "Anderer Rechner")
    code = await desk.page.locator("#composer").get_attribute("data-code")
    await asyncio.sleep(1.2)
    await desk.context.close()
    other = await office.signed_in("romina")
    await other.open(f"/desk/case/{code}")
    await expect(other.page.locator("#text")).to_have_value(TYPED)


async def test_each_case_and_kind_has_its_own_draft(office: Office) -> None:
    desk = await desk_with_draft(office, "Erster Fall")
    await office.street.say("mia", "@wattkabel_hilft Zweiter Fall")
    await desk.page.locator(".kinds .note").click()
    await expect(desk.page.locator("#text")).to_have_value("")
    await desk.page.locator("#text").fill("Nur fürs Team")
    await desk.open_case("Zweiter Fall")
    await expect(desk.page.locator("#text")).to_have_value("")
    await desk.open_case("Erster Fall")
    await expect(desk.page.locator("#text")).to_have_value(TYPED)
    await desk.page.locator(".kinds .note").click()
    await expect(desk.page.locator("#text")).to_have_value("Nur fürs Team")


async def test_the_session_ends_while_writing(office: Office) -> None:
    desk = await desk_with_draft(office, "Sitzung endet")
    await saved(desk.page)
    await desk.context.clear_cookies()
    await desk.page.keyboard.type(" und mehr")
    dialog = desk.page.locator("#again")
    await expect(dialog).to_be_visible()
    await expect(desk.page.locator("#text")).to_have_value(TYPED + " und mehr")
    await dialog.locator("[name=password]").fill("falsch geraten")
    await dialog.locator("button.primary").click()
    await expect(dialog.locator("#again-wrong")).to_contain_text("wrong")
    await dialog.locator("[name=password]").fill(office.street.password("romina"))
    await dialog.locator("button.primary").click()
    await expect(dialog).to_be_hidden()
    await saved(desk.page)
    await desk.page.locator("#text").click()
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.page.locator("#region-thread .message.out")).to_contain_text("und mehr")


async def test_colleagues_and_customers_do_not_touch_what_is_typed(office: Office) -> None:
    desk = await desk_with_draft(office, "Alle reden mit")
    kai = await office.signed_in("kai")
    await kai.open_case("Alle reden mit")
    for number in range(5):
        await asyncio.gather(
            office.street.say("mia", f"@wattkabel_hilft Noch etwas {number}"),
            desk.page.keyboard.type(f" {number}", delay=30),
        )
    await kai.page.keyboard.press("Escape")
    await kai.page.keyboard.press("i")
    await expect(desk.page.locator("#region-head")).to_contain_text("Kai")
    await expect(desk.page.locator("#text")).to_have_value(f"{TYPED} 0 1 2 3 4")
    assert await desk.page.evaluate("document.activeElement.id") == "text"


async def test_an_answer_to_an_old_state_is_stopped_and_can_go_anyway(office: Office) -> None:
    desk = await office.signed_in("romina")
    post = await office.street.say("otto", "@wattkabel_hilft Überholt.")
    await desk.open_case("Überholt")
    await desk.write("Ich antworte auf das Alte")
    await desk.page.evaluate("window.stop = true")
    await desk.page.route("**/desk/stream*", lambda route: route.abort())
    await desk.page.evaluate("dispatchEvent(new Event('online'))")
    await office.street.say("otto", "@wattkabel_hilft Hat sich erledigt!", parent=post["id"])
    kai = await office.signed_in("kai")
    await expect(kai.page.locator(".row", has_text="Hat sich erledigt")).to_be_visible()
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.page.locator("#ask")).to_contain_text("Something new came in")
    await expect(desk.page.locator("#ask-text")).to_contain_text("Hat sich erledigt!")
    await desk.page.locator("#ask button", has_text="Look first").click()
    await expect(desk.page.locator("#text")).to_have_value("Ich antworte auf das Alte")
    await desk.page.locator("#text").click()
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.page.locator("#ask")).to_be_visible()
    await desk.page.keyboard.press("Enter")
    await office.street.answer_arrives("otto", post, "Ich antworte auf das Alte")


async def test_what_the_customer_changed_meanwhile_is_shown_beside_what_it_was(office: Office) -> None:
    desk = await office.signed_in("romina")
    post = await office.street.say("otto", "@wattkabel_hilft Die Lampe blinkt rot.")
    await desk.open_case("blinkt rot")
    await desk.write("Bei Rot hilft nur ein Tausch")
    await desk.page.route("**/desk/stream*", lambda route: route.abort())
    await desk.page.evaluate("dispatchEvent(new Event('online'))")
    kai = await office.signed_in("kai")
    await kai.open_case("blinkt rot")
    await office.street.change("otto", post, "@wattkabel_hilft Die Lampe blinkt grün.")
    await expect(kai.page.locator("#region-thread .tag", has_text="changed")).to_be_visible()
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.page.locator("#ask-text")).to_contain_text("blinkt grün.")
    await expect(desk.page.locator("#ask-text")).to_contain_text("Before that: ")
    await expect(desk.page.locator("#ask-text")).to_contain_text("blinkt rot.")


async def test_a_lost_answer_is_sent_once_by_trying_again(office: Office) -> None:
    desk = await office.signed_in("romina")
    post = await office.street.say("jonas", "@wattkabel_hilft Einmal genügt.")
    await desk.open_case("Einmal genügt")
    await desk.write("Genau eine Antwort")

    async def swallow(route: object) -> None:
        await route.fetch()  # type: ignore[attr-defined]
        await route.abort()  # type: ignore[attr-defined]

    await desk.page.route("**/send", swallow)
    await desk.page.keyboard.press("Control+Enter")
    failed = desk.page.locator("#pending .failed")
    await expect(failed).to_contain_text("What you typed is kept")
    await desk.page.unroute("**/send")
    await failed.locator("[data-do=retry]").click()
    await expect(failed).to_have_count(0)
    await office.street.answer_arrives("jonas", post, "Genau eine Antwort")
    assert len(await office.street.answers("jonas", post)) == 1


async def test_a_text_that_is_too_long_goes_as_a_thread_only_on_wish(office: Office) -> None:
    desk = await office.signed_in("romina")
    post = await office.street.say("mia", "@wattkabel_hilft Bitte ausführlich.")
    await desk.open_case("Bitte ausführlich")
    await desk.page.locator("#text").fill("Das ist ein langer Satz mit vielen Wörtern darin. " * 16)
    await expect(desk.page.locator("#counter")).to_have_attribute("data-over", "")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.page.locator("#ask")).to_contain_text("too long")
    await desk.page.locator("#ask button", has_text="numbered thread").click()
    await office.street.answer_arrives("mia", post, "1/2")
    await office.street.answer_arrives("mia", post, "2/2")


async def test_sending_right_after_changing_the_kind_asks_once(office: Office) -> None:
    desk = await office.signed_in("romina")
    await office.street.say("otto", "@wattkabel_hilft Verwechselt.")
    await desk.open_case("Verwechselt")
    await desk.page.locator(".kinds .private").click()
    await desk.write("Das hier ist vertraulich")
    await desk.page.locator(".kinds .public").click()
    await desk.page.locator("#text").fill("Das hier darf jeder lesen")
    await desk.page.evaluate("document.querySelector('.kinds .private input').click()")
    await desk.page.locator("#text").press("Control+Enter")
    await expect(desk.page.locator("#ask")).to_contain_text("private")
