"""The ground: a durable PostgreSQL, a town square, and the real programs, each of which may be shot at any time."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from hilft import app
from hilft.cli.cast import DOMAIN, Cast, cast_of
from hilft.cli.settling import settle
from hilft.db import LOST
from hilft.db.embedded import Server, embedded
from hilft.failpoint import VARIABLE
from hilft.settings import Settings
from hilft.town import Town, TownSettings, build, open_town
from tests.faults.nursery import Child, Nursery
from tests.faults.waiting import until

_KEY = "a-key-of-the-proving-ground-long-enough"
READY_SECONDS = 90.0
_LEASES_END = """
update listeners set lease_until = now();
update deliveries set lease_until = now() where state = 'sending' and lease_until > now();
update jobs set lease_until = now() where lease_until > now();
update announcement_posts set tend_at = now() where tend_at > now();
"""
_NEVER_PULLED = "select exists (select from accounts where channel = 'mastodon' and complete_until is null)"
_HOURS_PASS = "update lanes set paced_until = null where paced_until is not null"


@dataclass
class Ground:
    folder: Path
    town: Town
    town_url: str
    server: Server
    cast: Cast
    tokens: dict[str, str]
    port: int
    nursery: Nursery
    programs: dict[str, Child] = field(default_factory=dict)

    @property
    def desk_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def desk(self, login: str) -> httpx.AsyncClient:
        """The JSON API as one of the agents."""
        headers = {"Authorization": f"Bearer {self.tokens[login]}"}
        return httpx.AsyncClient(base_url=f"{self.desk_url}/api/v1", headers=headers, timeout=5)

    def citizen(self, position: int) -> httpx.AsyncClient:
        """The town square as one of its people."""
        headers = {"Authorization": f"Bearer {self.cast.citizens[position].token}"}
        return httpx.AsyncClient(base_url=f"{self.town_url}/api/v1", headers=headers, timeout=30)

    async def start(self, name: str, *, step: str = "") -> None:
        """Start ``web`` or, under any other name, a worker; returns once it is ready, or dead because of ``step``."""
        arguments = ["serve", "--no-work", "--port", str(self.port)] if name == "web" else ["work"]
        output = self.folder / f"{name}.log"
        output.touch()
        before = output.stat().st_size
        env = {**os.environ, **self._environment(), VARIABLE: step}
        self.programs[name] = await self.nursery.start(arguments, env, output)
        ready = "answers on" if name == "web" else "At work."
        await until(
            lambda: ready in output.read_text(errors="replace")[before:] or not self.runs(name), READY_SECONDS
        )

    def runs(self, name: str) -> bool:
        return name in self.programs and self.programs[name].poll() is None

    def said(self) -> str:
        """What all programs wrote."""
        return "\n".join(each.read_text(errors="replace") for each in sorted(self.folder.glob("*.log")))

    def tell(self, kill: str) -> None:
        """Write down who died, for whoever wants to know how far a long proof is."""
        with (self.folder / "kills").open("a") as out:
            out.write(f"{kill}\n")

    async def shoot(self, name: str) -> None:
        """Do what `kill -9` does to a program, or to the postmaster."""
        if name == "postgres":
            process = self.server.process
            assert process is not None
            process.kill()
            return
        self.programs[name].send_signal(signal.SIGKILL)
        await self.ended(name)

    async def ended(self, name: str, seconds: float = 60.0) -> None:
        """Wait until a program is dead; raises ``TimeoutError`` when it lives on."""
        await until(lambda: not self.runs(name), seconds)

    async def ask(self, command: str) -> None:
        """Tell the database something, however long it is away."""
        async with asyncio.timeout(READY_SECONDS):
            while True:
                with contextlib.suppress(*LOST):
                    conn = await asyncpg.connect(self.server.dsn)
                    try:
                        await conn.execute(command)
                    finally:
                        await conn.close()
                    return
                await asyncio.sleep(0.05)

    @property
    def workers(self) -> int:
        """How many workers live."""
        return sum(name != "web" and self.runs(name) for name in self.programs)

    async def listens(self) -> None:
        """Wait until every account was pulled once."""
        conn = await asyncpg.connect(self.server.dsn)
        try:
            async with asyncio.timeout(READY_SECONDS):
                while await conn.fetchval(_NEVER_PULLED):  # noqa: ASYNC110 - another program does it
                    await asyncio.sleep(0.05)
        finally:
            await conn.close()

    async def let_leases_end(self) -> None:
        """Let the half minute pass in which nobody touches what a dead worker held; only while no worker lives."""
        assert not self.workers
        await self.ask(_LEASES_END)

    async def let_hours_pass(self) -> None:
        """Let the network's allowance (a few hundred answers in three hours) be whole again."""
        await self.ask(_HOURS_PASS)

    def _environment(self) -> dict[str, str]:
        return {
            "HILFT_DATABASE_URL": self.server.dsn,
            "HILFT_DATA": str(self.folder / "data"),
            "HILFT_SECRET_KEY": _KEY,
            "HILFT_ALLOW_LOOPBACK": "1",
            "HILFT_UNDO_SECONDS": "0",
        }


@contextlib.asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Ground]:
    """Prepare everything; no program of ours runs yet, and none does afterwards."""
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(embedded(folder / "postgres"))
        taken = stack.enter_context(app.listen("127.0.0.1", 0))
        origin = app.origin_of(taken)
        town = await open_town(folder / "town", origin=origin, settings=TownSettings(domain=DOMAIN))
        stack.push_async_callback(town.close)
        cast = cast_of(folder)
        for one in (*cast.citizens, cast.service, cast.main):
            await town.seed(one.handle, one.name, token=one.token)
        await stack.enter_async_context(app.answering(build(town), taken, websockets=True))
        settings = Settings(folder / "data", database_url=server.dsn, secret_key=_KEY, allow_loopback=True)
        async with app.open_house(settings, server.dsn, migrate=True) as house:
            tokens = await settle(house, cast, origin)
        nursery = await Nursery.opened()
        stack.push_async_callback(nursery.close)
        ground = Ground(folder, town, origin, server, cast, tokens, _free_port(), nursery)
        try:
            yield ground
        finally:
            for program in ground.programs.values():
                if program.poll() is None:
                    program.kill()
                program.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
