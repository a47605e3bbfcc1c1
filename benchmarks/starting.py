"""From nothing to answering, again on the same data, and what it all holds in memory."""

import asyncio
import shutil
import statistics

from benchmarks.demo import Demo, demo, post, signed_in
from benchmarks.figures import Figure
from benchmarks.ground import BENCH

_COLD, _WARM = 3, 5
_USE_PAGES = 50
_MEGABYTE = 1024 * 1024


async def run() -> list[Figure]:
    """Start some times from cold, some times from warm; weigh the last one after real use."""
    folder = BENCH / "demo"
    cold, warm = [], []
    for _ in range(_COLD):
        shutil.rmtree(folder, ignore_errors=True)
        async with demo(folder) as running:
            cold.append(running.started_after)
    for _ in range(_WARM):
        async with demo(folder) as running:
            warm.append(running.started_after)
    async with demo(folder) as running:
        await asyncio.sleep(3)
        idle = _weigh(running, "after the start")
        await _use(running)
        used = _weigh(running, f"after {_USE_PAGES} pages and some messages")
    return [
        Figure("start from cold", statistics.median(cold), "s", target="<= 20"),
        Figure("start from warm", statistics.median(warm), "s", target="<= 4"),
        *idle,
        *used,
    ]


async def _use(running: Demo) -> None:
    async with signed_in(running) as client:
        async with client.stream("GET", "/desk/stream?view=open"):
            for number in range(10):
                await post(running, f"@wattkabel_hilft Seit {number} Tagen kein Internet.", number)
            await asyncio.sleep(3)
        items = (
            await client.get(
                "/api/v1/cases",
                headers={"Authorization": f"Bearer {running.facts['agents'][0]['api_token']}"},
            )
        ).json()["items"]
        for number in range(_USE_PAGES):
            path = f"/desk/case/{items[number % len(items)]['code']}" if number % 2 else "/desk/inbox"
            (await client.get(path)).raise_for_status()
            (await client.get("/desk/search", params={"q": "Internet"})).raise_for_status()


def _weigh(running: Demo, when: str) -> list[Figure]:
    """Weigh the whole family. PSS counts each shared page once, divided among those who share it."""
    family = running.family()
    weights = {process.pid: process.memory_full_info() for process in family}
    own = weights[family[0].pid]
    pss = sum(weight.pss for weight in weights.values())
    rss = sum(weight.rss for weight in weights.values())
    return [
        Figure(f"memory of everything {when} (PSS)", pss / _MEGABYTE, "MB", target="<= 300"),
        Figure(f"  of it Python {when} (PSS)", own.pss / _MEGABYTE, "MB"),
        Figure(f"  sum of RSS, shared pages counted often, {when}", rss / _MEGABYTE, "MB"),
        Figure(f"  processes {when}", len(family), ""),
    ]
