"""The program dies and comes back: the page says so, keeps what is typed, and catches up by itself."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import Office, Street
from tests.browser.test_live import _DIFFERENCES
from tests.cli.running import hilft, wait_for

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


def demo(folder: Path, port: str, town: str) -> list[str]:
    """The command; the INFO file lies beside the data, which stays."""
    places = ["--data", str(folder / "data"), "--info", str(folder / "info.json")]
    return ["demo", "--port", port, "--town-port", town, *places]


async def test_killed_while_somebody_writes_and_started_again(chromium: Browser, tmp_path: Path) -> None:
    info, log = tmp_path / "info.json", tmp_path / "log"
    async with contextlib.AsyncExitStack() as stack:
        with hilft(*demo(tmp_path, "0", "0"), output=log) as first:
            street = Street(await asyncio.to_thread(wait_for, info, first))
            desk = await Office(street, chromium, stack).signed_in("romina")
            post = await street.say("otto", "@wattkabel_hilft Vor dem Absturz.")
            await desk.open_case("Vor dem Absturz")
            await desk.write("Mitten im Satz")
            await expect(desk.page.locator("#saved")).to_have_text("Draft saved")
            first.kill_group()
            await desk.page.keyboard.type(" und weiter")
            await expect(desk.page.locator("#strip")).to_be_visible()
            await expect(desk.page.locator("#saved")).to_have_text("Draft kept on this device")
        info.unlink()
        ports = (street.desk.rpartition(":")[2], street.town.rpartition(":")[2])
        with hilft(*demo(tmp_path, *ports), output=log) as second:
            await asyncio.to_thread(wait_for, info, second)
            await expect(desk.page.locator("#strip")).to_be_hidden(timeout=15000)
            await expect(desk.page.locator("#saved")).to_have_text("Draft saved", timeout=10000)
            await expect(desk.page.locator("#text")).to_have_value("Mitten im Satz und weiter")
            await street.say("otto", "@wattkabel_hilft Nach dem Absturz.", parent=post["id"])
            await expect(desk.page.locator("#region-thread")).to_contain_text(
                "Nach dem Absturz", timeout=15000
            )
            async with asyncio.timeout(15):
                while await desk.page.evaluate(_DIFFERENCES):  # noqa: ASYNC110 - a page tells nobody
                    await asyncio.sleep(0.1)
            await asyncio.sleep(1.2)
            await desk.page.locator("#text").click()
            await desk.page.keyboard.press("Control+Enter")
            await street.answer_arrives("otto", post, "Mitten im Satz und weiter")
            assert len([one for one in await street.answers("otto", post) if "Mitten" in one["content"]]) == 1
