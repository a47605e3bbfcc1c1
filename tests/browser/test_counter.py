"""Standing at a counter with a tablet: find, read, write, done."""

import uuid
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Desk, Office

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

_CAMERA = """
  globalThis.BarcodeDetector = class { async detect() { return [{ rawValue: globalThis.shownToCamera }]; } };
  navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream();
"""


@dataclass
class Hands:
    """Counts what an agent has to do: one thing typed or one button pressed is one action."""

    desk: Desk
    done: int = 0

    async def type(self, field: str, text: str) -> None:
        self.done += 1
        await self.desk.page.locator(field).click()
        await self.desk.page.keyboard.type(text)

    async def press(self, name: str) -> None:
        self.done += 1
        await self.desk.page.locator("#main").get_by_text(name, exact=False).first.click()


async def a_case(office: Office, desk: Desk, who: str = "otto") -> tuple[str, str]:
    words = f"Seit gestern kein Internet {uuid.uuid4().hex[:6]}"
    await office.street.say(who, f"@wattkabel_hilft {words}")
    await desk.open()
    return await desk.open_case(words), words


async def test_from_code_to_done_in_four_actions(office: Office) -> None:
    desk = await office.signed_in("tatjana", viewport={"width": 768, "height": 1024}, has_touch=True)
    code, words = await a_case(office, desk)
    await desk.open("/desk/counter")
    hands = Hands(desk)
    await hands.type("#who", f"{office.street.desk}/status/{code}\n")  # as a scanner does
    await expect(desk.page.locator(".brief")).to_contain_text(words)
    await hands.type("#counter-note textarea", "Die Power-Lampe ist jetzt auch aus.")
    await hands.press("Done now")
    await desk.page.wait_for_url("**/desk/counter?kept=*")
    assert hands.done <= 4
    await desk.open(f"/desk/case/{code}")
    await expect(desk.page.locator(".message", has_text="Power-Lampe")).to_contain_text("^ta")
    await expect(desk.page.locator("#region-head .tag.solved")).to_be_visible()


async def test_from_search_to_an_open_case_in_four_actions(office: Office) -> None:
    desk = await office.signed_in("wiebke", viewport={"width": 768, "height": 1024}, has_touch=True)
    code, words = await a_case(office, desk, "mia")
    await desk.open("/desk/counter")
    hands = Hands(desk)
    await hands.type("#who", "mia p\n")
    await hands.press(code)
    await expect(desk.page.locator(".brief")).to_contain_text(words)
    await hands.type("#counter-note textarea", "Hat ihren Router mitgebracht.")
    await hands.press("Case stays open")
    await desk.page.wait_for_url("**/desk/counter?kept=*")
    assert hands.done <= 4
    await expect(desk.page.locator("#main")).to_contain_text(code)


async def test_what_is_typed_survives_a_reload_and_leaves_with_the_note(office: Office) -> None:
    desk = await office.signed_in("sabrina", viewport={"width": 360, "height": 640})
    await desk.open("/desk/counter/new")
    await desk.page.locator("[name=name]").fill("Frau Momsen")
    await desk.page.locator("textarea").fill("Möchte umziehen")
    await desk.page.wait_for_timeout(400)
    await desk.page.reload()
    await expect(desk.page.locator("textarea")).to_have_value("Möchte umziehen")
    await expect(desk.page.locator("[name=name]")).to_have_value("Frau Momsen")
    await desk.page.get_by_text("Case stays open").click()
    await desk.page.wait_for_url("**/desk/counter?kept=*")
    await desk.open("/desk/counter/new")
    await expect(desk.page.locator("textarea")).to_have_value("")
    await expect(desk.page.locator("[name=name]")).to_have_value("")


async def test_a_camera_reads_the_code_where_the_browser_can(office: Office) -> None:
    desk = await office.signed_in("romina")
    code, words = await a_case(office, desk)
    await desk.page.add_init_script(f"globalThis.shownToCamera = '{office.street.desk}/status/{code}';")
    await desk.page.add_init_script(_CAMERA)
    await desk.open("/desk/counter")
    await desk.page.locator("#scan").click()
    await expect(desk.page.locator(".brief")).to_contain_text(words)


async def test_without_such_a_browser_nothing_offers_a_camera(office: Office) -> None:
    desk = await office.signed_in("romina")
    await desk.page.add_init_script("delete globalThis.BarcodeDetector")
    await desk.open("/desk/counter")
    await expect(desk.page.locator("#who")).to_be_focused()
    await expect(desk.page.locator("#scan")).to_be_hidden()
