"""A real demo, a real Chromium: what agents see and press."""

import asyncio
import contextlib
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.cli.running import hilft, wait_for

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Street:
    """The desk and the town square of one demo."""

    info: dict[str, Any]
    desk: str = field(init=False)
    town: str = field(init=False)

    def __post_init__(self) -> None:
        self.desk, self.town = self.info["desk_url"], self.info["town_url"]

    def password(self, login: str) -> str:
        return str(next(agent["password"] for agent in self.info["agents"] if agent["login"] == login))

    def _headers(self, who: str) -> dict[str, str]:
        token = next(one["access_token"] for one in self.info["customers"] if one["handle"] == who)
        return {"Authorization": f"Bearer {token}"}

    async def say(
        self, who: str, text: str, *, visibility: str = "public", parent: str | None = None
    ) -> dict[str, Any]:
        """Let a customer write on the town square; gives the post."""
        body = {"status": text, "visibility": visibility} | ({"in_reply_to_id": parent} if parent else {})
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"{self.town}/api/v1/statuses", json=body, headers=self._headers(who))
        assert answer.status_code == 200, answer.text
        post: dict[str, Any] = answer.json()
        return post

    async def change(self, who: str, post: dict[str, Any], text: str) -> None:
        async with httpx.AsyncClient(headers=self._headers(who)) as client:
            answer = await client.put(f"{self.town}/api/v1/statuses/{post['id']}", json={"status": text})
        assert answer.status_code == 200, answer.text

    async def remove(self, who: str, post: dict[str, Any]) -> None:
        async with httpx.AsyncClient(headers=self._headers(who)) as client:
            answer = await client.delete(f"{self.town}/api/v1/statuses/{post['id']}")
        assert answer.status_code == 200, answer.text

    async def answers(self, who: str, post: dict[str, Any]) -> list[dict[str, Any]]:
        """Give what stands below a post, as that customer sees it."""
        async with httpx.AsyncClient() as client:
            answer = await client.get(
                f"{self.town}/api/v1/statuses/{post['id']}/context", headers=self._headers(who)
            )
        below: list[dict[str, Any]] = answer.json()["descendants"]
        return below

    async def answer_arrives(self, who: str, post: dict[str, Any], words: str) -> dict[str, Any]:
        """Wait until an answer with these words stands below the post."""
        for _ in range(150):
            for one in await self.answers(who, post):
                if words in re.sub(r"<[^>]+>", "", one["content"]):
                    return one
            await asyncio.sleep(0.1)
        raise AssertionError(f"no answer with {words!r}")


@pytest.fixture(scope="session")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One demo for all tests of this folder; each test writes about a case of its own."""
    folder = tmp_path_factory.mktemp("demo")
    info = folder / "info.json"
    command = ("demo", "--port", "0", "--town-port", "0", "--data", str(folder / "data"), "--info", str(info))
    with hilft(*command, output=folder / "log", env={"HILFT_UNDO_SECONDS": "3"}) as running:
        yield Street(wait_for(info, running))


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if path is None:
        pytest.skip("no Chromium here")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        await browser.close()


@dataclass
class Desk:
    """One agent at one browser; complaints of the page are collected and fail the test."""

    street: Street
    context: BrowserContext
    page: Page
    login: str
    complaints: list[str] = field(default_factory=list)

    async def open(self, address: str = "/desk/inbox?view=all") -> None:
        await self.page.goto(self.street.desk + address)

    async def sign_in(self) -> None:
        page = self.page
        await self.open("/desk/sign-in")
        form = page.locator("main > form")
        await form.locator("[name=login]").fill(self.login)
        await form.locator("[name=password]").fill(self.street.password(self.login))
        await form.locator("button").click()
        await page.wait_for_url("**/desk/inbox*")

    async def open_case(self, words: str) -> str:
        """Open the case whose row shows these words; gives its code."""
        row = self.page.locator(".row", has_text=words)
        await row.locator("a").click()
        code = await row.get_attribute("data-code")
        assert code is not None
        await self.page.wait_for_selector(f"#case-pane[data-code='{code}'] #composer")
        return code

    async def write(self, text: str) -> None:
        await self.page.locator("#text").click()
        await self.page.keyboard.type(text)


@dataclass
class Office:
    """Opens desks for agents and closes them."""

    street: Street
    browser: Browser
    stack: contextlib.AsyncExitStack

    async def desk(self, login: str = "romina", **options: Any) -> Desk:
        settings = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"} | options
        context = await self.browser.new_context(**settings)
        self.stack.push_async_callback(context.close)
        desk = Desk(self.street, context, await context.new_page(), login)
        desk.page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        self.stack.callback(lambda: _none(desk.complaints))
        return desk

    async def signed_in(self, login: str = "romina", **options: Any) -> Desk:
        desk = await self.desk(login, **options)
        await desk.sign_in()
        return desk


def _none(complaints: list[str]) -> None:
    assert complaints == []


@pytest.fixture
async def office(street: Street, chromium: Browser) -> AsyncIterator[Office]:
    async with contextlib.AsyncExitStack() as stack:
        yield Office(street, chromium, stack)
