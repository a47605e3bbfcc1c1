"""From a post accepted by the town square to its row painted in an open page of Chromium."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from random import Random
from urllib.parse import urlsplit

from playwright.async_api import Page, async_playwright

from benchmarks.demo import Demo, demo, post, signed_in
from benchmarks.figures import Figure, spread
from benchmarks.ground import BENCH

OTHERS = 49
_POSTS = 40
_TARGET_MS = "<= 300"
_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]

# Two frames after the row is in the document it has been painted.
_WATCH = """
() => {
  window.painted = {};
  const look = () => {
    for (const row of document.querySelectorAll("#region-list .row")) {
      const mark = row.textContent.match(/Marke-(\\d+)-/)?.[1];
      if (mark && !(mark in window.painted)) {
        window.painted[mark] = 0;
        requestAnimationFrame(() => requestAnimationFrame(() => {
          window.painted[mark] = performance.timeOrigin + performance.now();
        }));
      }
    }
  };
  new MutationObserver(look).observe(document.querySelector("#region-list"), { childList: true, subtree: true });
}
"""


async def run() -> list[Figure]:
    """Measure with one open page, then with 49 open streams beside it."""
    folder = BENCH / "freshness"
    shutil.rmtree(folder, ignore_errors=True)
    async with demo(folder) as running, _inbox(running) as page:
        await _measure(running, page, 5, start=0)  # everything once, unmeasured
        await _empty(running)
        alone = await _measure(running, page, _POSTS, start=1_000)
        await _empty(running)
        async with _streams(running):
            crowded = await _measure(running, page, _POSTS, start=2_000)
    return [
        *spread("post to paint, one page", alone, "ms", target=_TARGET_MS),
        *spread(f"post to paint, one page and {OTHERS} streams", crowded, "ms", target=_TARGET_MS),
    ]


async def _measure(running: Demo, page: Page, posts: int, start: int) -> list[float]:
    """Post now and then; give milliseconds from the town's own time stamp to the paint."""
    dice, accepted = Random(start), {}
    for number in range(start, start + posts):
        status = await post(
            running, f"@wattkabel_hilft Marke-{number}- kein Internet seit heute früh", number
        )
        accepted[str(number)] = datetime.fromisoformat(status["created_at"]).timestamp() * 1000
        await asyncio.sleep(0.4 + dice.random() * 0.6)  # never in step with anything that comes round
    await page.wait_for_function(
        "marks => marks.every(mark => window.painted[mark] > 0)", arg=list(accepted), timeout=30_000
    )
    painted = await page.evaluate("() => window.painted")
    return [painted[number] - at for number, at in accepted.items()]


@contextlib.asynccontextmanager
async def _inbox(running: Demo) -> AsyncIterator[Page]:
    agent = running.facts["agents"][0]
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=_FLAGS
        )
        page = await chromium.new_page(viewport={"width": 1280, "height": 800})
        await page.goto(f"{running.desk}/desk/sign-in")
        await page.fill("input[name=login]", agent["login"])
        await page.fill("input[name=password]", agent["password"])
        await page.press("input[name=password]", "Enter")
        await page.wait_for_selector("#region-list")
        await page.evaluate(_WATCH)
        yield page
        await chromium.close()


async def _empty(running: Demo) -> None:
    """Solve what is open, so that the next posts are all on the first page of the list."""
    token = running.facts["agents"][0]["api_token"]
    async with signed_in(running) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        items = (await client.get("/api/v1/cases", params={"state": "open", "limit": "200"})).json()["items"]
        for item in items:
            (await client.post(f"/api/v1/cases/{item['code']}/solve")).raise_for_status()


@contextlib.asynccontextmanager
async def _streams(running: Demo) -> AsyncIterator[None]:
    """Keep 49 streams open, of all agents in turn; what they bring is read and dropped."""
    agents = len(running.facts["agents"])
    cookies = []
    for number in range(agents):
        async with signed_in(running, number) as client:
            cookies.append("; ".join(f"{name}={value}" for name, value in client.cookies.items()))
    lines = [await _open(running, cookies[number % agents]) for number in range(OTHERS)]
    readers = [asyncio.create_task(_drain(reader)) for reader, _ in lines]
    await asyncio.sleep(2)
    yield
    for task in readers:
        task.cancel()
    for _, writer in lines:
        writer.close()


async def _open(running: Demo, cookie: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(running.desk)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(
        f"GET /desk/stream?view=open HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookie}\r\n"
        "Accept: text/event-stream\r\n\r\n".encode()
    )
    first = await reader.readline()
    if b" 200 " not in first:
        raise RuntimeError(f"no stream: {first!r}")
    return reader, writer


async def _drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(65_536):
        pass
