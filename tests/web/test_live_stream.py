"""The stream says what the page would say, and nothing twice."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import pytest
from markupsafe import Markup
from starlette.types import Message

from hilft import cases
from hilft.db import transaction
from hilft.web import desk
from hilft.web.shared import Shared
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


class Stream:
    """One open stream, read event by event."""

    def __init__(self) -> None:
        self.status = 0
        self.parts: asyncio.Queue[str] = asyncio.Queue()
        self.regions: dict[str, str] = {}
        self._rest = ""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            await self.parts.put(message.get("body", b"").decode())

    async def next(self) -> tuple[str, dict[str, str]]:
        while "\n\n" not in self._rest:
            self._rest += await asyncio.wait_for(self.parts.get(), 5)
        frame, self._rest = self._rest.split("\n\n", 1)
        name, data = (line.partition(": ")[2] for line in frame.split("\n"))
        return name, json.loads(data)

    async def until(self, enough: Callable[[dict[str, str]], bool]) -> dict[str, str]:
        while not enough(self.regions):
            name, data = await self.next()
            if name == "region":
                self.regions[data["region"]] = data["html"]
        return self.regions


@asynccontextmanager
async def streaming(office: Office, visitor: Visitor, query: str = "") -> AsyncIterator[Stream]:
    stream = Stream()
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "path": "/desk/stream", "raw_path": b"/desk/stream", "query_string": query.encode(), "scheme": "http",
        "headers": [(b"host", b"desk.test"), (b"cookie", cookies.encode())], "server": ("desk.test", 80),
        "client": ("test", 1), "root_path": "",
    }  # fmt: skip

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    running = asyncio.ensure_future(desk(office.house)(scope, receive, stream.send))
    try:
        yield stream
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_everything_once_then_what_changed(office: Office, romina: Visitor) -> None:
    async with streaming(office, romina) as stream:
        await stream.until(lambda regions: len(regions) == 5)
        assert "Kein Internet" not in stream.regions["list"]
        await office.hear("Kein Internet")
        regions = await stream.until(
            lambda regions: "Kein Internet" in regions["list"] and ">1</span>" in regions["views"]
        )
        page = await romina.page("/desk/inbox")
        for html in regions.values():
            assert html in page


async def test_a_case_is_followed_too(office: Office, romina: Visitor) -> None:
    parent = await office.hear("Kein Internet")
    (code,) = await office.codes()
    async with streaming(office, romina, f"case={code}") as stream:
        await stream.until(lambda regions: len(regions) == 8)
        await office.hear("Jetzt geht es", parent=parent)
        regions = await stream.until(lambda regions: "Jetzt geht es" in regions["thread"])
        page = await romina.page(f"/desk/inbox?case={code}")
        assert regions["thread"] in page
        assert regions["head"] in page


async def test_the_stream_ends_with_the_session(office: Office, romina: Visitor) -> None:
    async with streaming(office, romina) as stream:
        await stream.until(lambda regions: len(regions) == 5)
        await romina.post("/desk/sign-out")
        name = ""
        while name != "SignedOut":
            name, _ = await stream.next()


async def test_a_nudge_without_a_change_sends_nothing(office: Office, romina: Visitor) -> None:
    async with streaming(office, romina) as stream:
        await stream.until(lambda regions: len(regions) == 5)
        for _ in range(3):
            async with transaction(office.house.pool) as tx:
                tx.nudge(office.brand.id, "inbox")
            await asyncio.sleep(0.3)
        while not stream.parts.empty():
            assert (await stream.next())[0] == "beat"


async def test_many_streams_share_one_reading(
    office: Office, romina: Visitor, kai: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = 0
    page = cases.page

    async def counted(*given: Any) -> cases.InboxPage:
        nonlocal readings
        readings += 1
        return await page(*given)

    monkeypatch.setattr(cases, "page", counted)
    async with streaming(office, romina) as one, streaming(office, kai) as two:
        for stream in (one, two):
            await stream.until(lambda regions: len(regions) == 5)
        await asyncio.sleep(0.4)
        readings = 0
        await office.hear("Kein Internet")
        for stream in (one, two):
            await stream.until(lambda regions: "Kein Internet" in regions["list"])
        assert readings == 1


async def test_an_older_reading_is_never_shared() -> None:
    shared: Shared[Markup] = Shared()
    texts = iter([Markup("old"), Markup("new")])

    async def make() -> Markup:
        return next(texts)

    before = monotonic()
    assert await shared.get("list", before, make) == "old"
    assert await shared.get("list", before, make) == "old"
    assert await shared.get("list", monotonic(), make) == "new"


async def test_a_reading_that_failed_is_tried_by_the_next() -> None:
    shared: Shared[Markup] = Shared()
    gate = asyncio.Event()

    async def fail() -> Markup:
        await gate.wait()
        raise RuntimeError

    async def make() -> Markup:
        return Markup("made")

    before = monotonic()
    first = asyncio.create_task(shared.get("list", before, fail))
    await asyncio.sleep(0)
    second = asyncio.create_task(shared.get("list", before, make))
    await asyncio.sleep(0)
    gate.set()
    with pytest.raises(RuntimeError):
        await first
    assert await second == "made"
