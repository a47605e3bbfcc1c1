"""A worker dies at every step of an announcement: said, changed and taken down at the network, each exactly once."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.ground import Ground, opened
from tests.faults.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.house]


async def said(ground: Ground) -> list[dict[str, Any]]:
    """Give what the service account has said to everybody, as somebody else sees it."""
    async with ground.citizen(0) as mia:
        found = (await mia.get("/accounts/lookup", params={"acct": ground.cast.service.handle})).json()
        statuses: list[dict[str, Any]] = (await mia.get(f"/accounts/{found['id']}/statuses")).json()
    return [each for each in statuses if each["in_reply_to_id"] is None]


async def dies_at(ground: Ground, step: str) -> None:
    """Have only a worker that dies when it gets there."""
    if ground.runs("worker"):
        await ground.shoot("worker")
    await ground.let_leases_end()
    await ground.start("worker", step=step)


async def goes_on(ground: Ground, desk: httpx.AsyncClient, made: str, state: str) -> None:
    """Wait for the death, let another worker do the rest, wait until the announcement stands as wanted."""
    await ground.ended("worker")
    await ground.let_leases_end()
    await ground.start("worker")

    async def stands() -> bool:
        found = (await desk.get(f"/announcements/{made}")).json()
        return [each["state"] for each in found["posts"]] == [state]

    async with asyncio.timeout(60):
        while not await stands():  # noqa: ASYNC110 - another program does it
            await asyncio.sleep(0.1)


async def test_said_changed_and_taken_down_once_whoever_dies(tmp_path: Path) -> None:
    async with opened(tmp_path) as ground, ground.desk("hauke") as desk:
        await ground.start("web")
        await dies_at(ground, "outbox.sent")
        wanted = {
            "title": "Wartung",
            "text": "Heute Nacht.",
            "posts": [{"account": ground.cast.service.handle}],
        }
        accounts = (await desk.get("/accounts")).json()["items"]
        handle = next(each["handle"] for each in accounts if ground.cast.service.handle in each["handle"])
        answer = await desk.post("/announcements", json=wanted | {"posts": [{"account": handle}]})
        assert answer.status_code == 201, answer.text
        made = answer.json()["id"]
        await goes_on(ground, desk, made, "published")
        assert len(await said(ground)) == 1
        await dies_at(ground, "news.done")
        assert (await desk.patch(f"/announcements/{made}", json={"text": "Morgen Nacht."})).status_code == 200
        await goes_on(ground, desk, made, "published")
        [changed] = await said(ground)
        assert "Morgen Nacht." in changed["content"]
        await dies_at(ground, "news.claimed")
        assert (await desk.delete(f"/announcements/{made}")).status_code == 204
        await goes_on(ground, desk, made, "withdrawn")
        assert await said(ground) == []
        await until(lambda: ground.runs("worker"), 5)
