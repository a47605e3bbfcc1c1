"""One embedded PostgreSQL for a whole test run, shared by all xdist workers, started when first asked for.

The owner (the process that starts the workers) waits for a file called ``wanted`` in a folder of its own, starts the
server, migrates the template and writes the URL to ``dsn``; it stops the server when the run ends.
"""

import asyncio
import os
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import asyncpg
import psutil

from hilft.db import migrate
from hilft.db.embedded import embedded
from hilft.db.embedded.postmaster import end_survivor

_PREFIX = "hilft-tests-"
_TEMPLATE = "template_hilft"
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@dataclass
class TestServer:
    """The server as seen by owner and users; the folder is all that they share."""

    __test__ = False

    folder: Path
    thread: threading.Thread | None = None
    ending: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def own(cls) -> "TestServer":
        """Make the folder and watch it; costs nothing until somebody asks."""
        server = cls(Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")))
        server.thread = threading.Thread(target=server._watch, name="test PostgreSQL", daemon=True)
        server.thread.start()
        return server

    @classmethod
    def shared(cls, folder: Path) -> "TestServer":
        """Ask the owner for its server and wait for it."""
        (folder / "wanted").touch()
        for _ in range(3000):
            if (folder / "dsn").exists():
                return cls(folder)
            if (folder / "failed").exists():
                raise RuntimeError((folder / "failed").read_text())
            time.sleep(0.02)
        raise TimeoutError("the test PostgreSQL did not start within a minute")

    def stop(self) -> None:
        self.ending.set()
        if self.thread is not None:
            self.thread.join(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def dsn_of(self, name: str) -> str:
        return (self.folder / "dsn").read_text().replace("/hilft?", f"/{quote(name)}?", 1)

    async def clone(self, name: str) -> None:
        """Copy the migrated template."""
        await self._administer(f'create database "{name}" template "{_TEMPLATE}" strategy file_copy')

    async def drop(self, name: str) -> None:
        await self._administer(f'drop database "{name}" with (force)')

    async def _administer(self, command: str) -> None:
        await _run(self.dsn_of("postgres"), command)

    def _watch(self) -> None:
        while not self.ending.wait(0.02):
            if (self.folder / "wanted").exists():
                asyncio.run(self._serve())
                return

    async def _serve(self) -> None:
        try:
            await _end_abandoned()
            async with embedded(self.folder / "postgres", settings=_FAST) as server:
                part = self.folder / "dsn.part"
                part.write_text(server.dsn)
                await _run(server.dsn_of("postgres"), f'create database "{_TEMPLATE}"')
                await migrate(server.dsn_of(_TEMPLATE))
                part.rename(self.folder / "dsn")
                await asyncio.to_thread(self.ending.wait)
        except Exception as error:
            (self.folder / "failed").write_text(f"the test PostgreSQL failed: {error!r}")
            raise


async def _run(dsn: str, command: str) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(command)
    finally:
        await conn.close()


async def _end_abandoned() -> None:
    """End servers of test runs that were killed."""
    for folder in _abandoned():
        await end_survivor(folder / "postgres" / "cluster")
        shutil.rmtree(folder, ignore_errors=True)


def _abandoned() -> list[Path]:
    folders = [
        (folder, folder.name.split("-")[2]) for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")
    ]
    return [folder for folder, owner in folders if owner.isdigit() and not psutil.pid_exists(int(owner))]
