"""The network has a bad day in every way there is, while something is sent and pulled; then both ledgers are compared."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from hilft import app
from hilft.app import House
from hilft.channels.mastodon import answers, client
from hilft.cli.cast import DOMAIN, Cast, cast_of
from hilft.cli.settling import settle
from hilft.intake.actions import listen
from hilft.outbox import outcome
from hilft.settings import Settings
from hilft.town import Town, TownSettings, build, open_town
from tests.faults.ledger import desk_at, differences
from tests.faults.proxy import EVERYWHERE, READING, STREAMING, Fault, Proxy
from tests.faults.traffic import Said

pytestmark = [pytest.mark.anyio, pytest.mark.house]
_SECONDS = 15.0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same way with shorter waits: a proof of a minute instead of an hour."""
    moment = timedelta(seconds=0.3)
    monkeypatch.setattr(client, "_TIMES", httpx.Timeout(1.0))
    monkeypatch.setattr(answers, "UNTOLD_WAIT", timedelta(seconds=1))
    monkeypatch.setattr(listen, "_IDLE_SECONDS", 0.5)
    monkeypatch.setattr(listen, "_BLIND_SECONDS", 0.3)
    monkeypatch.setattr(listen, "_LONGEST_PAUSE", 0.3)
    monkeypatch.setattr(outcome, "_FIRST_LOOK", moment)
    monkeypatch.setattr(outcome, "_LONGEST_RETRY", moment)


@dataclass
class Scene:
    """A working desk whose network is behind the proxy."""

    dsn: str
    house: House
    town: Town
    town_origin: str
    proxy: Proxy
    cast: Cast
    tokens: dict[str, str]
    said: Said = field(default_factory=Said)

    def arm(self, kind: str, method: str, path: str) -> Fault:
        fault = Fault(kind, self.cast.service.token, method, path)
        self.proxy.faults.append(fault)
        return fault

    async def ask(self, text: str) -> None:
        """Let Otto ask."""
        headers = {"Authorization": f"Bearer {self.cast.citizens[0].token}"}
        async with httpx.AsyncClient(base_url=self.town_origin, headers=headers) as otto:
            answer = await otto.post("/api/v1/statuses", json={"status": f"@wattkabel_hilft {text}"})
            self.said.heard.append(answer.raise_for_status().json()["uri"])

    async def reply(self) -> None:
        """Let Romina answer what was asked and has no answer yet."""
        headers = {"Authorization": f"Bearer {self.tokens['romina']}"}
        transport = httpx.ASGITransport(app=app.asgi(self.house))
        async with httpx.AsyncClient(
            transport=transport, base_url=f"{self.house.origin}/api/v1", headers=headers
        ) as desk:
            codes = [item["code"] for item in (await desk.get("/cases")).json()["items"]]
            code = next(each for each in codes if each not in self.said.answered)
            text = f"Antwort {self.said.answers} Ende"
            body = {"text": text, "visibility": "public", "hold_seconds": 0}
            (await desk.post(f"/cases/{code}/replies", json=body)).raise_for_status()
            self.said.answered[code].append(text)

    async def agree(self, during: str) -> None:
        """Wait until both ledgers agree."""
        end = time.monotonic() + _SECONDS
        while found := differences(self.said, self.town, await desk_at(self.dsn)):
            assert time.monotonic() < end, f"{during}: {found}"
            await asyncio.sleep(0.05)


@pytest.fixture
async def scene(quick: None, database: str, tmp_path: Path) -> AsyncIterator[Scene]:
    async with contextlib.AsyncExitStack() as stack:
        taken = stack.enter_context(app.listen("127.0.0.1", 0))
        where = urlsplit(app.origin_of(taken))
        assert where.hostname
        assert where.port
        proxy = await stack.enter_async_context(Proxy((where.hostname, where.port)).running())
        town = await open_town(tmp_path / "town", origin=proxy.origin, settings=TownSettings(domain=DOMAIN))
        stack.push_async_callback(town.close)
        cast = cast_of(tmp_path)
        for one in (*cast.citizens, cast.service, cast.main):
            await town.seed(one.handle, one.name, token=one.token)
        await stack.enter_async_context(app.answering(build(town), taken, websockets=True))
        settings = Settings(tmp_path / "data", database_url=database, secret_key="k" * 40, undo_seconds=0)
        opening = app.open_house(settings, database, origin="http://desk.test")
        house = await stack.enter_async_context(opening)
        tokens = await settle(house, cast, proxy.origin)
        await stack.enter_async_context(app.working(house))
        yield Scene(database, house, town, app.origin_of(taken), proxy, cast, tokens)


async def test_every_fault_with_send_and_pull_loses_and_doubles_nothing(scene: Scene, prove: bool) -> None:
    await scene.ask("Seit heute früh kein Internet")
    await scene.agree("the first word")
    for kind in (*EVERYWHERE, *READING) * (5 if prove else 1):
        # Else the allowance (75 at once, then one every 48 s) is used up in the long form.
        await scene.house.pool.execute("update lanes set paced_until = null")
        pulled = scene.arm(kind, "GET", "/api/v1/notifications")
        await scene.ask(f"Und jetzt? {kind}")
        await asyncio.wait_for(pulled.hit.wait(), _SECONDS)
        await scene.agree(f"pull, {kind}")
        sent = None if kind in READING else scene.arm(kind, "POST", "/api/v1/statuses")
        await scene.reply()
        if sent is not None:
            await asyncio.wait_for(sent.hit.wait(), _SECONDS)
        await scene.agree(f"send, {kind}")


async def test_a_network_that_refuses_or_whose_stream_breaks_loses_nothing(scene: Scene) -> None:
    await scene.ask("Seit heute früh kein Internet")
    await scene.agree("the first word")
    await scene.proxy.refuse()
    await scene.reply()
    await scene.ask("Hört mich jemand?")
    await asyncio.sleep(0.5)
    await scene.proxy.take_again()
    await scene.agree("refused")
    for kind in STREAMING:
        await scene.proxy.break_streams(kind, 2)
        await scene.reply()
        await scene.ask(f"Und jetzt? {kind}")
        await scene.agree(kind)
        if kind == "frame twice":
            assert scene.proxy.frames_twice
