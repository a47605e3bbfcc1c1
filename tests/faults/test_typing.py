"""Whatever happens while somebody types: no character older than a second is lost, no draft is in another case."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

import httpx
import pytest
from playwright.async_api import Error, expect

from tests.browser.conftest import Desk, Office
from tests.browser.conftest import chromium as chromium  # noqa: PLC0414 - a fixture
from tests.browser.conftest import office as office  # noqa: PLC0414 - a fixture
from tests.browser.conftest import street as street  # noqa: PLC0414 - a fixture
from tests.cli.running import desk_of

pytestmark = [pytest.mark.anyio, pytest.mark.browser]
_LETTERS = "abcdefgh äöüß€ 0123456789"
_A_SECOND = 1.05


@dataclass
class Typist:
    """Romina at her case, and everything that can come between."""

    office: Office
    desk: Desk
    code: str
    parent: str
    random: Random
    typed: str = ""

    async def type(self) -> None:
        word = "".join(self.random.choice(_LETTERS) for _ in range(self.random.randint(3, 12))).strip() + "."
        await self.desk.page.locator("#text").click()
        await self.desk.page.keyboard.press("Control+End")
        await self.desk.page.keyboard.type(word)
        self.typed += word

    async def holds(self, why: str) -> None:
        try:
            await expect(self.desk.page.locator("#text")).to_have_value(self.typed)
        except AssertionError as error:
            raise AssertionError(f"after {why}: {error}") from error

    async def colleague(self) -> None:
        """Kai takes the case, or gives it back."""

        def take() -> None:
            with desk_of(self.office.street.info, "ka") as kai:
                if kai.post(f"/cases/{self.code}/claim").status_code != httpx.codes.OK:
                    kai.post(f"/cases/{self.code}/release")

        await asyncio.to_thread(take)

    async def message(self) -> None:
        await self.office.street.say(
            "otto", f"@wattkabel_hilft Noch etwas {self.typed[-9:]}", parent=self.parent
        )

    async def elsewhere(self) -> None:
        await self.office.street.say("mia", f"@wattkabel_hilft Anderer Fall {self.random.random()}")

    async def reconnect(self) -> None:
        page = self.desk.page
        await page.route("**/desk/stream*", lambda route: route.abort())
        await page.evaluate("dispatchEvent(new Event('online'))")
        await expect(page.locator("#strip")).to_be_visible(timeout=5000)
        await page.unroute("**/desk/stream*")
        await page.evaluate("dispatchEvent(new Event('online'))")

    async def reload(self) -> None:
        await asyncio.sleep(_A_SECOND)
        await self.desk.page.reload()

    async def walk_away(self) -> None:
        """Look at the list and come back."""
        await asyncio.sleep(_A_SECOND)
        await self.desk.open("/desk/inbox?view=all")
        await self.desk.open(f"/desk/case/{self.code}")

    async def session_ends(self) -> None:
        """The session is gone; she types on, is asked who she is, and says it."""
        page = self.desk.page
        await self.desk.context.clear_cookies()
        await self.type()
        dialog = page.locator("#again")
        await expect(dialog).to_be_visible()
        await dialog.locator("[name=password]").fill(self.office.street.password("romina"))
        await dialog.locator("button.primary").click()
        await expect(dialog).to_be_hidden()

    async def tab_crashes(self) -> None:
        await asyncio.sleep(_A_SECOND)
        dead = self.desk.page
        with contextlib.suppress(Error):
            await dead.goto("chrome://crash", timeout=3000)
        self.desk.page = await self.desk.context.new_page()
        with contextlib.suppress(Error):
            await dead.close()
        await self.desk.open(f"/desk/case/{self.code}")

    async def second_tab(self) -> None:
        """The same case in a second tab shows the same text; closing it takes nothing away."""
        await asyncio.sleep(_A_SECOND)
        other = await self.desk.context.new_page()
        await other.goto(f"{self.office.street.desk}/desk/case/{self.code}")
        await expect(other.locator("#text")).to_have_value(self.typed)
        await other.close()

    @property
    def disturbances(self) -> list[Callable[[], Awaitable[None]]]:
        return [self.colleague, self.message, self.elsewhere, self.reconnect, self.reload, self.walk_away,
                self.session_ends, self.tab_crashes, self.second_tab]  # fmt: skip


async def test_no_character_is_lost_whatever_comes_between(office: Office, prove: bool) -> None:
    desk = await office.signed_in("romina")
    post = await office.street.say("otto", "@wattkabel_hilft Hier wird getippt")
    await office.street.say("jonas", "@wattkabel_hilft Hier wird nicht getippt")
    other = await desk.open_case("Hier wird nicht getippt")
    code = await desk.open_case("Hier wird getippt")
    typist = Typist(office, desk, code, post["id"], Random(20261123))
    count = 200 if prove else 18
    every = [each for _ in range(count // 9 + 1) for each in typist.random.sample(typist.disturbances, 9)]
    for disturb in every[:count]:
        if len(typist.typed) > 350:  # a network takes 500
            await typist.desk.page.locator("#text").fill("")
            typist.typed = ""
        await typist.type()
        await disturb()
        await typist.holds(disturb.__name__)
    await asyncio.sleep(_A_SECOND)
    await typist.desk.open(f"/desk/case/{other}")
    await expect(typist.desk.page.locator("#text")).to_have_value("")
